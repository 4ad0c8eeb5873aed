package handgrad.host.backend.oracle;

import handgrad.program.UpdateOp;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.SgdUpdate;

/** The updates in float64. */
final class UpdateLoops {
    private UpdateLoops() {}

    static void run(UpdateOp op, OracleMemory memory) {
        switch (op) {
            case SgdUpdate update ->
                addProduct(
                        memory.floats(update.w()),
                        -memory.floats(update.learningRate())[0],
                        memory.floats(update.dw()));
            case AddPenaltyGradient penalty ->
                addProduct(
                        memory.floats(penalty.dw()),
                        2 * memory.floats(penalty.lambda())[0],
                        memory.floats(penalty.w()));
        }
    }

    private static void addProduct(double[] sum, double factor, double[] values) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += factor * values[i];
        }
    }
}
