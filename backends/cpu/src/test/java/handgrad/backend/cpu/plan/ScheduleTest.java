package handgrad.backend.cpu.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.activation.Activations;
import handgrad.backend.cpu.rewrite.Rewrite;
import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import handgrad.homework.Homework;
import handgrad.optimiser.Optimisers;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.Program;
import handgrad.program.ProgramBuilder;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.Update;
import handgrad.training.Feed;
import handgrad.training.GradientDescent;
import handgrad.training.Model;
import handgrad.training.Programs;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which nodes may share a phase, and which must wait. */
class ScheduleTest {
    private static final Tensor X = Tensor.data("x", Shape.of(20, 8));
    private static final Tensor DY = Tensor.data("dy", Shape.of(20, 3));
    private static final Tensor W = Tensor.parameter("w", Shape.of(3, 8));
    private static final Tensor B = Tensor.parameter("b", Shape.of(3));
    private static final Tensor DW = Tensor.gradient(W);
    private static final Tensor DB = Tensor.gradient(B);
    private static final Tensor RATE = Tensor.state("rate", 1);
    private static final Tensor Y = Tensor.activation("y", Shape.of(20, 3));
    private static final Tensor Z = Tensor.activation("z", Shape.of(20, 3));

    private static Schedule leNetStep(GradientDescent descent) {
        final Model model = Homework.find("lenet5-modern").orElseThrow();
        final Dataset dataset = new Dataset(
                "blank", model.network().input(), new float[784 * 20], new Targets.Classes(new int[20], 10));
        final Feed feed = Feed.of("train", dataset, model.objective().loss(), 20, 1);
        return schedule(Programs.trainingStep(model.network(), model.objective(), descent, feed, 20));
    }

    @Test
    void aLeNetStepIsThreePhases() {
        final Schedule schedule = leNetStep(GradientDescent.PLAIN);
        // All that goes by samples; gradients with their updates, and the records; the cursor.
        assertEquals(
                List.of(true, false, false),
                schedule.phases().stream().map(Schedule.Phase::bySample).toList());
        assertEquals(
                10,
                schedule.phases().get(1).fusedUpdates().stream()
                        .mapToInt(List::size)
                        .sum());
        assertEquals(1, schedule.phases().get(2).nodes().size());
    }

    /** The rate is taken and the step counted before all else, so that the updates need not wait for it. */
    @Test
    void everyUpdateRidesWithItsGradient() {
        final Schedule schedule = leNetStep(new GradientDescent(Optimisers.ADAM, true));
        assertEquals(
                List.of(false, true, false, false),
                schedule.phases().stream().map(Schedule.Phase::bySample).toList());
        assertEquals(2, schedule.phases().getFirst().nodes().size());
        assertEquals(
                10,
                schedule.phases().get(2).fusedUpdates().stream()
                        .mapToInt(List::size)
                        .sum());
    }

    @Test
    void anUpdateRidesWithItsGradientIfNobodyReadsTheWeightsAnyMore() {
        final Schedule schedule = schedule(program(false));
        assertEquals(1, schedule.phases().getFirst().fusedUpdates().getFirst().size());
        assertEquals(
                List.of(true),
                schedule.phases().stream().map(Schedule.Phase::bySample).skip(1).toList());
    }

    @Test
    void anUpdateWaitsForReadersOfTheOldWeights() {
        // y reads w before the update and, through z, after another gradient: it must see the old weights.
        final Schedule schedule = schedule(program(true));
        final List<Boolean> kinds =
                schedule.phases().stream().map(Schedule.Phase::bySample).toList();
        assertEquals(List.of(true, false), kinds);
        assertTrue(schedule.phases().getFirst().nodes().size() >= 2);
    }

    /** Gradient, update and forward step of a linear layer; the forward step first or last. */
    private static Program program(boolean forwardFirst) {
        final ProgramBuilder program = new ProgramBuilder("step");
        if (forwardFirst) {
            program.add(new LinearForward(X, W, B, Y));
            program.add(new ActivationForward(Activations.RELU, Y, Z));
        }
        program.add(new LinearBackwardWeight(X, DY, DW, DB));
        program.add(Update.plain(W, DW, RATE));
        if (!forwardFirst) {
            program.add(new LinearForward(X, W, B, Y));
            program.add(new ActivationForward(Activations.RELU, Y, Z));
        }
        program.keep(Z);
        return program.build();
    }

    private static Schedule schedule(Program program) {
        final Set<Rewrite> all = EnumSet.allOf(Rewrite.class);
        return Schedule.of(Lowering.nodes(program, all), all);
    }
}
