package handgrad.host.filter;

import handgrad.host.UsageError;
import handgrad.host.UserError;
import handgrad.host.files.AtomicFile;
import java.awt.Point;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Writes picture files, whole or not at all. */
public final class PictureWriter {
    private static final int EIGHT_BITS = 255;
    private static final int SIXTEEN_BITS = 65_535;
    private static final float JPEG_QUALITY = 0.95f;

    private final Path file;
    private final PictureFormat format;

    private PictureWriter(Path file, PictureFormat format) {
        this.file = file;
        this.format = format;
    }

    /**
     * A writer of the format that a file's name ends with.
     *
     * @param file where the picture will be
     * @return the writer
     * @throws UsageError if the name ends with no known format
     */
    public static PictureWriter to(Path file) {
        return new PictureWriter(
                file,
                PictureFormat.ofName(file.toString())
                        .orElseThrow(() -> new UsageError(
                                "--out " + file + ": the name must end in one of " + PictureFormat.allEndings())));
    }

    /**
     * Demands that the format can hold a picture.
     *
     * @param grey whether the picture has one channel only
     * @throws UserError if it cannot
     */
    public void checkHolds(boolean grey) {
        if (format == PictureFormat.PGM && !grey) {
            throw new UserError("--out " + file + ": a PGM file holds grey pictures only; write a .png");
        }
    }

    /**
     * Writes the file. PNG takes 8 or 16 bits, whichever is enough; JPEG 8; other values of white are scaled to these.
     * PGM keeps the picture's.
     *
     * @param picture what to write
     * @throws UserError if the format cannot hold it, or the file cannot be written
     */
    public void write(Picture picture) {
        checkHolds(picture.isGrey());
        AtomicFile.write(file, output -> {
            switch (format) {
                case PGM -> PgmFile.write(picture, output);
                case PNG ->
                    encode(
                            image(picture.withMaximum(picture.maximum() > EIGHT_BITS ? SIXTEEN_BITS : EIGHT_BITS)),
                            output);
                case JPEG -> encode(image(picture.withMaximum(EIGHT_BITS)), output);
            }
        });
    }

    private void encode(BufferedImage image, OutputStream output) throws IOException {
        final ImageWriter writer = ImageIO.getImageWritersByFormatName(
                        format.name().toLowerCase(Locale.ROOT))
                .next();
        try (MemoryCacheImageOutputStream stream = new MemoryCacheImageOutputStream(output)) {
            final ImageWriteParam parameters = writer.getDefaultWriteParam();
            if (format == PictureFormat.JPEG) {
                parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                parameters.setCompressionQuality(JPEG_QUALITY);
            }
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
    }

    private static BufferedImage image(Picture picture) {
        final boolean wide = picture.maximum() == SIXTEEN_BITS;
        final int type = wide ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE;
        final int width = picture.width();
        final WritableRaster raster = Raster.createInterleavedRaster(
                type, width, picture.height(), picture.channels().size(), new Point());
        final int[] row = new int[width];
        for (int channel = 0; channel < picture.channels().size(); channel++) {
            final char[] samples = picture.channels().get(channel);
            for (int y = 0; y < picture.height(); y++) {
                for (int x = 0; x < width; x++) {
                    row[x] = samples[y * width + x];
                }
                raster.setSamples(0, y, width, 1, channel, row);
            }
        }
        final ColorSpace space = ColorSpace.getInstance(picture.isGrey() ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
        return new BufferedImage(
                new ComponentColorModel(space, false, false, ComponentColorModel.OPAQUE, type), raster, false, null);
    }
}
