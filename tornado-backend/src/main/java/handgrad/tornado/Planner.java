package handgrad.tornado;

import handgrad.program.Program;
import java.util.List;

/** Decides which ops one task computes. */
final class Planner {
    private Planner() {}

    /** The steps of a program, in order. */
    static List<Step> plan(Program program) {
        return program.ops().stream().<Step>map(Step.Single::new).toList();
    }
}
