package handgrad.backend.opencl.plan;

import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Gives the element-wise ops to the routines that make their input, whatever their formulas: an activation to the
 * convolution before it, its gradient to the input gradient behind it, the penalty and the update to the parameter
 * gradient. What would have been stored in between is not.
 */
final class Fusion {
    private final Program program;
    private final Routines routines;
    private final List<Routine> result = new ArrayList<>();

    private Fusion(Program program, Routines routines) {
        this.program = program;
        this.routines = routines;
    }

    /** The routines of a program, fused, in an order that keeps its meaning. */
    static List<Routine> of(Program program, Routines routines) {
        final Fusion fusion = new Fusion(program, routines);
        program.ops().forEach(fusion::add);
        return fusion.withoutUnreadGradients();
    }

    /** The routines of a program, one after the other. */
    static List<Routine> none(Program program, Routines routines) {
        return program.ops().stream().flatMap(op -> routines.of(op).stream()).toList();
    }

    private void add(Op op) {
        final Optional<Routine> fused = switch (op) {
            case ActivationForward f ->
                fused(producerOfOnly(f.x(), op), routine -> routine.finishedBy(op, Finish.of(f), f.y()));
            case ActivationBackward b ->
                fused(
                        producerOfOnly(b.dy(), op),
                        routine -> routine.finishedBy(
                                op, Finish.of(b, routine.finishes().size()), b.dx()));
            case AddPenaltyGradient p ->
                fused(producer(p.dw()), routine -> routine.finishedBy(op, Finish.of(p), p.dw()));
            case Update u -> fused(producer(u.dw()), routine -> routine.finishedBy(op, Finish.of(u), u.dw()));
            default -> Optional.empty();
        };
        fused.ifPresentOrElse(result::add, () -> addUnfused(op));
    }

    /** A routine may come more than once where several ops share what it prepares: once is enough. */
    private void addUnfused(Op op) {
        for (final Routine routine : routines.of(op)) {
            final boolean done = routine.section().equals("Rows")
                    && result.stream()
                            .anyMatch(earlier -> earlier.section().equals("Rows")
                                    && earlier.operands().equals(routine.operands()));
            if (!done) {
                result.add(routine);
            }
        }
    }

    /** A producer with an op as its finish, in its place; one that cannot take the finish stays where it is. */
    private Optional<Routine> fused(Optional<Routine> producer, Function<Routine, Optional<Routine>> finish) {
        final Optional<Routine> fused = producer.flatMap(finish);
        fused.ifPresent(_ -> result.remove(result.lastIndexOf(producer.orElseThrow())));
        return fused;
    }

    /** The producer of a tensor that nothing else reads and no host downloads. */
    private Optional<Routine> producerOfOnly(Tensor tensor, Op reader) {
        final boolean isNeeded = tensor.role().isResident()
                || program.outputs().contains(tensor)
                || program.ops().stream()
                        .anyMatch(op -> op != reader && op.inputs().contains(tensor));
        return isNeeded ? Optional.empty() : producer(tensor);
    }

    /**
     * The last routine that wrote a tensor, if it did so through its result and may as well run now: nobody has
     * touched its outputs or written its inputs since.
     */
    private Optional<Routine> producer(Tensor tensor) {
        for (int i = result.size() - 1; i >= 0; i--) {
            final Routine routine = result.get(i);
            if (routine.isWriting(tensor)) {
                final boolean isResult = routine.resultOperand()
                        .filter(operand -> operand.tensor().equals(tensor))
                        .isPresent();
                final boolean isUpdated = routine.finishes().stream().anyMatch(Finish::isUpdate);
                final boolean mayMove =
                        result.subList(i + 1, result.size()).stream().noneMatch(routine::conflictsWith);
                return isResult && !isUpdated && mayMove ? Optional.of(routine) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private List<Routine> withoutUnreadGradients() {
        return result.stream().map(this::withoutUnreadGradient).toList();
    }

    private Routine withoutUnreadGradient(Routine routine) {
        final boolean isUpdate = routine.finishes().stream().anyMatch(Finish::isUpdate);
        if (!isUpdate || routine.result().isEmpty()) {
            return routine;
        }
        final Tensor gradient = routine.resultOperand().orElseThrow().tensor();
        final boolean isNeeded = gradient.role().isResident()
                || program.outputs().contains(gradient)
                || result.stream().anyMatch(other -> other.isReading(gradient));
        return isNeeded ? routine : routine.withoutResult();
    }
}
