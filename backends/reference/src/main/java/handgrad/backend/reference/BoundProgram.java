package handgrad.backend.reference;

import handgrad.backend.SpanRecorder;
import handgrad.backend.StepProfile;
import handgrad.program.Program;
import java.util.List;
import java.util.Optional;

/**
 * A program with its local arrays, and its ops bound to the kernels and arrays that they run with, so that a step looks nothing up. Each
 * program has local arrays of its own: programs for different batch sizes have tensors of the same name and different shapes.
 */
final class BoundProgram {
    private final Program program;
    private final TensorArrays residents;
    private final TensorArrays locals = new TensorArrays();
    private Optional<Runnable[]> kernels = Optional.empty();

    BoundProgram(Program program, TensorArrays residents) {
        this.program = program;
        this.residents = residents;
    }

    Program program() {
        return program;
    }

    TensorArrays locals() {
        return locals;
    }

    /** Forgets which arrays the kernels run with, because a resident tensor has another array now. */
    void unbind() {
        kernels = Optional.empty();
    }

    void run(int times) {
        final Runnable[] bound = kernels.orElseGet(this::bind);
        for (int run = 0; run < times; run++) {
            for (final Runnable kernel : bound) {
                kernel.run();
            }
        }
    }

    /** Runs the program with each kernel timed. */
    StepProfile profile(int times) {
        final Runnable[] bound = kernels.orElseGet(this::bind);
        final SpanRecorder recorder = new SpanRecorder(List.of("thread 1"));
        program.ops().forEach(op -> recorder.add(StepProfile.Piece.of(List.of(op))));
        for (int run = 0; run < times; run++) {
            recorder.step(() -> {
                for (int op = 0; op < bound.length; op++) {
                    bound[op].run();
                    recorder.end(0, op);
                }
            });
        }
        return recorder.take();
    }

    private Runnable[] bind() {
        final KernelBinder binder = new KernelBinder(residents, locals);
        final Runnable[] bound = program.ops().stream().map(binder::bind).toArray(Runnable[]::new);
        kernels = Optional.of(bound);
        return bound;
    }
}
