package handgrad.backend.cpu.step;

import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.loop.LoopPlan;
import handgrad.backend.cpu.loop.StepFormulas;
import handgrad.backend.cpu.memory.Memory;
import handgrad.formula.Formula;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp;
import java.util.ArrayList;
import java.util.List;

/** Updates of parameters: fused with the step that computes the gradient, or steps of their own. */
public final class UpdateSteps {
    /** Elements in a block of an update that is a step of its own. */
    private static final int BLOCK = 8192;

    private UpdateSteps() {}

    /** An update that no gradient step takes along. */
    public static BlockStep alone(StepContext context, UpdateOp op) {
        final int size = op.outputs().getFirst().size();
        final Epilogue update = epilogue(context, op);
        return BlockStep.of(
                Math.ceilDiv(size, BLOCK), block -> update.apply(block * BLOCK, Math.min(BLOCK, size - block * BLOCK)));
    }

    /** Those of some updates that use a gradient, in order. */
    static Epilogue epilogue(StepContext context, List<UpdateOp> updates, Tensor gradient) {
        return Epilogue.of(updates.stream()
                .filter(update -> update.inputs().contains(gradient))
                .map(update -> epilogue(context, update))
                .toList());
    }

    private static Epilogue epilogue(StepContext context, UpdateOp op) {
        return switch (op) {
            case final UpdateOp.Update update -> epilogue(context, update);
            case UpdateOp.AddPenaltyGradient(final var penalty, final Tensor w, final Tensor lambda, final Tensor dw) ->
                inPlace(context, penalty.backward(), w, dw, lambda, dw);
            case UpdateOp.TakeRate _, UpdateOp.CountStep _ ->
                throw new IllegalStateException(op.name() + " works on no gradient");
        };
    }

    private static Epilogue epilogue(StepContext context, UpdateOp.Update update) {
        final Formula formula = StepFormulas.update(update.rule());
        if (LoopPlan.isSmall(formula)) {
            return inPlace(context, formula, update.w(), update.dw(), update.learningRate(), update.w());
        }
        final Memory memory = context.memory();
        final ElementwiseLoop loop = context.loop(formula);
        final List<Tensor> elements = new ArrayList<>(List.of(update.w(), update.dw()));
        elements.addAll(update.states());
        final List<Tensor> scalars = update.rule().countsSteps()
                ? List.of(update.learningRate(), update.step())
                : List.of(update.learningRate());
        final float[][] from = arrays(memory, elements);
        final float[][] factors = arrays(memory, scalars);
        final float[][] to = arrays(memory, update.outputs());
        return (at, n) -> loop.run(from, factors, to, at, n);
    }

    /** The arrays of tensors that are no data, which are always the same. */
    private static float[][] arrays(Memory memory, List<Tensor> tensors) {
        return tensors.stream().map(tensor -> memory.floats(tensor).values).toArray(float[][]::new);
    }

    /** A formula of w, the gradient and one scalar, whose result is one of the first two. */
    private static Epilogue inPlace(
            StepContext context, Formula formula, Tensor w, Tensor dw, Tensor scalar, Tensor result) {
        final ElementwiseLoop loop = context.loop(formula);
        final FloatStore weights = context.memory().floats(w);
        final FloatStore gradient = context.memory().floats(dw);
        final FloatStore factor = context.memory().floats(scalar);
        final FloatStore to = context.memory().floats(result);
        return (at, n) -> loop.run(
                weights.values, at, gradient.values, at, gradient.values, at, factor.values[0], to.values, at, n);
    }
}
