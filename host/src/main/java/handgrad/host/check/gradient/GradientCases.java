package handgrad.host.check.gradient;

import handgrad.activation.Activations;
import handgrad.host.check.cases.CaseNames;
import handgrad.host.check.formula.Switches;
import handgrad.program.Activation;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.ConnectionTable;
import handgrad.program.ConvolutionOp.Conv2dBackwardInput;
import handgrad.program.ConvolutionOp.Conv2dBackwardWeight;
import handgrad.program.ConvolutionOp.Conv2dForward;
import handgrad.program.ConvolutionOp.TableConv2dBackwardInput;
import handgrad.program.ConvolutionOp.TableConv2dBackwardWeight;
import handgrad.program.ConvolutionOp.TableConv2dForward;
import handgrad.program.LinearOp.LinearBackwardInput;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.PoolingOp.AveragePoolBackward;
import handgrad.program.PoolingOp.AveragePoolForward;
import handgrad.program.PoolingOp.MaxPoolBackward;
import handgrad.program.PoolingOp.MaxPoolForward;
import handgrad.program.SampleLoss;
import handgrad.program.Tensor;
import handgrad.program.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Each forward op of a layer with its backward ops, on small sizes: odd, a batch of one, padding, stride, non-square,
 * overlapping windows. Values keep away from kinks, where a central difference does not approximate a derivative.
 */
public final class GradientCases {
    private static final ConnectionTable TABLE =
            new ConnectionTable(3, List.of(List.of(0, 2), List.of(2), List.of(0, 1, 2)));

    private GradientCases() {}

    /**
     * All cases, those of the losses too.
     *
     * @return cases for every backward op
     */
    public static List<GradientCase> all() {
        return Stream.of(convolutions(), poolings(), linears(), activations(), LossGradientCases.all())
                .flatMap(List::stream)
                .toList();
    }

    private static List<GradientCase> convolutions() {
        final List<GradientCase> cases = new ArrayList<>();
        for (final int batch : new int[] {1, 3}) {
            cases.add(convolution(batch, 1, 1, 1, new Window(1, 1, 0)));
            cases.add(convolution(batch, 2, 5, 7, new Window(3, 1, 0)));
            cases.add(convolution(batch, 2, 4, 3, new Window(3, 1, 1)));
            cases.add(convolution(batch, 2, 7, 6, new Window(3, 2, 2)));
            cases.add(convolution(batch, 2, 5, 6, new Window(2, 3, 0)));
            cases.add(tableConvolution(batch, 5, 4, new Window(3, 1, 1)));
            cases.add(tableConvolution(batch, 3, 6, new Window(2, 2, 0)));
        }
        return cases;
    }

    private static GradientCase convolution(int batch, int channels, int height, int width, Window window) {
        final int[] size = {batch, channels, height, width};
        final int[] outputSize = {batch, 3, window.outputExtent(height), window.outputExtent(width)};
        final var builder =
                new GradientCaseBuilder("convolution " + CaseNames.sizes(size) + ", " + CaseNames.window(window));
        final Tensor x = builder.normal("x", size);
        final Tensor w = builder.normal("w", 3, channels, window.size(), window.size());
        final Tensor b = builder.normal("b", 3);
        final Tensor y = builder.floats("y", outputSize);
        final Tensor dy = builder.normal("dy", outputSize);
        return builder.build(
                dy,
                new Conv2dForward(x, w, b, y, window),
                new Conv2dBackwardInput(dy, w, builder.gradientOf(x), window),
                new Conv2dBackwardWeight(x, dy, builder.gradientOf(w), builder.gradientOf(b), window));
    }

    private static GradientCase tableConvolution(int batch, int height, int width, Window window) {
        final int[] size = {batch, TABLE.inputChannels(), height, width};
        final int[] outputSize = {batch, TABLE.outputChannels(), window.outputExtent(height), window.outputExtent(width)
        };
        final var builder = new GradientCaseBuilder(
                "convolution by table " + CaseNames.sizes(size) + ", " + CaseNames.window(window));
        final Tensor x = builder.normal("x", size);
        final Tensor w = builder.normal("w", TABLE.connections(), window.size(), window.size());
        final Tensor b = builder.normal("b", TABLE.outputChannels());
        final Tensor y = builder.floats("y", outputSize);
        final Tensor dy = builder.normal("dy", outputSize);
        return builder.build(
                dy,
                new TableConv2dForward(x, w, b, y, window, TABLE),
                new TableConv2dBackwardInput(dy, w, builder.gradientOf(x), window, TABLE),
                new TableConv2dBackwardWeight(x, dy, builder.gradientOf(w), builder.gradientOf(b), window, TABLE));
    }

