package handgrad.host.training;

import handgrad.dataset.Targets;
import handgrad.host.UserError;
import handgrad.loss.Loss;
import handgrad.loss.ScoreLoss;
import handgrad.loss.SoftmaxCrossEntropy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How often each class was taken for each.
 *
 * @param labels the classes' names
 * @param counts for each true class, in the order of the labels, how often it was taken for each
 */
public record Confusion(List<String> labels, List<List<Integer>> counts) {
    /** Copies the lists. */
    public Confusion {
        labels = List.copyOf(labels);
        counts = counts.stream().map(List::copyOf).toList();
    }

    /**
     * Counts answers.
     *
     * @param loss what says which answer an output means
     * @param targets what the answers should be
     * @param outputs the network's, [N × width], row-major
     * @return the counts
     * @throws UserError if the targets are no classes but several real numbers a sample
     */
    public static Confusion of(Loss loss, Targets targets, float[] outputs) {
        return switch (loss) {
            case SoftmaxCrossEntropy _ -> ofClasses((Targets.Classes) targets, outputs);
            case ScoreLoss score -> ofScores(score, (Targets.Reals) targets, outputs);
        };
    }

    private static Confusion ofClasses(Targets.Classes targets, float[] outputs) {
        final int width = outputs.length / targets.count();
        final int[][] counts = new int[Math.max(width, targets.classes())][Math.max(width, targets.classes())];
        for (int n = 0; n < targets.count(); n++) {
            counts[targets.labels()[n]][largest(outputs, n * width, width)]++;
        }
        return of(IntStream.range(0, counts.length).mapToObj(Integer::toString).toList(), counts);
    }

    /** The first of the largest; NaN is never larger, as in the kernels that count hits. */
    private static int largest(float[] values, int from, int count) {
        int largest = 0;
        for (int i = 1; i < count; i++) {
            if (values[from + i] > values[from + largest]) {
                largest = i;
            }
        }
        return largest;
    }

    private static Confusion ofScores(ScoreLoss loss, Targets.Reals targets, float[] outputs) {
        if (targets.width() != 1) {
            throw new UserError(
                    "--confusion needs classes; these samples have " + targets.width() + " real targets each");
        }
        final int[][] counts = new int[2][2];
        for (int n = 0; n < targets.count(); n++) {
            final int target = targets.values()[n] > loss.targetThreshold() ? 1 : 0;
            counts[target][outputs[n] > loss.scoreThreshold() ? 1 : 0]++;
        }
        return of(List.of("no", "yes"), counts);
    }

    private static Confusion of(List<String> labels, int[][] counts) {
        final List<List<Integer>> rows = new ArrayList<>();
        for (final int[] row : counts) {
            rows.add(IntStream.of(row).boxed().toList());
        }
        return new Confusion(labels, rows);
    }
}
