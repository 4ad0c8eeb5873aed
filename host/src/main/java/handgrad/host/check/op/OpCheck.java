package handgrad.host.check.op;

import handgrad.backend.Backend;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Float64Session;
import handgrad.backend.Session;
import handgrad.host.check.cases.CaseInputs;
import handgrad.host.check.cases.OpCase;
import handgrad.host.check.cases.ValueKind;
import handgrad.host.devices.Float64Oracle;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Every op on a device against the float64 oracle. Outputs must be within {@link ErrorBounds}, integers exact. Inputs
 * must be unchanged to the bit, which catches writes beyond the end of a neighbouring tensor.
 */
public final class OpCheck {
    private final Backend backend;
    private final DeviceOptions options;
    private final long seed;

    /**
     * A check of one device.
     *
     * @param backend whose device it is
     * @param options which device, and how to use it
     * @param seed of the random numbers
     */
    public OpCheck(Backend backend, DeviceOptions options, long seed) {
        this.backend = backend;
        this.options = options;
        this.seed = seed;
    }

    /**
     * Runs cases.
     *
     * @param cases what to run
     * @return a report for each op, in the order of the cases
     * @throws handgrad.backend.DeviceException if the device cannot be used
     */
    public List<OpReport> check(List<OpCase> cases) {
        final Map<String, List<OpCase>> byOp = new LinkedHashMap<>();
        cases.forEach(opCase ->
                byOp.computeIfAbsent(opCase.op().name(), _ -> new ArrayList<>()).add(opCase));
        return byOp.entrySet().stream()
                .map(entry -> checkOp(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** All cases of one op in one session, so that a run also finds what earlier runs left in memory. */
    private OpReport checkOp(String op, List<OpCase> cases) {
        final Findings findings = new Findings();
        final List<Program> programs = cases.stream().map(OpCase::program).toList();
        try (Session device = backend.open(options, programs);
                Float64Session oracle = Float64Oracle.open(programs)) {
            for (final OpCase opCase : cases) {
                for (final ValueKind kind : opCase.kinds()) {
                    final CaseInputs inputs = opCase.inputs(kind, seed);
                    final CaseRun run = CaseRun.of(device, opCase, inputs);
                    findings.add(opCase, kind, compare(opCase, inputs, run, oracle));
                }
            }
        }
        return findings.report(op);
    }

    private static List<Difference> compare(OpCase opCase, CaseInputs inputs, CaseRun run, Float64Session oracle) {
        final Op op = opCase.op();
        inputs.uploadTo(oracle);
        oracle.run(opCase.program(), 1);
        final Map<Tensor, double[]> references = new LinkedHashMap<>();
        final List<Difference> differences = new ArrayList<>();
        for (final Tensor tensor : op.outputs()) {
            switch (tensor.type()) {
                case FLOAT32 -> {
                    final double[] reference = new double[tensor.size()];
                    oracle.download(tensor, reference);
                    references.put(tensor, reference);
                }
                case INT32 -> {
                    final int[] reference = new int[tensor.size()];
                    oracle.download(tensor, reference);
                    differences.add(Difference.ofInts(tensor, run.ints().get(tensor), reference));
                }
            }
        }
        final Map<Tensor, double[]> bounds = ErrorBounds.of(opCase, inputs, oracle);
        references.forEach((tensor, reference) ->
                differences.add(Difference.ofFloats(tensor, run.floats().get(tensor), reference, bounds.get(tensor))));
        differences.addAll(unchanged(op, inputs, run));
        return differences;
    }

    private static List<Difference> unchanged(Op op, CaseInputs inputs, CaseRun run) {
        final List<Difference> differences = new ArrayList<>();
        ifNotWritten(
                op,
                inputs.floats(),
                (tensor, values) ->
                        differences.add(Difference.ofBits(tensor, run.floats().get(tensor), values)));
        ifNotWritten(
                op,
                inputs.ints(),
                (tensor, values) ->
                        differences.add(Difference.ofInts(tensor, run.ints().get(tensor), values)));
        return differences;
    }

    private static <T> void ifNotWritten(Op op, Map<Tensor, T> uploaded, BiConsumer<Tensor, T> action) {
        uploaded.forEach((tensor, values) -> {
            if (!op.outputs().contains(tensor)) {
                action.accept(tensor, values);
            }
        });
    }

    /** What was found so far of one op. */
    private static final class Findings {
        private int runs;
        private double worst = -1;
        private String worstRun = "";
        private double relative;
        private final List<String> failures = new ArrayList<>();

        void add(OpCase opCase, ValueKind kind, List<Difference> differences) {
            runs++;
            final String run = opCase.name() + ", " + kind;
            for (final Difference difference : differences) {
                if (difference.share() > worst) {
                    worst = difference.share();
                    worstRun = run;
                }
                if (kind == ValueKind.NORMAL) {
                    relative = Math.max(relative, difference.relative());
                }
                difference.problem().ifPresent(problem -> failures.add(run + ": " + problem));
            }
        }

        OpReport report(String op) {
            return new OpReport(op, runs, worst, worstRun, relative, failures);
        }
    }
}
