package handgrad.host.data;

import handgrad.dataset.BinaryCoding;
import handgrad.dataset.PixelScale;
import handgrad.host.data.digits.GeneratedDigits;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * How a data set is to be loaded.
 *
 * @param folder the folder of {@code --data}, if given
 * @param mirrors the addresses of {@code --mirror}, to be used in place of the public ones; empty for those
 * @param pixels what a pixel's byte becomes
 * @param coding which numbers stand for the two classes of a data set of two
 * @param digits the seed and the sizes of the generated digits
 */
public record DataOptions(
        Optional<Path> folder, List<URI> mirrors, PixelScale pixels, BinaryCoding coding, GeneratedDigits digits) {
    /** Nothing asked for: public mirrors, pixels of 0 … 1, targets of −1 and +1, digits as many as MNIST's. */
    public static final DataOptions DEFAULT = new DataOptions(
            Optional.empty(), List.of(), PixelScale.UNIT, BinaryCoding.MINUS_PLUS_ONE, GeneratedDigits.DEFAULT);

    /** Copies the mirrors. */
    public DataOptions {
        mirrors = List.copyOf(mirrors);
    }

    /**
     * These options with another folder.
     *
     * @param other the folder of {@code --data}
     * @return a copy
     */
    public DataOptions withFolder(Path other) {
        return new DataOptions(Optional.of(other), mirrors, pixels, coding, digits);
    }

    /**
     * These options with other mirrors.
     *
     * @param others the addresses of {@code --mirror}, as {@link Mirrors#parse} gives them
     * @return a copy
     */
    public DataOptions withMirrors(List<URI> others) {
        return new DataOptions(folder, others, pixels, coding, digits);
    }

    /**
     * These options with other pixels.
     *
     * @param other what a pixel's byte becomes
     * @return a copy
     */
    public DataOptions withPixels(PixelScale other) {
        return new DataOptions(folder, mirrors, other, coding, digits);
    }

    /**
     * These options with other binary targets.
     *
     * @param other which numbers stand for the two classes
     * @return a copy
     */
    public DataOptions withCoding(BinaryCoding other) {
        return new DataOptions(folder, mirrors, pixels, other, digits);
    }

    /**
     * These options with other generated digits.
     *
     * @param other their seed and sizes
     * @return a copy
     */
    public DataOptions withDigits(GeneratedDigits other) {
        return new DataOptions(folder, mirrors, pixels, coding, other);
    }
}
