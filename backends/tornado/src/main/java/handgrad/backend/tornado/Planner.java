package handgrad.backend.tornado;

import handgrad.program.Program;
import java.util.List;

/** Decides which ops one task computes. */
@FunctionalInterface
interface Planner {
    /** The steps of a program, in order. */
    List<Step> plan(Program program);

    /** Each op has a task of its own. */
    static List<Step> plain(Program program) {
        return program.ops().stream().<Step>map(Step.Single::new).toList();
    }

    /** Neighbours for which there is a fused kernel share a task: each task costs a launch, and what lies between them memory. */
    static List<Step> fused(Program program) {
        final StepList steps = new StepList(program, plain(program));
        final Fusion fusion = new Fusion(steps);
        program.ops().forEach(fusion::lead);
        return steps.steps();
    }
}
