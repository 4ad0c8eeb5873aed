package handgrad.host.page.source;

import handgrad.host.UserError;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * A run folder.
 *
 * @param folder the folder
 * @param config what the run was told
 * @param result what came of it, or empty if the run did not end well
 * @param metrics a row an epoch, or empty if there is none
 * @param steps the loss of each step, or empty if there is none
 * @param confusion how often each class was taken for each, or empty
 */
public record StoredRun(
        Path folder,
        JsonObject config,
        Optional<JsonObject> result,
        Optional<CsvTable> metrics,
        Optional<CsvTable> steps,
        Optional<CsvTable> confusion)
        implements Source {
    private static final int MOST_PICTURE_BYTES = 16 << 20;
    private static final int MOST_PIXELS = 16 << 20;
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    /** Reads the folder. */
    static StoredRun read(Path folder) {
        final JsonObject config = JsonObject.read(folder.resolve(CONFIG));
        config.required("model");
        final Path result = folder.resolve("result.json");
        return new StoredRun(
                folder,
                config,
                Files.exists(result) ? Optional.of(JsonObject.read(result)) : Optional.empty(),
                table(folder, "metrics.csv"),
                table(folder, "steps.csv"),
                table(folder, "confusion.csv"));
    }

    private static Optional<CsvTable> table(Path folder, String name) {
        final Path file = folder.resolve(name);
        return Files.exists(file) ? Optional.of(CsvTable.read(file)) : Optional.empty();
    }

    /**
     * The model's name.
     *
     * @return such as {@code lenet5-modern}
     */
    public String model() {
        return config.required("model");
    }

    /**
     * Whether answers are right or wrong. Runs of earlier versions that do not say count as classifiers.
     *
     * @return false for a regression
     */
    public boolean isClassifier() {
        return !config.text("task").equals(Optional.of("regression"));
    }

    /**
     * What a reader calls the run beside others.
     *
     * @return the folder's own name
     */
    public String label() {
        return Optional.ofNullable(folder.toAbsolutePath().normalize().getFileName())
                .map(Path::toString)
                .orElse(folder.toString());
    }

    /**
     * A picture of the folder.
     *
     * @param name its file's name
     * @return a PNG file, or empty if there is none
     * @throws UserError if it is no PNG file, or too large for a page
     */
    public Optional<byte[]> picture(String name) {
        final Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        final byte[] bytes = SourceFile.bytes(file, MOST_PICTURE_BYTES);
        if (bytes.length < PNG.length || !Arrays.equals(PNG, Arrays.copyOf(bytes, PNG.length))) {
            throw new UserError(file + " is no PNG picture");
        }
        checkPixels(file, bytes);
        return Optional.of(bytes);
    }

    /** A few bytes can claim to be a huge picture. */
    private static void checkPixels(Path file, byte[] bytes) {
        try (ImageInputStream input = ImageIO.createImageInputStream(new ByteArrayInputStream(bytes))) {
            final ImageReader reader =
                    ImageIO.getImageReadersByFormatName("png").next();
            try {
                reader.setInput(input);
                if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
                    throw new UserError(file + " is too large a picture for a page: " + reader.getWidth(0) + " × "
                            + reader.getHeight(0) + " pixels");
                }
            } finally {
                reader.dispose();
            }
        } catch (final IOException | RuntimeException malformed) {
            if (malformed instanceof UserError told) {
                throw told;
            }
            throw new UserError(file + " is no PNG picture: " + malformed.getMessage(), malformed);
        }
    }
}
