package handgrad.host.filter;

import handgrad.host.UserError;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;

/** Reads picture files that nobody vouches for. */
public final class PictureReader {
    private static final int SIGNATURE_BYTES = 8;

    /**
     * Deflate expands a byte to at most 1,032, and a byte holds at most 8 pixels: an upper bound for the pixels of a
     * PNG file of this size.
     */
    private static final long MOST_PIXELS_A_BYTE = 8 * 1032;

    private PictureReader() {}

    /**
     * A picture, and what the file holds besides.
     *
     * @param picture the grey or colour samples as the file has them
     * @param hadTransparency whether the file also says how transparent each pixel is
     */
    public record Read(Picture picture, boolean hadTransparency) {}

    /**
     * Reads a PNG, JPEG or PGM file, whatever its name. Palettes become colours; grey stays grey, 16 bits stay 16 bits.
     * Colour profiles and orientation marks are not applied.
     *
     * @param file the file
     * @return the picture
     * @throws UserError if there is no such file, it is none of these, it is corrupt, or the picture is too large
     */
    public static Read read(Path file) {
        if (Files.isDirectory(file)) {
            throw new UserError(file + " is a folder; name a picture");
        }
        if (!Files.exists(file)) {
            throw new UserError("there is no file " + file);
        }
        try {
            final byte[] start;
            try (InputStream input = Files.newInputStream(file)) {
                start = input.readNBytes(SIGNATURE_BYTES);
            }
            final PictureFormat format = PictureFormat.ofContent(start)
                    .orElseThrow(() -> new UserError(file + " is no PNG, JPEG or PGM (P2, P5) file; convert it first"));
            return switch (format) {
                case PGM -> new Read(PgmFile.read(file), false);
                case PNG, JPEG -> decode(file, format);
            };
        } catch (final IOException failure) {
            throw new UserError("cannot read " + file + ": " + reason(failure), failure);
        }
    }

    private static Read decode(Path file, PictureFormat format) throws IOException {
        final ImageReader reader = ImageIO.getImageReadersByFormatName(
                        format.name().toLowerCase(Locale.ROOT))
                .next();
        final List<String> warnings = new ArrayList<>();
        try (FileImageInputStream input = new FileImageInputStream(new RandomAccessFile(file.toFile(), "r"))) {
            reader.setInput(input, true, true);
            reader.addIIOReadWarningListener((_, warning) -> warnings.add(warning));
            final BufferedImage image = decode(file, format, reader);
            // The JPEG decoder paints what is missing grey and only warns.
            warnings.stream()
                    .filter(warning -> warning.startsWith("Premature end") || warning.startsWith("Corrupt JPEG"))
                    .findFirst()
                    .ifPresent(warning -> {
                        throw corrupt(file, format, warning, null);
                    });
            return samples(file, image);
        } finally {
            reader.dispose();
        }
    }

    /** Java's decoders throw many kinds of exceptions for corrupt files. */
    private static BufferedImage decode(Path file, PictureFormat format, ImageReader reader) throws IOException {
        final long width;
        final long height;
        try {
            width = reader.getWidth(0);
            height = reader.getHeight(0);
        } catch (final IOException | RuntimeException failure) {
            throw corrupt(file, format, reason(failure), failure);
        }
        final long bytes = Files.size(file);
        if (format == PictureFormat.PNG && width > MOST_PIXELS_A_BYTE * bytes / height) {
            throw corrupt(file, format, bytes + " bytes cannot hold " + width + "×" + height + " pixels", null);
        }
        PictureSize.check(file, width, height);
        try {
            return reader.read(0);
        } catch (final IOException | RuntimeException failure) {
            throw corrupt(file, format, reason(failure), failure);
        }
    }

    private static Read samples(Path file, BufferedImage image) {
        final ColorModel colors = image.getColorModel();
        return colors instanceof IndexColorModel palette
                ? new Read(ofPalette(image, palette), palette.hasAlpha())
                : new Read(ofComponents(file, image), colors.hasAlpha());
    }

    private static Picture ofPalette(BufferedImage image, IndexColorModel palette) {
        boolean grey = true;
        for (int i = 0; i < palette.getMapSize(); i++) {
            grey &= palette.getRed(i) == palette.getGreen(i) && palette.getGreen(i) == palette.getBlue(i);
        }
        final int width = image.getWidth();
        final int height = image.getHeight();
        final List<char[]> channels = new ArrayList<>();
        for (int channel = 0; channel < (grey ? 1 : 3); channel++) {
            final char[] samples = new char[width * height];
            for (int i = 0; i < samples.length; i++) {
                final int index = image.getRaster().getSample(i % width, i / width, 0);
                samples[i] = (char) (palette.getRGB(index) >> 16 - 8 * channel & 0xff);
            }
            channels.add(samples);
        }
        return new Picture(width, height, 255, channels);
    }

    /** The raster's own numbers: asking the image for colours would convert grey ones. */
    private static Picture ofComponents(Path file, BufferedImage image) {
        final int count = image.getColorModel().getNumColorComponents();
        final int bits = image.getColorModel().getComponentSize(0);
        if ((count != 1 && count != 3) || (bits != 8 && bits != 16)) {
            throw new UserError(file + ": pictures of " + count + " colours with " + bits
                    + " bits each are not read; convert it to grey or RGB first");
        }
        final Raster raster = image.getRaster();
        final int width = image.getWidth();
        final List<char[]> channels = new ArrayList<>();
        for (int channel = 0; channel < count; channel++) {
            final char[] samples = new char[width * image.getHeight()];
            final int[] row = new int[width];
            for (int y = 0; y < image.getHeight(); y++) {
                raster.getSamples(0, y, width, 1, channel, row);
                for (int x = 0; x < width; x++) {
                    samples[y * width + x] = (char) row[x];
                }
            }
            channels.add(samples);
        }
        return new Picture(width, image.getHeight(), (1 << bits) - 1, channels);
    }

    private static UserError corrupt(Path file, PictureFormat format, String why, Throwable cause) {
        return new UserError(file + ": this " + format + " file cannot be decoded: " + why, cause);
    }

    private static String reason(Throwable failure) {
        if (failure instanceof EOFException) {
            return "it is cut off";
        }
        if (failure instanceof java.nio.file.AccessDeniedException) {
            return "it is not permitted";
        }
        final Throwable told =
                failure.getCause() != null && failure.getMessage() != null ? failure.getCause() : failure;
        return told instanceof EOFException
                ? "it is cut off"
                : Objects.requireNonNullElse(
                        failure.getMessage(), failure.getClass().getSimpleName());
    }
}
