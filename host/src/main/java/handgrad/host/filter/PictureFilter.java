package handgrad.host.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A fixed convolution. Its kernel has an odd size and is centred on the pixel that it computes; an even window is
 * padded with zeros.
 *
 * @param name the name on the command line
 * @param inputs 1 where each channel of a picture is filtered by itself, 3 where red, green and blue make one grey
 * @param size the kernel's edge k, odd
 * @param weights [inputs × k × k], row-major
 * @param signed whether the result can be negative
 */
public record PictureFilter(String name, int inputs, int size, List<Float> weights, boolean signed) {
    /** The largest window of a mean. */
    public static final int LARGEST_MEAN = 255;

    private static final Pattern MEAN = Pattern.compile("mean-([1-9][0-9]{0,2})");

    /** Copies the weights. */
    public PictureFilter {
        weights = List.copyOf(weights);
    }

    /**
     * How far the kernel reaches to each side.
     *
     * @return (k − 1)/2
     */
    public int reach() {
        return size / 2;
    }

    /**
     * Y[i,j] = X[i+1,j] − X[i,j]: horizontal edges.
     *
     * @return −1 at the centre, +1 below
     */
    public static PictureFilter verticalDifference() {
        return new PictureFilter("vertical-difference", 1, 3, List.of(0f, 0f, 0f, 0f, -1f, 0f, 0f, 1f, 0f), true);
    }

    /**
     * Y[i,j] = X[i,j+1] − X[i,j]: vertical edges.
     *
     * @return −1 at the centre, +1 to the right
     */
    public static PictureFilter horizontalDifference() {
        return new PictureFilter("horizontal-difference", 1, 3, List.of(0f, 0f, 0f, 0f, -1f, 1f, 0f, 0f, 0f), true);
    }

    /**
     * The mean over k×k pixels: 1/k² in every cell (not the identity matrix over k², which one source of the course
     * prints). It spans the rows and columns from −⌊k/2⌋ to ⌈k/2⌉ − 1 around the pixel: an even window reaches one
     * further up and left than down and right, as SciPy's and OpenCV's do.
     *
     * @param k 1 … {@link #LARGEST_MEAN}
     * @return the filter
     * @throws IllegalArgumentException if k is out of range
     */
    public static PictureFilter mean(int k) {
        if (k < 1 || k > LARGEST_MEAN) {
            throw new IllegalArgumentException("a mean is over 1 to " + LARGEST_MEAN + " pixels each way, not " + k);
        }
        final int size = k / 2 * 2 + 1;
        final List<Float> weights = new ArrayList<>();
        for (int e = 0; e < size * size; e++) {
            weights.add(e / size < k && e % size < k ? 1f / (k * k) : 0f);
        }
        return new PictureFilter("mean-" + k, 1, size, weights, false);
    }

    /**
     * 0.299 R + 0.587 G + 0.114 B, the luma of ITU-R BT.601: a 1×1 convolution over the three channels.
     *
     * @return the filter
     */
    public static PictureFilter grayscale() {
        return new PictureFilter("grayscale", 3, 1, List.of(0.299f, 0.587f, 0.114f), false);
    }

    /**
     * The filter of a name.
     *
     * @param name such as {@code mean-5}
     * @return the filter, or empty if there is none
     */
    public static Optional<PictureFilter> find(String name) {
        final Matcher mean = MEAN.matcher(name);
        if (mean.matches()) {
            final int k = Integer.parseInt(mean.group(1));
            return k <= LARGEST_MEAN ? Optional.of(mean(k)) : Optional.empty();
        }
        return List.of(verticalDifference(), horizontalDifference(), grayscale()).stream()
                .filter(filter -> filter.name().equals(name))
                .findFirst();
    }
}
