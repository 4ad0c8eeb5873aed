package handgrad.host.check.op;

import handgrad.backend.Backend;
import handgrad.backend.DeviceInfo;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.backend.oracle.OracleBackend;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A device that computes like the oracle, rounds to floats, and makes one kind of mistake. */
public final class FaultyBackend implements Backend {
    /** A mistake in what is downloaded. */
    @FunctionalInterface
    public interface Fault {
        /**
         * Changes elements.
         *
         * @param op the last op of the program that ran
         * @param tensor what is downloaded
         * @param values its elements, right as yet
         */
        void apply(Op op, Tensor tensor, float[] values);
    }

    private final Fault fault;
    private final boolean skipsLastOp;
    private final Optional<String> problem;

    private FaultyBackend(Fault fault, boolean skipsLastOp, Optional<String> problem) {
        this.fault = fault;
        this.skipsLastOp = skipsLastOp;
        this.problem = problem;
    }

    /** Errs in what is downloaded. */
    public static FaultyBackend with(Fault fault) {
        return new FaultyBackend(fault, false, Optional.empty());
    }

    /** Has a device that cannot be used. */
    public static FaultyBackend unusable() {
        return new FaultyBackend((_, _, _) -> {}, false, Optional.of("it is broken: mend it"));
    }

    /** Leaves out the op under test, so that its outputs stay as they were before. */
    static FaultyBackend lazy() {
        return new FaultyBackend((_, _, _) -> {}, true, Optional.empty());
    }

    @Override
    public String name() {
        return "faulty";
    }

    @Override
    public List<DeviceInfo> devices() {
        return List.of(new DeviceInfo("faulty", "oracle that errs", "", problem));
    }

    @Override
    public Session open(DeviceOptions options, List<Program> programs) {
        final List<Program> all = Stream.concat(
                        programs.stream(), programs.stream().map(FaultyBackend::withoutLastOp))
                .toList();
        return new FaultySession(new OracleBackend().open(options, all));
    }

    private static Program withoutLastOp(Program program) {
        return new Program(
                program.name(),
                program.ops().subList(0, program.ops().size() - 1),
                program.ops().size() > 1 ? program.outputs() : List.of());
    }

    private final class FaultySession implements Session {
        private final Session right;
        private Op lastOp;

        FaultySession(Session right) {
            this.right = right;
        }

        @Override
        public DeviceInfo device() {
            return devices().getFirst();
        }

        @Override
        public void upload(Tensor tensor, float[] values) {
            right.upload(tensor, values);
        }

        @Override
        public void upload(Tensor tensor, int[] values) {
            right.upload(tensor, values);
        }

        @Override
        public void download(Tensor tensor, float[] values) {
            right.download(tensor, values);
            fault.apply(lastOp, tensor, values);
        }

        @Override
        public void download(Tensor tensor, int[] values) {
            right.download(tensor, values);
        }

        @Override
        public void run(Program program, int times) {
            right.run(skipsLastOp ? withoutLastOp(program) : program, times);
            lastOp = program.ops().getLast();
        }

        @Override
        public void finish() {
            right.finish();
        }

        @Override
        public void close() {
            right.close();
        }
    }
}
