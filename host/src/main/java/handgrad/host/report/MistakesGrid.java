package handgrad.host.report;

import handgrad.dataset.Dataset;
import handgrad.host.UserError;
import handgrad.host.files.AtomicFile;
import handgrad.host.report.AnswersReport.Answer;
import handgrad.host.report.MistakesPicture.Tile;
import handgrad.loss.ScoreLoss;
import handgrad.training.Model;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/** The pictures of a test set that a network answered wrong with the most confidence, in a grid of its own file. */
public final class MistakesGrid {
    /** As the course shows them: four rows of five. */
    private static final int COLUMNS = 5;

    private static final int MOST = 20;

    private MistakesGrid() {}

    /**
     * Demands that a model and its samples have such pictures.
     *
     * @param model the model
     * @param samples any of its data sets
     * @throws UserError if the model tells no classes apart, or the samples are no grey pictures
     */
    public static void check(Model model, Dataset samples) {
        if (!model.objective().isClassification()) {
            throw new UserError("--misclassified: " + model.name() + " tells no classes apart");
        }
        if (samples.sampleShape().rank() != 3 || samples.sampleShape().dimension(0) != 1) {
            throw new UserError("--misclassified: the samples of " + samples.name() + " are no pictures");
        }
    }

    /**
     * Draws the grid.
     *
     * @param file the PNG file to make or replace
     * @param title what it is headed with
     * @param model the model
     * @param test the samples, which {@link #check} accepts
     * @param outputs the network's, [samples × width], row-major
     * @return how many pictures it shows; where it is none, no file is written
     * @throws UserError if the file cannot be written, or the system cannot draw
     */
    public static int write(Path file, String title, Model model, Dataset test, float[] outputs) {
        final List<String> names = ClassNames.of(model);
        final boolean percent = !(model.objective().loss() instanceof ScoreLoss score) || score.givesProbabilities();
        final List<Tile> tiles = AnswersReport.wrong(model.objective().loss(), test.targets(), outputs).stream()
                .limit(MOST)
                .map(answer -> new Tile(
                        answer.sample(),
                        "a %s, taken for %s".formatted(names.get(answer.label()), names.get(answer.prediction())),
                        confidence(answer, percent)))
                .toList();
        if (!tiles.isEmpty()) {
            AtomicFile.writeBytes(file, png(file, title, test, tiles));
        }
        return tiles.size();
    }

    private static String confidence(Answer answer, boolean percent) {
        return percent
                ? String.format(Locale.ROOT, "%.2f %%", 100 * answer.confidence())
                : String.format(Locale.ROOT, "%.3f beyond", answer.confidence());
    }

    private static byte[] png(Path file, String title, Dataset test, List<Tile> tiles) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            final BufferedImage picture = MistakesPicture.draw(COLUMNS, title, test, tiles);
            ImageIO.write(picture, "png", bytes);
        } catch (final IOException | RuntimeException | LinkageError | InternalError failure) {
            throw new UserError(file + " was not drawn (" + failure + "): Java needs fonts to draw", failure);
        }
        return bytes.toByteArray();
    }
}
