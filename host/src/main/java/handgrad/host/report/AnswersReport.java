package handgrad.host.report;

import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import handgrad.host.run.FinishedRun;
import handgrad.host.run.folder.ReportFile;
import handgrad.host.training.Confusion;
import handgrad.loss.Loss;
import handgrad.loss.ScoreLoss;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.training.Report.Mistakes;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a classifier answered on the test set: how often each class was taken for each, and the most confident mistakes,
 * as tiles of one picture that {@code report} cuts into pieces.
 */
final class AnswersReport {
    private static final int MOST = 60;
    private static final int COLUMNS = 10;
    private static final int WHITE = 255;

    private AnswersReport() {}

    /**
     * An answer.
     *
     * @param sample its number in the test set, counted from 0
     * @param label the true class
     * @param prediction the class that was answered
     * @param confidence the probability that the network gave its answer; of a network that gives none, the score's
     *     distance from the threshold
     */
    record Answer(int sample, int label, int prediction, double confidence) {}

    /** Writes the files of a classifier, none for a regression. */
    static void write(FinishedRun run, ReportFiles files) {
        if (!run.model().objective().isClassification()) {
            return;
        }
        final Loss loss = run.model().objective().loss();
        final Dataset test = run.split().test();
        final Confusion confusion = Confusion.of(loss, test.targets(), run.testOutputs());
        final List<String> names = names(run, confusion);
        files.table(
                ReportFile.CONFUSION_TABLE,
                Stream.concat(Stream.of("true_class"), names.stream()).toList(),
                IntStream.range(0, names.size())
                        .mapToObj(row -> {
                            final List<Object> cells = new ArrayList<>(List.of(names.get(row)));
                            cells.addAll(confusion.counts().get(row));
                            return cells;
                        })
                        .toList());
        if (test.sampleShape().rank() == 3 && test.sampleShape().dimension(0) == 1) {
            final boolean distance = loss instanceof ScoreLoss score && !score.givesProbabilities();
            final List<Answer> wrong = wrong(loss, test.targets(), run.testOutputs());
            writeWrong(wrong, distance ? "distance" : "probability", names, test, files);
        }
    }

    /** The names of the classes, if the model has them; else their numbers, or yes and no. */
    private static List<String> names(FinishedRun run, Confusion confusion) {
        final Optional<List<String>> named = run.model().reports().stream()
                .filter(Mistakes.class::isInstance)
                .map(Mistakes.class::cast)
                .map(mistakes -> List.of(mistakes.negative(), mistakes.positive()))
                .findFirst();
        return named.orElse(confusion.labels());
    }

    private static void writeWrong(
            List<Answer> wrong, String confidence, List<String> names, Dataset test, ReportFiles files) {
        final int height = test.sampleShape().dimension(1);
        final int width = test.sampleShape().dimension(2);
        files.table(
                ReportFile.MISCLASSIFIED_TABLE,
                List.of("test_sample", "label", "prediction", confidence, "x", "y", "width", "height"),
                IntStream.range(0, wrong.size())
                        .mapToObj(tile -> List.of(
                                wrong.get(tile).sample(),
                                names.get(wrong.get(tile).label()),
                                names.get(wrong.get(tile).prediction()),
                                wrong.get(tile).confidence(),
                                tile % COLUMNS * width,
                                tile / COLUMNS * height,
                                width,
                                height))
                        .toList());
        if (!wrong.isEmpty()) {
            files.picture(ReportFile.MISCLASSIFIED_PICTURE, () -> sheet(test, wrong));
        }
    }

    /**
     * The wrong answers, the most confident first.
     *
     * @param outputs [samples × width], row-major
     */
    static List<Answer> wrong(Loss loss, Targets targets, float[] outputs) {
        return IntStream.range(0, targets.count())
                .mapToObj(sample -> switch (loss) {
                    case SoftmaxCrossEntropy _ -> ofClasses(sample, (Targets.Classes) targets, outputs);
                    case ScoreLoss score -> ofScore(sample, score, (Targets.Reals) targets, outputs);
                })
                .filter(answer -> answer.label() != answer.prediction())
                .sorted(Comparator.comparingDouble(Answer::confidence).reversed())
                .limit(MOST)
                .toList();
    }

    /** The probability of the largest output a: 1 / Σ exp(b − a) over all outputs b. */
    private static Answer ofClasses(int sample, Targets.Classes targets, float[] outputs) {
        final int width = outputs.length / targets.count();
        final int from = sample * width;
        int largest = 0;
        for (int i = 1; i < width; i++) {
            if (outputs[from + i] > outputs[from + largest]) {
                largest = i;
            }
        }
        double sum = 0;
        for (int i = 0; i < width; i++) {
            sum += Math.exp((double) outputs[from + i] - outputs[from + largest]);
        }
        return new Answer(sample, targets.labels()[sample], largest, 1 / sum);
    }

    private static Answer ofScore(int sample, ScoreLoss loss, Targets.Reals targets, float[] scores) {
        final boolean yes = scores[sample] > loss.scoreThreshold();
        final int label = targets.values()[sample] > loss.targetThreshold() ? 1 : 0;
        final double confidence = loss.givesProbabilities()
                ? 1 / (1 + Math.exp(yes ? -scores[sample] : scores[sample]))
                : Math.abs((double) scores[sample] - loss.scoreThreshold());
        return new Answer(sample, label, yes ? 1 : 0, confidence);
    }

    /** Ink dark on paper, tile beside tile. */
    private static BufferedImage sheet(Dataset dataset, List<Answer> wrong) {
        final int height = dataset.sampleShape().dimension(1);
        final int width = dataset.sampleShape().dimension(2);
        final int rows = Math.ceilDiv(wrong.size(), COLUMNS);
        final BufferedImage sheet = new BufferedImage(COLUMNS * width, rows * height, BufferedImage.TYPE_BYTE_GRAY);
        final float darkest = MistakesPicture.largest(dataset);
        for (int tile = 0; tile < COLUMNS * rows; tile++) {
            for (int pixel = 0; pixel < height * width; pixel++) {
                final float ink = tile < wrong.size()
                        ? dataset.inputs().at(wrong.get(tile).sample() * height * width + pixel)
                        : 0;
                sheet.getRaster()
                        .setSample(
                                tile % COLUMNS * width + pixel % width,
                                tile / COLUMNS * height + pixel / width,
                                0,
                                Math.clamp(Math.round(WHITE * (1 - ink / darkest)), 0, WHITE));
            }
        }
        return sheet;
    }
}
