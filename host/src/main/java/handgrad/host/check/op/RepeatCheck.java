package handgrad.host.check.op;

import handgrad.backend.Backend;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.host.check.cases.CaseInputs;
import handgrad.host.check.cases.OpCase;
import handgrad.host.check.cases.ValueKind;
import handgrad.program.Program;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether a device gives the same bits in a second session, which may use another number of threads. */
public final class RepeatCheck {
    private final Backend backend;
    private final long seed;

    /**
     * A check of a backend.
     *
     * @param backend whose device it is
     * @param seed of the random numbers
     */
    public RepeatCheck(Backend backend, long seed) {
        this.backend = backend;
        this.seed = seed;
    }

    /**
     * Runs cases in two sessions.
     *
     * @param cases what to run
     * @param first the device of the first session, and how to use it
     * @param second of the second; the same, or with another number of threads
     * @return one line for each run that differs; empty if all are equal
     * @throws handgrad.backend.DeviceException if the device cannot be used
     */
    public List<String> check(List<OpCase> cases, DeviceOptions first, DeviceOptions second) {
        final List<Program> programs = cases.stream().map(OpCase::program).toList();
        final List<String> failures = new ArrayList<>();
        try (Session one = backend.open(first, programs);
                Session other = backend.open(second, programs)) {
            for (final OpCase opCase : cases) {
                for (final ValueKind kind : opCase.kinds()) {
                    final CaseInputs inputs = opCase.inputs(kind, seed);
                    final CaseRun run = CaseRun.of(one, opCase, inputs);
                    final CaseRun again = CaseRun.of(other, opCase, inputs);
                    firstDifference(run, again)
                            .ifPresent(problem -> failures.add(opCase.name() + ", " + kind + ": " + problem));
                }
            }
        }
        return failures;
    }

    private static Optional<String> firstDifference(CaseRun run, CaseRun again) {
        final List<Difference> differences = new ArrayList<>();
        run.floats()
                .forEach((tensor, values) ->
                        differences.add(Difference.ofBits(tensor, again.floats().get(tensor), values)));
        run.ints()
                .forEach((tensor, values) ->
                        differences.add(Difference.ofInts(tensor, again.ints().get(tensor), values)));
        return differences.stream()
                .flatMap(difference -> difference.problem().stream())
                .findFirst();
    }
}
