package handgrad.backend.tornado;

import handgrad.formula.Terms;
import handgrad.kernels.FusedConvolutions;
import handgrad.kernels.FusedLinears;
import handgrad.kernels.FusedPoolings;
import handgrad.kernels.FusedSteps;
import handgrad.kernels.formula.FormulaKernels;
import handgrad.program.Activation;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.Window;
import java.util.Optional;
import uk.ac.manchester.tornado.api.TaskGraph;

/** Adds the tasks of fused ops to a graph. */
final class FusedTasks {
    /** The identity, for fused kernels without an activation. */
    private static final Activation NONE = Activation.of("none", x -> x, (x, y) -> Terms.number(1));

    private final GraphTasks tasks;
    private final TaskGraph graph;
    private final ProgramArrays arrays;

    FusedTasks(GraphTasks tasks, ProgramArrays arrays) {
        this.tasks = tasks;
        this.graph = tasks.graph();
        this.arrays = arrays;
    }

    void add(OpGroup.Gather group) {
        final Tensor batch = group.rows().batch();
        graph.task(
                tasks.next(group, FusedSteps.class, "gatherSamples"),
                FusedSteps::gatherSamples,
                floats(group.rows().data()),
                ints(group.labels().labels()),
                ints(group.rows().order()),
                ints(group.rows().position()),
                floats(batch),
                ints(group.labels().batch()),
                batch.shape().batch(),
                batch.shape().sampleSize());
    }

    void add(OpGroup.Convolution group) {
        final Tensor x = group.forward().x();
        final Tensor y = output(group.activation(), group.forward().y());
        final Activation function = forward(group.activation());
        final Window window = group.forward().window();
        tasks.add(
                group,
                FormulaKernels.of(function),
                FusedConvolutions.class,
                "conv2dActivated",
                floats(x),
                floats(group.forward().w()),
                floats(group.forward().b()),
                floats(y),
                x.shape().batch(),
                x.shape().dimension(1),
                x.shape().dimension(2),
                x.shape().dimension(3),
                y.shape().dimension(1),
                window.size(),
                window.stride(),
                window.padding());
    }

    void add(OpGroup.ConvolutionGradient group) {
        final Tensor dy = group.backward().dy();
        final Shape x = group.backward().dx().shape();
        final Activation function = backward(group.activation());
        final Window window = group.backward().window();
        tasks.add(
                group,
                FormulaKernels.of(function),
                FusedConvolutions.class,
                "conv2dActivatedInputGradient",
                floats(dy),
                floats(group.backward().w()),
                keptInput(group.activation(), dy),
                keptOutput(group.activation(), dy),
                floats(group.activation()
                        .map(ActivationBackward::dx)
                        .orElse(group.backward().dx())),
                x.batch(),
                x.dimension(1),
                x.dimension(2),
                x.dimension(3),
                dy.shape().dimension(1),
                window.size(),
                window.stride(),
                window.padding());
    }

    void add(OpGroup.ConvolutionUpdate group) {
        final Shape x = group.backward().x().shape();
        final Window window = group.backward().window();
        graph.task(
                tasks.next(group, FusedConvolutions.class, "conv2dUpdate"),
                FusedConvolutions::conv2dUpdate,
                floats(group.backward().x()),
                floats(group.backward().dy()),
                floats(group.weight().w()),
                floats(group.bias().w()),
                floats(group.weight().learningRate()),
                x.batch(),
                x.dimension(1),
                x.dimension(2),
                x.dimension(3),
                group.backward().dy().shape().dimension(1),
                window.size(),
                window.stride(),
                window.padding());
    }

    void add(OpGroup.Linear group) {
        final Shape w = group.forward().w().shape();
        final Activation function = forward(group.activation());
        tasks.add(
                group,
                FormulaKernels.of(function),
                FusedLinears.class,
                "linearActivated",
                floats(group.forward().x()),
                floats(group.forward().w()),
                floats(group.forward().b()),
                floats(output(group.activation(), group.forward().y())),
                group.forward().x().shape().batch(),
                w.dimension(1),
                w.dimension(0));
    }

