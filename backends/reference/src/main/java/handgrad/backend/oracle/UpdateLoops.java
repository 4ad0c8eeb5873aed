package handgrad.backend.oracle;

import handgrad.program.UpdateOp;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.CountStep;
import handgrad.program.UpdateOp.TakeRate;
import handgrad.program.UpdateOp.Update;
import java.util.ArrayList;
import java.util.List;

/** The updates in float64. */
final class UpdateLoops {
    private UpdateLoops() {}

    static void run(UpdateOp op, OracleMemory memory) {
        switch (op) {
            case Update update -> update(update, memory);
            case AddPenaltyGradient penalty ->
                ElementwiseLoops.run(
                        penalty.penalty().backward(),
                        List.of(memory.floats(penalty.w()), memory.floats(penalty.dw())),
                        new double[] {memory.floats(penalty.lambda())[0]},
                        List.of(memory.floats(penalty.dw())));
            case TakeRate take ->
                memory.floats(take.learningRate())[0] = memory.floats(take.rates())[memory.ints(take.position())[1]];
            case CountStep count -> memory.floats(count.step())[0]++;
        }
    }

    private static void update(Update update, OracleMemory memory) {
        final List<double[]> elements = new ArrayList<>(List.of(memory.floats(update.w()), memory.floats(update.dw())));
        final List<double[]> states =
                update.states().stream().map(memory::floats).toList();
        elements.addAll(states);
        final List<double[]> results = new ArrayList<>(List.of(memory.floats(update.w())));
        results.addAll(states);
        final double step = update.rule().countsSteps() ? memory.floats(update.step())[0] : 0;
        ElementwiseLoops.run(
                update.rule().formula(),
                elements,
                new double[] {memory.floats(update.learningRate())[0], step},
                results);
    }
}
