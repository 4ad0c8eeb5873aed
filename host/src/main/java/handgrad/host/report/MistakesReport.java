package handgrad.host.report;

import handgrad.dataset.Dataset;
import handgrad.host.report.MistakesPicture.Tile;
import handgrad.host.run.FinishedRun;
import handgrad.host.run.folder.ReportFile;
import handgrad.loss.ScoreLoss;
import handgrad.training.Report.Mistakes;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The pictures answered wrong with the most confidence, |p − threshold| + ½ with p = σ(z), in a grid. */
final class MistakesReport {
    private MistakesReport() {}

    /**
     * A picture that was answered wrong.
     *
     * @param sample its number in the test set, counted from 0
     * @param yes whether the truth is the second class
     * @param score z
     * @param probability σ(z)
     * @param confidence |σ(z) − threshold| + ½
     */
    record Mistake(int sample, boolean yes, double score, double probability, double confidence) {}

    static void write(Mistakes report, FinishedRun run, ReportFiles files) {
        final Dataset test = run.split().test();
        if (!(run.model().objective().loss() instanceof ScoreLoss loss)
                || test.sampleShape().rank() != 3) {
            return;
        }
        final float[] scores = NetworkOutputs.of(run.device(), run.model(), test, List.of(run.parameters()))
                .getFirst();
        final List<Mistake> worst = worst(loss, scores, NetworkOutputs.targets(test), report.rows() * report.columns());
        files.table(
                ReportFile.MISTAKES_TABLE,
                List.of("rank", "test_sample", "label", "prediction", "score", "probability", "confidence_percent"),
                IntStream.range(0, worst.size())
                        .mapToObj(rank -> {
                            final Mistake mistake = worst.get(rank);
                            return List.of(
                                    rank + 1,
                                    mistake.sample(),
                                    name(report, mistake.yes()),
                                    name(report, !mistake.yes()),
                                    mistake.score(),
                                    mistake.probability(),
                                    100 * mistake.confidence());
                        })
                        .toList());
        if (!worst.isEmpty()) {
            files.picture(
                    ReportFile.MISTAKES_PICTURE,
                    () -> MistakesPicture.draw(report.columns(), run.title(), test, tiles(report, worst)));
        }
    }

    private static List<Tile> tiles(Mistakes report, List<Mistake> mistakes) {
        return mistakes.stream()
                .map(mistake -> new Tile(
                        mistake.sample(),
                        "a %s, taken for %s".formatted(name(report, mistake.yes()), name(report, !mistake.yes())),
                        String.format(Locale.ROOT, "%.2f %%", 100 * mistake.confidence())))
                .toList();
    }

    /** The mistakes, the most confident first; of equal ones the larger score comes first. */
    static List<Mistake> worst(ScoreLoss loss, float[] scores, float[] targets, int most) {
        return IntStream.range(0, scores.length)
                .filter(n -> scores[n] > loss.scoreThreshold() != targets[n] > loss.targetThreshold())
                .mapToObj(n -> {
                    final double probability = 1 / (1 + Math.exp(-scores[n]));
                    return new Mistake(
                            n,
                            targets[n] > loss.targetThreshold(),
                            scores[n],
                            probability,
                            Math.abs(probability - loss.threshold()) + 0.5);
                })
                .sorted(Comparator.comparingDouble(Mistake::confidence)
                        .thenComparingDouble(mistake -> Math.abs(mistake.score()))
                        .reversed()
                        .thenComparingInt(Mistake::sample))
                .limit(most)
                .toList();
    }

    /** What a class is called. */
    static String name(Mistakes report, boolean yes) {
        return yes ? report.positive() : report.negative();
    }
}
