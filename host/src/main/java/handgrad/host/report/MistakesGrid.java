package handgrad.host.report;

import handgrad.dataset.Dataset;
import handgrad.host.UserError;
import handgrad.host.evaluation.MistakesDrawing;
import handgrad.host.files.AtomicFile;
import handgrad.host.report.AnswersReport.Answer;
import handgrad.host.report.MistakesPicture.Tile;
import handgrad.host.training.ClassNames;
import handgrad.loss.ScoreLoss;
import handgrad.training.Model;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;

/**
 * The pictures of a test set that a network answered wrong with the most confidence, in a grid of its own file.
 *
 * @param file the PNG file to make or replace
 */
public record MistakesGrid(Path file) implements MistakesDrawing {
    /** As the course shows them: four rows of five. */
    private static final int COLUMNS = 5;

    private static final int MOST = 20;

    @Override
    public void check(Model model, Dataset samples) {
        if (!model.objective().isClassification()) {
            throw new UserError("--misclassified: " + model.name() + " tells no classes apart");
        }
        if (samples.sampleShape().rank() != 3 || samples.sampleShape().dimension(0) != 1) {
            throw new UserError("--misclassified: the samples of " + samples.name() + " are no pictures");
        }
    }

    @Override
    public int draw(String title, Model model, Dataset test, float[] outputs) {
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
            AtomicFile.writeBytes(file, png(title, test, tiles));
        }
        return tiles.size();
    }

    private static String confidence(Answer answer, boolean percent) {
        return percent
                ? String.format(Locale.ROOT, "%.2f %%", 100 * answer.confidence())
                : String.format(Locale.ROOT, "%.3f beyond", answer.confidence());
    }

    private byte[] png(String title, Dataset test, List<Tile> tiles) {
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
