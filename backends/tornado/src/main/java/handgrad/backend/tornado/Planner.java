package handgrad.backend.tornado;

import handgrad.program.Program;
import java.util.List;

/** Decides which ops each task computes. */
@FunctionalInterface
interface Planner {
    /** The groups of ops that become tasks, in order. */
    List<OpGroup> plan(Program program);

    /** Each op is a task. */
    static List<OpGroup> plain(Program program) {
        return program.ops().stream().<OpGroup>map(OpGroup.Single::new).toList();
    }

    /** Ops with a fused kernel share a task, which saves launches and the memory traffic between them. */
    static List<OpGroup> fused(Program program) {
        final OpGroups groups = new OpGroups(program, plain(program));
        final Fusion fusion = new Fusion(groups);
        program.ops().forEach(fusion::fuse);
        return groups.groups();
    }
}
