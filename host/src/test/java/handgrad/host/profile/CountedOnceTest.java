package handgrad.host.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.backend.StepProfile.Piece;
import handgrad.backend.StepProfiler;
import handgrad.backend.cpu.CpuBackend;
import handgrad.backend.opencl.plan.KernelPlan;
import handgrad.backend.opencl.plan.Planner;
import handgrad.backend.opencl.routine.PlanKind;
import handgrad.backend.opencl.routine.Target;
import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import handgrad.homework.Homework;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.training.Feed;
import handgrad.training.Model;
import handgrad.training.Programs;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However a backend splits a step into pieces, the arithmetic of an op counts once; counted twice, its speed would
 * exceed the device's peak.
 */
class CountedOnceTest {
    private static final int MOST_SAMPLES = 48;

    private static List<Model> models() {
        return Homework.models();
    }

    private static Program step(Model model) {
        final int batch = Math.min(model.recipe().batch(), MOST_SAMPLES);
        final int outputs = model.network().output().size();
        final Targets targets = model.objective().loss() instanceof SoftmaxCrossEntropy
                ? new Targets.Classes(new int[batch], outputs)
                : new Targets.Reals(new float[batch * outputs], outputs);
        final int pixels = batch * model.network().input().size();
        final Dataset zeros = new Dataset("zeros", model.network().input(), new float[pixels], targets);
        final Feed feed = Feed.of("train", zeros, model.objective().loss(), batch, 1);
        return Programs.trainingStep(model.network(), model.objective(), feed, batch);
    }

    private static void assertOnce(Program program, Stream<Op> counted) {
        // Equal ops, such as two that add to the same histories, appear as often as in the program.
        assertEquals(
                program.ops().stream()
                        .sorted(Comparator.comparing(Op::toString))
                        .toList(),
                counted.sorted(Comparator.comparing(Op::toString)).toList());
    }

    @ParameterizedTest
    @MethodSource("models")
    void onTheProcessor(Model model) {
        final Program program = step(model);
        for (final int threads : new int[] {1, 2}) {
            try (Session session = new CpuBackend().open(new DeviceOptions(List.of(), threads), List.of(program))) {
                final List<Piece> pieces =
                        ((StepProfiler) session).profile(program, 1).pieces();
                assertOnce(program, pieces.stream().flatMap(piece -> piece.counted().stream()));
            }
        }
    }

    /** In the kernels of all plans, on whatever device they would run. */
    @ParameterizedTest
    @MethodSource("models")
    void inOpenClKernels(Model model) {
        final Program program = step(model);
        for (final PlanKind kind : PlanKind.values()) {
            final Target target = new Target(kind, 2, 1 << 15, 256, true, true, false);
            final List<KernelPlan> kernels =
                    new Planner(target).plan(program, "step").kernels();
            assertOnce(program, kernels.stream().flatMap(kernel -> kernel.counted().stream()));
        }
    }
}
