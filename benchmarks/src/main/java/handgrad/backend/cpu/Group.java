package handgrad.backend.cpu;

import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.plain.PlainKernels;
import handgrad.backend.cpu.kernel.vector.VectorKernels;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupSlots;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.memory.ResidentTensors;
import handgrad.backend.cpu.plan.Lowering;
import handgrad.backend.cpu.plan.Schedule;
import handgrad.backend.cpu.rewrite.Rewrite;
import handgrad.backend.cpu.step.StepContext;
import handgrad.program.Op;
import handgrad.program.Program;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The kernels to measure, and tensors of a group of 16 samples as in {@code lenet5-modern}. */
@State(Scope.Thread)
public class Group {
    /** The kind of kernels: with the Vector API or in plain loops. */
    @Param({"vector", "plain"})
    public String kernels;

    /** For JMH. */
    public Group() {}

    /** The kernels of that kind. */
    Kernels chosen() {
        return switch (kernels) {
            case "vector" -> new VectorKernels();
            case "plain" -> new PlainKernels();
            default -> throw new IllegalArgumentException("kernels are vector or plain, not " + kernels);
        };
    }

    /** Random numbers from −1 to 1 in groups, in the layout of the backend. */
    static GroupedPlace place(GroupLayout grid, int groups) {
        final FloatStore store = FloatStore.aligned(groups * grid.groupStride());
        fill(store);
        return new GroupedPlace(new FloatStore[] {store}, FloatStore.LEAD, grid.groupStride(), GroupSlots.ALL, grid);
    }

    /** What steps of some ops are made from. */
    static StepContext context(Kernels kernels, List<Op> ops) {
        final Program program = new Program("step", ops, List.of());
        final ResidentTensors residents = new ResidentTensors();
        program.residents().forEach(residents::add);
        final Set<Rewrite> rewrites = Set.of();
        final Schedule schedule = Schedule.of(Lowering.nodes(program, rewrites), rewrites);
        return new StepContext(kernels, 1, new Memory(program, schedule, residents, 1));
    }

    /** Fills an array with numbers from −1 to 1. */
    static void fill(FloatStore store) {
        final Random random = new Random(1);
        for (int i = 0; i < store.values.length; i++) {
            store.values[i] = 2f * random.nextFloat() - 1f;
        }
    }
}
