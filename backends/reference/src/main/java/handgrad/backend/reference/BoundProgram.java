package handgrad.backend.reference;

import handgrad.backend.SpanRecorder;
import handgrad.backend.StepProfile;
import handgrad.program.Program;
import java.util.List;
import java.util.Optional;

/**
 * A program with its local arrays and its ops bound to kernels and arrays, so that a step needs no look-ups. Each
 * program has its own local arrays, since programs for different batch sizes have tensors of the same name and
 * different shapes.
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

    /** Unbinds the kernels, since a resident tensor has a new array. */
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