    void add(OpGroup.LinearGradient group) {
        final Tensor dy = group.backward().dy();
        final Shape w = group.backward().w().shape();
        final Activation function = backward(group.activation());
        tasks.add(
                group,
                FormulaKernels.of(function),
                FusedLinears.class,
                "linearActivatedInputGradient",
                floats(dy),
                floats(group.backward().w()),
                keptInput(group.activation(), dy),
                keptOutput(group.activation(), dy),
                floats(group.activation()
                        .map(ActivationBackward::dx)
                        .orElse(group.backward().dx())),
                dy.shape().batch(),
                w.dimension(1),
                w.dimension(0));
    }

    void add(OpGroup.LinearUpdate group) {
        final Shape w = group.weight().w().shape();
        graph.task(
                tasks.next(group, FusedLinears.class, "linearUpdate"),
                FusedLinears::linearUpdate,
                floats(group.backward().x()),
                floats(group.backward().dy()),
                floats(group.weight().w()),
                floats(group.bias().w()),
                floats(group.weight().learningRate()),
                group.backward().x().shape().batch(),
                w.dimension(1),
                w.dimension(0));
    }

    void add(OpGroup.AveragePool group) {
        final Shape x = group.forward().x().shape();
        final Activation function = group.activation().function();
        tasks.add(
                group,
                FormulaKernels.of(function),
                FusedPoolings.class,
                "averagePoolActivated",
                floats(group.forward().x()),
                floats(group.activation().y()),
                x.batch() * x.dimension(1),
                x.dimension(2),
                x.dimension(3),
                group.forward().window().size(),
                group.forward().window().stride());
    }

    void add(OpGroup.AveragePoolGradient group) {
        final Shape x = group.backward().dx().shape();
        final Activation function = group.activation().function();
        tasks.add(
                group,
                FormulaKernels.of(function),
                FusedPoolings.class,
                "averagePoolActivatedInputGradient",
                floats(group.backward().dy()),
                arrays.keptInput(group.activation(), floats(group.backward().dy())),
                arrays.keptOutput(group.activation(), floats(group.backward().dy())),
                floats(group.activation().dx()),
                x.batch() * x.dimension(1),
                x.dimension(2),
                x.dimension(3),
                group.backward().window().size(),
                group.backward().window().stride());
    }

    void add(OpGroup.ClassLoss group) {
        final Tensor logits = group.loss().logits();
        if (group.gradient().isPresent()) {
            graph.task(
                    tasks.next(group, FusedSteps.class, "softmaxCrossEntropyStep"),
                    FusedSteps::softmaxCrossEntropyStep,
                    floats(logits),
                    ints(group.loss().labels()),
                    floats(group.loss().losses()),
                    ints(group.hits().hits()),
                    floats(group.gradient().get().dLogits()),
                    logits.shape().batch(),
                    logits.shape().dimension(1),
                    group.gradient().get().scale());
        } else {
            graph.task(
                    tasks.next(group, FusedSteps.class, "softmaxCrossEntropyMeasure"),
                    FusedSteps::softmaxCrossEntropyMeasure,
                    floats(logits),
                    ints(group.loss().labels()),
                    floats(group.loss().losses()),
                    ints(group.hits().hits()),
                    logits.shape().batch(),
                    logits.shape().dimension(1));
        }
    }

    void add(OpGroup.Recording group) {
        graph.task(
                tasks.next(group, FusedSteps.class, "recordStep"),
                FusedSteps::recordStep,
                floats(group.loss().losses()),
                ints(group.hits().hits()),
                ints(group.advance().position()),
                floats(group.loss().history()),
                ints(group.hits().history()),
                group.advance().samples());
    }

    private static Tensor output(Optional<ActivationForward> activation, Tensor otherwise) {
        return activation.map(ActivationForward::y).orElse(otherwise);
    }

    private static Activation forward(Optional<ActivationForward> activation) {
        return activation.map(ActivationForward::function).orElse(NONE);
    }

    private static Activation backward(Optional<ActivationBackward> activation) {
        return activation.map(ActivationBackward::function).orElse(NONE);
    }

    private float[] keptInput(Optional<ActivationBackward> activation, Tensor dy) {
        return activation.map(op -> arrays.keptInput(op, floats(dy))).orElse(floats(dy));
    }

    private float[] keptOutput(Optional<ActivationBackward> activation, Tensor dy) {
        return activation.map(op -> arrays.keptOutput(op, floats(dy))).orElse(floats(dy));
    }

    private float[] floats(Tensor tensor) {
        return arrays.floats(tensor);
    }

    private int[] ints(Tensor tensor) {
        return arrays.ints(tensor);
    }
}
