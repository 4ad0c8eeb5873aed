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

/** The kernels under test, and tensors of a group of 16 samples to run them on, as {@code lenet5-modern} has them. */
@State(Scope.Thread)
public class Group {
    /** Which kernels: through the Vector API, or in plain loops. */
    @Param({"vector", "plain"})
    public String kernels;

    /** For JMH. */
    public Group() {}

    /** The kernels that are asked for. */
    Kernels chosen() {
        return switch (kernels) {
            case "vector" -> new VectorKernels();
            case "plain" -> new PlainKernels();
            default -> throw new IllegalArgumentException("kernels are vector or plain, not " + kernels);
        };
    }

    /** Some numbers from −1 to 1 in groups, laid out as the backend does. */
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