    private static List<GradientCase> poolings() {
        final List<GradientCase> cases = new ArrayList<>();
        for (final Window window : List.of(
                new Window(1, 1, 0),
                new Window(2, 2, 0),
                new Window(3, 2, 0),
                new Window(3, 1, 0),
                new Window(2, 3, 0))) {
            for (final int batch : new int[] {1, 3}) {
                cases.add(averagePooling(batch, window));
                cases.add(maxPooling(batch, window));
            }
        }
        return cases;
    }

    private static GradientCase averagePooling(int batch, Window window) {
        final var builder = new GradientCaseBuilder("average pooling " + batch + "×2×7×5, " + CaseNames.window(window));
        final int[] outputSize = {batch, 2, window.outputExtent(7), window.outputExtent(5)};
        final Tensor x = builder.normal("x", batch, 2, 7, 5);
        final Tensor y = builder.floats("y", outputSize);
        final Tensor dy = builder.normal("dy", outputSize);
        return builder.build(
                dy, new AveragePoolForward(x, y, window), new AveragePoolBackward(dy, builder.gradientOf(x), window));
    }

    private static GradientCase maxPooling(int batch, Window window) {
        final var builder = new GradientCaseBuilder("max pooling " + batch + "×2×7×5, " + CaseNames.window(window));
        final int[] outputSize = {batch, 2, window.outputExtent(7), window.outputExtent(5)};
        final Tensor x = builder.distinct("x", batch, 2, 7, 5);
        final Tensor y = builder.floats("y", outputSize);
        final Tensor winner = builder.ints("winner", outputSize);
        final Tensor dy = builder.normal("dy", outputSize);
        return builder.build(
                dy,
                new MaxPoolForward(x, y, winner, window),
                new MaxPoolBackward(dy, winner, builder.gradientOf(x), window));
    }

    private static List<GradientCase> linears() {
        return List.of(linear(1, 1, 1), linear(1, 4, 3), linear(5, 3, 7), linear(3, 4, 2, 3, 2));
    }

    private static GradientCase linear(int batch, int outputs, int... sample) {
        final int[] size = CaseNames.prepend(batch, sample);
        final var builder = new GradientCaseBuilder("linear " + CaseNames.sizes(size) + " to " + outputs);
        final Tensor x = builder.normal("x", size);
        final Tensor w = builder.normal("w", outputs, x.shape().sampleSize());
        final Tensor b = builder.normal("b", outputs);
        final Tensor y = builder.floats("y", batch, outputs);
        final Tensor dy = builder.normal("dy", batch, outputs);
        return builder.build(
                dy,
                new LinearForward(x, w, b, y),
                new LinearBackwardInput(dy, w, builder.gradientOf(x)),
                new LinearBackwardWeight(x, dy, builder.gradientOf(w), builder.gradientOf(b)));
    }

    private static List<GradientCase> activations() {
        return Stream.concat(
                        Activations.all().stream(), Stream.of(Activations.leakyRelu(0.25), Activations.leakyRelu(1)))
                .flatMap(function -> of(function).stream())
                .toList();
    }

    /**
     * The cases of an activation.
     *
     * @param function any, one of a user's own too
     * @return a batch of one and of more
     */
    public static List<GradientCase> of(Activation function) {
        final double[] switches = Switches.of(function.forward());
        final List<GradientCase> cases = new ArrayList<>();
        for (final int batch : new int[] {1, 5}) {
            final var builder = new GradientCaseBuilder(function.name() + " " + batch + "×3×7");
            final Tensor x = builder.mapped("x", value -> away(switches, value), batch, 3, 7);
            final Tensor y = builder.floats("y", batch, 3, 7);
            final Tensor dy = builder.normal("dy", batch, 3, 7);
            cases.add(builder.build(
                    dy,
                    new ActivationForward(function, x, y),
                    new ActivationBackward(function, x, y, dy, builder.gradientOf(x))));
        }
        return cases;
    }

    /**
     * The cases of a loss of scores.
     *
     * @param function any
     * @return a batch of one and of more, one score and several
     */
    public static List<GradientCase> of(SampleLoss function) {
        return LossGradientCases.of(function);
    }

    /** Moves a value to at least 0.01 from each switch; switches are further apart than that. */
    static double away(double[] switches, double value) {
        double moved = value;
        while (Switches.distance(switches, moved) < 0.01) {
            moved += 0.02;
        }
        return moved;
    }
}
