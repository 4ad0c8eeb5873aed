package handgrad.host.check.training;

import handgrad.backend.Float64Session;
import handgrad.host.check.formula.Switches;
import handgrad.program.Activation;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.LossOp.ClassHits;
import handgrad.program.LossOp.ScoreHits;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.SampleLoss;
import handgrad.program.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;

/**
 * Places where a tiny rounding error becomes a large one: where a derivative jumps, such as ReLU's at 0 and the hinge's
 * at 1, and thresholds and ties of hits. A device that rounds to the other side is also right, but far from the oracle.
 * So the data are drawn to keep away from them.
 */
final class Kinks {
    private Kinks() {}

    /**
     * The program with every tensor that must be inspected after a run among its outputs. Ties of max-pooling are not
     * watched: no model of the course has any.
     */
    static Program watched(Program program) {
        final List<Tensor> watched =
                program.ops().stream().flatMap(Kinks::reads).distinct().toList();
        return new Program(
                program.name(),
                program.ops(),
                Stream.concat(program.outputs().stream(), watched.stream())
                        .distinct()
                        .toList());
    }

    private static Stream<Tensor> reads(Op op) {
        return switch (op) {
            case ActivationForward forward when kinks(forward.function()).length > 0 -> Stream.of(forward.x());
            case ScoreLossForward forward
            when Switches.isAny(forward.function().forward()) -> Stream.of(forward.scores(), forward.targets());
            case ScoreHits hits -> Stream.of(hits.scores());
            case ClassHits hits -> Stream.of(hits.logits());
            default -> Stream.empty();
        };
    }

    /** Where the derivative of an activation jumps. */
    private static double[] kinks(Activation function) {
        return Switches.jumps(function.forward(), x -> new double[] {x});
    }

    /** Where the derivative of a loss jumps, along the scores. */
    private static double[] kinks(SampleLoss function, double target) {
        return Switches.jumps(function.forward(), z -> new double[] {z, target});
    }

    /**
     * How near the last run came to a kink.
     *
     * @param program one that {@link #watched} made
     * @param session where it ran last
     * @return the least distance, in units of the root mean square of the tensor that it is in
     */
    static double distance(Program program, Float64Session session) {
        return program.ops().stream()
                .mapToDouble(op -> distance(op, session))
                .min()
                .orElse(Double.POSITIVE_INFINITY);
    }

    private static double distance(Op op, Float64Session session) {
        return switch (op) {
            case ActivationForward forward -> {
                final double[] kinks = kinks(forward.function());
                yield kinks.length == 0
                        ? Double.POSITIVE_INFINITY
                        : least(read(forward.x(), session), x -> Switches.distance(kinks, x));
            }
            case ScoreLossForward forward
            when Switches.isAny(forward.function().forward()) ->
                distance(forward.function(), read(forward.scores(), session), read(forward.targets(), session));
            case ScoreHits hits -> {
                final double threshold = hits.scoreThreshold();
                yield least(read(hits.scores(), session), score -> Math.abs(score - threshold));
            }
            case ClassHits hits ->
                tie(read(hits.logits(), session), hits.logits().shape().dimension(1));
            default -> Double.POSITIVE_INFINITY;
        };
    }

    private static double distance(SampleLoss function, double[] scores, double[] targets) {
        final Map<Double, double[]> kinks = new HashMap<>();
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < scores.length; i++) {
            final double[] places = kinks.computeIfAbsent(targets[i], target -> kinks(function, target));
            least = Math.min(least, Switches.distance(places, scores[i]));
        }
        return least / size(scores);
    }

    private static double[] read(Tensor tensor, Float64Session session) {
        final double[] values = new double[tensor.size()];
        session.download(tensor, values);
        return values;
    }

    private static double least(double[] values, DoubleUnaryOperator distance) {
        double least = Double.POSITIVE_INFINITY;
        for (final double value : values) {
            least = Math.min(least, distance.applyAsDouble(value));
        }
        return least / size(values);
    }

    /** The least gap between a row's two largest logits. */
    private static double tie(double[] logits, int classes) {
        double least = Double.POSITIVE_INFINITY;
        for (int row = 0; row < logits.length; row += classes) {
            double first = Double.NEGATIVE_INFINITY;
            double second = Double.NEGATIVE_INFINITY;
            for (int k = row; k < row + classes; k++) {
                second = Math.max(second, Math.min(first, logits[k]));
                first = Math.max(first, logits[k]);
            }
            least = Math.min(least, first - second);
        }
        return least / size(logits);
    }

    private static double size(double[] values) {
        double squares = 0;
        for (final double value : values) {
            squares += value * value;
        }
        return Math.sqrt(squares / values.length);
    }
}
