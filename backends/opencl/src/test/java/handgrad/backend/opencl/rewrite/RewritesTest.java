package handgrad.backend.opencl.rewrite;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handgrad.activation.Activations;
import handgrad.backend.opencl.routine.PlanKind;
import handgrad.backend.opencl.routine.Routine;
import handgrad.backend.opencl.routine.Routines;
import handgrad.backend.opencl.routine.Target;
import handgrad.formula.Terms;
import handgrad.loss.SampleLosses;
import handgrad.optimiser.Optimisers;
import handgrad.program.Activation;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.PenaltyFunction;
import handgrad.program.Program;
import handgrad.program.ProgramBuilder;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.Update;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Fused or not, each op of a program is done, once. */
class RewritesTest {
    private static final Target CPU = new Target(PlanKind.CPU, 2, 1 << 15, 4096, true, false, false);

    private static final Tensor X = Tensor.data("x", Shape.of(1, 5));
    private static final Tensor W = Tensor.parameter("W", Shape.of(8, 5));
    private static final Tensor BIAS = Tensor.parameter("bias", Shape.of(8));
    private static final Tensor RATE = Tensor.state("rate", 1);
    private static final Tensor LAMBDA = Tensor.state("lambda", 1);
    private static final Tensor Z = Tensor.activation("z", Shape.of(1, 8));
    private static final Tensor A = Tensor.activation("a", Z.shape());
    private static final Tensor TARGET = Tensor.data("target", Z.shape());

    private static List<Routine> rewritten(Program program) {
        return Rewrites.of(Routines.of(CPU, program, true), program, CPU, Rewrite.ALL);
    }

    /** Which of the tensors no routine writes. */
    private static List<Tensor> unwritten(Program program) {
        final List<Routine> routines = rewritten(program);
        return program.outputs().stream()
                .filter(tensor -> routines.stream().noneMatch(routine -> routine.isWriting(tensor)))
                .toList();
    }

    /** How many of a fused program's routines have this section. */
    private static long count(Program program, String section) {
        return rewritten(program).stream()
                .filter(routine -> routine.section().name().equals(section))
                .count();
    }

    /**
     * A loss of a network's activations reads what their gradient reads: they are no one routine, and both are wanted.
     */
    @Test
    void keepsAProducerThatCannotTakeTheOpBehindIt() {
        final ProgramBuilder builder = new ProgramBuilder("loss of activations");
        builder.add(new LinearForward(X, W, BIAS, Z));
        builder.add(new ActivationForward(Activations.RELU, Z, A));
        builder.add(new ScoreLossBackward(SampleLosses.SQUARED_ERROR, A, TARGET, Tensor.gradient(A), 1));
        builder.keep(
                builder.add(new ActivationBackward(Activations.RELU, Z, A, Tensor.gradient(A), Tensor.gradient(Z))));
        final Program program = builder.build();

        assertEquals(1, count(program, "ScoreLossBackward"));
        assertEquals(List.of(), unwritten(program));
    }

    /** Two penalties of one weight with factors of their own: one of them can be a finish of the gradient. */
    @Test
    void keepsAProducerWhosePenaltyIsTakenAlready() {
        final List<Routine> routines = penalised(Tensor.state("another lambda", 1));
        assertEquals(1, writing(routines, W));
        assertEquals(2, writing(routines, Tensor.gradient(W)));
    }

    @Test
    void finishesAGradientByAllThatHasTheSameOperands() {
        final List<Routine> routines = penalised(LAMBDA);
        assertEquals(1, writing(routines, W));
        assertEquals(0, writing(routines, Tensor.gradient(W)));
    }

    private static long writing(List<Routine> routines, Tensor tensor) {
        return routines.stream().filter(routine -> routine.isWriting(tensor)).count();
    }

    private static List<Routine> penalised(Tensor secondFactor) {
        final ProgramBuilder builder = new ProgramBuilder("two penalties");
        builder.add(new LinearBackwardWeight(X, TARGET, Tensor.gradient(W), Tensor.gradient(BIAS)));
        builder.add(new AddPenaltyGradient(PenaltyFunction.L2, W, LAMBDA, Tensor.gradient(W)));
        builder.add(new AddPenaltyGradient(PenaltyFunction.L2, W, secondFactor, Tensor.gradient(W)));
        builder.add(Update.plain(W, Tensor.gradient(W), RATE));
        final Program program = builder.build();
        return rewritten(program);
    }

    /**
     * What a derivative keeps is stored, so the forward steps are routines of their own; the loss's gradient is
     * finished by both derivatives, a bias by a rule that keeps numbers.
     */
    @Test
    void takesAnyFormula() {
        final Activation silu = Activation.of(
                "silu",
                x -> x.times(Terms.sigmoid(x)),
                (x, y) -> Terms.sigmoid(x).times(x.minus(y).plus(1)));
        final Tensor y = Tensor.activation("y", Z.shape());
        final Tensor velocity = Tensor.state("velocity", 8);
        final ProgramBuilder builder = new ProgramBuilder("two activations");
        builder.add(new LinearForward(X, W, BIAS, Z));
        builder.add(new ActivationForward(silu, Z, A));
        builder.add(new ActivationForward(Activations.TANH, A, y));
        builder.add(new ScoreLossBackward(SampleLosses.SQUARED_ERROR, TARGET, TARGET, Tensor.gradient(y), 1));
        builder.add(new ActivationBackward(Activations.TANH, A, y, Tensor.gradient(y), Tensor.gradient(A)));
        builder.add(new ActivationBackward(silu, Z, A, Tensor.gradient(A), Tensor.gradient(Z)));
        builder.add(new LinearBackwardWeight(X, Tensor.gradient(Z), Tensor.gradient(W), Tensor.gradient(BIAS)));
        final Tensor number = Tensor.state("number", 1);
        builder.add(new Update(
                Optimisers.ADAM.rule(),
                BIAS,
                Tensor.gradient(BIAS),
                List.of(velocity, Tensor.state("square", 8)),
                RATE,
                number));
        final Program program = builder.build();

        final List<Routine> routines = rewritten(program);
        assertEquals(
                List.of(0, 1, 1, 2, 0, 1),
                routines.stream()
                        .filter(routine -> routine.result().isPresent()
                                || !routine.epilogues().isEmpty())
                        .map(routine -> routine.epilogues().size())
                        .toList());
        assertEquals(1, writing(routines, velocity));
    }
}
