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

/** Adds the task of a fused step. */
final class FusedTasks {
    /** The function of a step without an activation: the forward step gives x, the backward step dy. */
    private static final Activation NONE = Activation.of("none", x -> x, (x, y) -> Terms.number(1));

    private final GraphTasks tasks;
    private final TaskGraph graph;
    private final ProgramArrays arrays;

    FusedTasks(GraphTasks tasks, ProgramArrays arrays) {
        this.tasks = tasks;
        this.graph = tasks.graph();
        this.arrays = arrays;
    }

    void add(Step.GatherStep step) {
        final Tensor batch = step.rows().batch();
        graph.task(
                tasks.next(step, FusedSteps.class, "gatherSamples"),
                FusedSteps::gatherSamples,
                floats(step.rows().data()),
                ints(step.labels().labels()),
                ints(step.rows().order()),
                ints(step.rows().position()),
                floats(batch),
                ints(step.labels().batch()),
                batch.shape().batch(),
                batch.shape().sampleSize());
    }

    void add(Step.ConvolutionStep step) {
        final Tensor x = step.forward().x();
        final Tensor y = output(step.activation(), step.forward().y());
        final Activation function = forward(step.activation());
        final Window window = step.forward().window();
        tasks.add(
                step,
                FormulaKernels.of(function),
                FusedConvolutions.class,
                "conv2dActivated",
                floats(x),
                floats(step.forward().w()),
                floats(step.forward().b()),
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

    void add(Step.ConvolutionGradientStep step) {
        final Tensor dy = step.backward().dy();
        final Shape x = step.backward().dx().shape();
        final Activation function = backward(step.activation());
        final Window window = step.backward().window();
        tasks.add(
                step,
                FormulaKernels.of(function),
                FusedConvolutions.class,
                "conv2dActivatedInputGradient",
                floats(dy),
                floats(step.backward().w()),
                keptInput(step.activation(), dy),
                keptOutput(step.activation(), dy),
                floats(step.activation()
                        .map(ActivationBackward::dx)
                        .orElse(step.backward().dx())),
                x.batch(),
                x.dimension(1),
                x.dimension(2),
                x.dimension(3),
                dy.shape().dimension(1),
                window.size(),
                window.stride(),
                window.padding());
    }

    void add(Step.ConvolutionUpdateStep step) {
        final Shape x = step.backward().x().shape();
        final Window window = step.backward().window();
        graph.task(
                tasks.next(step, FusedConvolutions.class, "conv2dUpdate"),
                FusedConvolutions::conv2dUpdate,
                floats(step.backward().x()),
                floats(step.backward().dy()),
                floats(step.weight().w()),
                floats(step.bias().w()),
                floats(step.weight().learningRate()),
                x.batch(),
                x.dimension(1),
                x.dimension(2),
                x.dimension(3),
                step.backward().dy().shape().dimension(1),
                window.size(),
                window.stride(),
                window.padding());
    }

    void add(Step.LinearStep step) {
        final Shape w = step.forward().w().shape();
        final Activation function = forward(step.activation());
        tasks.add(
                step,
                FormulaKernels.of(function),
                FusedLinears.class,
                "linearActivated",
                floats(step.forward().x()),
                floats(step.forward().w()),
                floats(step.forward().b()),
                floats(output(step.activation(), step.forward().y())),
                step.forward().x().shape().batch(),
                w.dimension(1),
                w.dimension(0));
    }

    void add(Step.LinearGradientStep step) {
        final Tensor dy = step.backward().dy();
        final Shape w = step.backward().w().shape();
        final Activation function = backward(step.activation());
        tasks.add(
                step,
                FormulaKernels.of(function),
                FusedLinears.class,
                "linearActivatedInputGradient",
                floats(dy),
                floats(step.backward().w()),
                keptInput(step.activation(), dy),
                keptOutput(step.activation(), dy),
                floats(step.activation()
                        .map(ActivationBackward::dx)
                        .orElse(step.backward().dx())),
                dy.shape().batch(),
                w.dimension(1),
                w.dimension(0));
    }

    void add(Step.LinearUpdateStep step) {
        final Shape w = step.weight().w().shape();
        graph.task(
                tasks.next(step, FusedLinears.class, "linearUpdate"),
                FusedLinears::linearUpdate,
                floats(step.backward().x()),
                floats(step.backward().dy()),
                floats(step.weight().w()),
                floats(step.bias().w()),
                floats(step.weight().learningRate()),
                step.backward().x().shape().batch(),
                w.dimension(1),
                w.dimension(0));
    }

    void add(Step.AveragePoolStep step) {
        final Shape x = step.forward().x().shape();
        final Activation function = step.activation().function();
        tasks.add(
                step,
                FormulaKernels.of(function),
                FusedPoolings.class,
                "averagePoolActivated",
                floats(step.forward().x()),
                floats(step.activation().y()),
                x.batch() * x.dimension(1),
                x.dimension(2),
                x.dimension(3),
                step.forward().window().size(),
                step.forward().window().stride());
    }

    void add(Step.AveragePoolGradientStep step) {
        final Shape x = step.backward().dx().shape();
        final Activation function = step.activation().function();
        tasks.add(
                step,
                FormulaKernels.of(function),
                FusedPoolings.class,
                "averagePoolActivatedInputGradient",
                floats(step.backward().dy()),
                arrays.keptInput(step.activation(), floats(step.backward().dy())),
                arrays.keptOutput(step.activation(), floats(step.backward().dy())),
                floats(step.activation().dx()),
                x.batch() * x.dimension(1),
                x.dimension(2),
                x.dimension(3),
                step.backward().window().size(),
                step.backward().window().stride());
    }

    void add(Step.ClassLossStep step) {
        final Tensor logits = step.loss().logits();
        if (step.gradient().isPresent()) {
            graph.task(
                    tasks.next(step, FusedSteps.class, "softmaxCrossEntropyStep"),
                    FusedSteps::softmaxCrossEntropyStep,
                    floats(logits),
                    ints(step.loss().labels()),
                    floats(step.loss().losses()),
                    ints(step.hits().hits()),
                    floats(step.gradient().get().dLogits()),
                    logits.shape().batch(),
                    logits.shape().dimension(1),
                    step.gradient().get().scale());
        } else {
            graph.task(
                    tasks.next(step, FusedSteps.class, "softmaxCrossEntropyMeasure"),
                    FusedSteps::softmaxCrossEntropyMeasure,
                    floats(logits),
                    ints(step.loss().labels()),
                    floats(step.loss().losses()),
                    ints(step.hits().hits()),
                    logits.shape().batch(),
                    logits.shape().dimension(1));
        }
    }

    void add(Step.RecordStep step) {
        graph.task(
                tasks.next(step, FusedSteps.class, "recordStep"),
                FusedSteps::recordStep,
                floats(step.loss().losses()),
                ints(step.hits().hits()),
                ints(step.advance().position()),
                floats(step.loss().history()),
                ints(step.hits().history()),
                step.advance().samples());
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
