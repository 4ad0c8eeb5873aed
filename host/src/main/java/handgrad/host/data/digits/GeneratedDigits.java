package handgrad.host.data.digits;

import handgrad.dataset.Dataset;
import handgrad.dataset.Inputs;
import handgrad.dataset.PixelScale;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.host.UserError;
import handgrad.program.Shape;
import handgrad.random.RandomStream;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Synthetic handwriting for where MNIST is not available: ten classes of 28×28 digits, each drawn in one of several
 * styles with random jitter and pen thickness, then distorted. The same seed gives the same pixels on every machine,
 * and a digit does not depend on how many are made.
 *
 * @param seed any number
 * @param trainCount how many training digits, at least 1
 * @param testCount how many test digits, at least 1
 */
public record GeneratedDigits(long seed, int trainCount, int testCount) {
    /** As many as MNIST has. */
    public static final GeneratedDigits DEFAULT = new GeneratedDigits(0, 60_000, 10_000);

    private static final int CLASSES = 10;
    /** The most digits whose floats fit an array. */
    private static final int LARGEST_COUNT = Integer.MAX_VALUE / DigitPicture.PIXELS;

    /** The largest deviation of a point of a stroke, in units of the box of 100. */
    private static final double JITTER = 7;

    private static final double THINNEST = 0.7;
    private static final double THICKEST = 1.9;
    private static final double FAINTEST = 170;
    private static final double GRAIN = 0.15;

    /**
     * Checks the sizes.
     *
     * @throws UserError if a count is below 1 or more than an array can hold
     */
    public GeneratedDigits {
        for (final int count : List.of(trainCount, testCount)) {
            if (count < 1 || count > LARGEST_COUNT) {
                throw new UserError("a set of generated digits has 1 … " + LARGEST_COUNT + " of them, not " + count);
            }
        }
    }

    /**
     * The same digits in other numbers.
     *
     * @param train how many training digits
     * @param test how many test digits
     * @return a copy
     */
    public GeneratedDigits withCounts(int train, int test) {
        return new GeneratedDigits(seed, train, test);
    }

    /**
     * Draws them, on all cores.
     *
     * @param pixels what a pixel's byte becomes
     * @return a data set named {@code generated}
     */
    public Split draw(PixelScale pixels) {
        return new Split("generated", draw("train", trainCount, pixels), draw("test", testCount, pixels));
    }

    private Dataset draw(String part, int count, PixelScale scale) {
        final byte[] pixels = new byte[count * DigitPicture.PIXELS];
        final int[] labels = new int[count];
        // A stream of its own for each digit, so that it does not matter how many are made, or on which thread.
        final RandomStream stream = RandomStream.of(seed);
        final ThreadLocal<DigitPicture> pictures = ThreadLocal.withInitial(DigitPicture::new);
        IntStream.range(0, count)
                .parallel()
                .forEach(index -> labels[index] =
                        draw(stream.derive("generated digit, " + part, index), index, pictures.get(), pixels));
        return new Dataset(
                "generated (" + part + ")",
                Shape.of(1, DigitPicture.SIDE, DigitPicture.SIDE),
                new Inputs.Pixels(pixels, scale),
                new Targets.Classes(labels, CLASSES));
    }

    private int draw(RandomStream stream, int index, DigitPicture picture, byte[] pixels) {
        final DigitRandom random = new DigitRandom(stream);
        final int digit = random.below(CLASSES);
        final List<List<Stroke>> styles = DigitStyles.of(digit);
        final List<Stroke> style = styles.get(random.below(styles.size()));
        final double radius = random.between(THINNEST, THICKEST);
        final Warp warp = new Warp(random);
        picture.clear();
        for (final Stroke stroke : style) {
            picture.draw(warp.apply(stroke.jittered(random, JITTER).flattened()), radius);
        }
        picture.develop(radius, random.between(FAINTEST, 255), GRAIN, random, pixels, index * DigitPicture.PIXELS);
        return digit;
    }
}
