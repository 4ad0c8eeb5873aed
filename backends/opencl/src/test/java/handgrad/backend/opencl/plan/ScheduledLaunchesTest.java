package handgrad.backend.opencl.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.opencl.routine.PlanKind;
import handgrad.backend.opencl.routine.Target;
import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import handgrad.homework.Homework;
import handgrad.optimiser.Optimisers;
import handgrad.program.Program;
import handgrad.program.UpdateOp.CountStep;
import handgrad.program.UpdateOp.TakeRate;
import handgrad.program.UpdateOp.Update;
import handgrad.training.Feed;
import handgrad.training.GradientDescent;
import handgrad.training.Model;
import handgrad.training.Programs;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A step's rate and its number are there before the launch that updates by them, and cost no launch of their own. */
class ScheduledLaunchesTest {
    private static final int BATCH = 4;

    @ParameterizedTest
    @EnumSource(
            value = PlanKind.class,
            names = {"CPU", "GPU"})
    void comeEarlierThanUpdates(PlanKind kind) {
        final List<KernelPlan> plain = kernels(kind, GradientDescent.PLAIN);
        final List<KernelPlan> scheduled = kernels(kind, new GradientDescent(Optimisers.ADAM, true));
        assertEquals(plain.size(), scheduled.size());
        final int rate = firstWith(scheduled, TakeRate.class);
        final int number = firstWith(scheduled, CountStep.class);
        assertTrue(Math.max(rate, number) < firstWith(scheduled, Update.class));
    }

    private static int firstWith(List<KernelPlan> kernels, Class<?> op) {
        for (int k = 0; k < kernels.size(); k++) {
            if (kernels.get(k).ops().stream().anyMatch(op::isInstance)) {
                return k;
            }
        }
        throw new AssertionError("there is no " + op);
    }

    private static List<KernelPlan> kernels(PlanKind kind, GradientDescent descent) {
        final Model model = Homework.find("lenet5-modern").orElseThrow();
        final Dataset data = new Dataset(
                "empty",
                model.network().input(),
                new float[BATCH * model.network().input().size()],
                new Targets.Classes(new int[BATCH], model.network().output().size()));
        final Feed feed = Feed.of("train", data, model.objective().loss(), BATCH, 1);
        final Program program = Programs.trainingStep(model.network(), model.objective(), descent, feed, BATCH);
        return new Planner(new Target(kind, 2, 48 << 10, 1024, true, false, false))
                .plan(program, "p")
                .kernels();
    }
}
