package handgrad.host.check;

import handgrad.program.PenaltyFunction;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.Update;
import java.util.ArrayList;
import java.util.List;

/** Updates of parameters of several shapes. */
final class UpdateCases {
    private UpdateCases() {}

    static List<OpCase> all() {
        final List<OpCase> cases = new ArrayList<>();
        for (final int[] shape : new int[][] {{1}, {7}, {16, 6, 5, 5}, {31, 33}, {10_007}}) {
            final var update = new OpCaseBuilder("Update " + CaseNames.sizes(shape)).withSpecial();
            cases.add(update.build(Update.plain(
                    update.parameter("w", Fill.finite(), shape),
                    update.input("dw", Fill.special(), shape),
                    update.state("learningRate", Fill.finite(), 1))));
            final var penalty = new OpCaseBuilder("AddPenaltyGradient " + CaseNames.sizes(shape)).withSpecial();
            cases.add(penalty.build(new AddPenaltyGradient(PenaltyFunction.L2, 
                    penalty.parameter("w", Fill.special(), shape),
                    penalty.state("lambda", Fill.finite(), 1),
                    penalty.parameter("dw", Fill.finite(), shape))));
        }
        return cases;
    }
}
