package handgrad.backend.cpu.step;

import handgrad.backend.cpu.layout.FloatStore;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp;
import java.util.List;

/**
 * Where a layer's weight and bias gradients go, and what is done with them there.
 *
 * @param dw receives the weight gradient
 * @param db receives the bias gradient
 * @param weights what is done with elements of dw
 * @param biases what is done with elements of db
 */
public record GradientOutput(FloatStore dw, FloatStore db, Epilogue weights, Epilogue biases) {
    /** The output for two gradients and the updates that use them. */
    public static GradientOutput of(StepContext context, Tensor dw, Tensor db, List<UpdateOp> updates) {
        return new GradientOutput(
                context.memory().floats(dw),
                context.memory().floats(db),
                UpdateSteps.epilogue(context, updates, dw),
                UpdateSteps.epilogue(context, updates, db));
    }
}
