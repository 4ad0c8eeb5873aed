package handgrad.host.labs;

import handgrad.backend.Backend;
import handgrad.backend.DeviceInfo;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.backend.reference.JavaBackend;
import handgrad.program.Op;
import handgrad.program.PenaltyFunction;
import handgrad.program.Program;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The java backend with one kernel broken: in every program, each op of a kind is replaced by others before it is
 * compiled.
 *
 * @param sabotage what runs in an op's place
 */
public record SabotagedBackend(Function<Op, List<Op>> sabotage) implements Backend {
    /** Half of what a scaled output exceeds the right one by, relatively. */
    private static final Tensor HALF_PERCENT = Tensor.state("sabotage", 1);

    /**
     * A kernel whose first output comes out one per cent too large.
     *
     * @param kernel which
     * @return the backend
     */
    public static SabotagedBackend scaling(Class<? extends Op> kernel) {
        return new SabotagedBackend(op -> {
            final Tensor output = op.outputs().getFirst();
            // t += 2 · 0.005 · t
            return kernel.isInstance(op)
                    ? List.of(op, new AddPenaltyGradient(PenaltyFunction.L2, output, HALF_PERCENT, output))
                    : List.of(op);
        });
    }

    /**
     * A kernel that does something else.
     *
     * @param kernel which
     * @param otherwise the op that runs in its place
     * @return the backend
     */
    public static <T extends Op> SabotagedBackend replacing(Class<T> kernel, Function<T, Op> otherwise) {
        return new SabotagedBackend(op -> List.of(kernel.isInstance(op) ? otherwise.apply(kernel.cast(op)) : op));
    }

    @Override
    public String name() {
        return "sabotaged";
    }

    @Override
    public List<DeviceInfo> devices() {
        return new JavaBackend().devices();
    }

    @Override
    public Session open(DeviceOptions options, List<Program> programs) {
        final List<Program> broken = programs.stream().map(this::broken).toList();
        final Map<Program, Program> brokenOf = new HashMap<>();
        IntStream.range(0, programs.size()).forEach(i -> brokenOf.put(programs.get(i), broken.get(i)));
        final Session session = new JavaBackend().open(options, broken);
        if (broken.stream().anyMatch(program -> program.residents().contains(HALF_PERCENT))) {
            session.upload(HALF_PERCENT, new float[] {0.005f});
        }
        return new SabotagedSession(session, brokenOf);
    }

    private Program broken(Program program) {
        return new Program(
                program.name(),
                program.ops().stream()
                        .flatMap(op -> sabotage.apply(op).stream())
                        .toList(),
                program.outputs());
    }

    private record SabotagedSession(Session session, Map<Program, Program> brokenOf) implements Session {
        @Override
        public DeviceInfo device() {
            return session.device();
        }

        @Override
        public void upload(Tensor tensor, float[] values) {
            session.upload(tensor, values);
        }

        @Override
        public void upload(Tensor tensor, int[] values) {
            session.upload(tensor, values);
        }

        @Override
        public void download(Tensor tensor, float[] values) {
            session.download(tensor, values);
        }

        @Override
        public void download(Tensor tensor, int[] values) {
            session.download(tensor, values);
        }

        @Override
        public void run(Program program, int times) {
            session.run(brokenOf.get(program), times);
        }

        @Override
        public void finish() {
            session.finish();
        }

        @Override
        public void close() {
            session.close();
        }
    }
}
