package handgrad.host.check.device;

import handgrad.backend.Backend;
import handgrad.backend.DeviceException;
import handgrad.backend.DeviceInfo;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.host.check.cases.OpCase;
import handgrad.host.check.formula.DerivativeReport;
import handgrad.host.check.gradient.GradientCheck;
import handgrad.host.check.gradient.GradientReport;
import handgrad.host.check.op.OpCheck;
import handgrad.host.check.op.OpReport;
import handgrad.host.check.op.RepeatCheck;
import handgrad.host.check.training.TrainingCheck;
import handgrad.host.check.training.TrainingReference;
import handgrad.host.check.training.TrainingReport;
import handgrad.host.devices.ChosenDevice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Carries out a plan: the oracle's gradients and trainings once, then each device against the oracle and against
 * itself. An exception from a backend is a failure of the part that was checked; the check goes on.
 */
public final class DeviceCheck {
    /** How many elements of each variable are varied. */
    private static final int DIFFERENCES = 100;

    /** The same for a whole network, each of whose differences is a forward pass. */
    private static final int DIFFERENCES_OF_NETWORK = 4;

    private final CheckPlan plan;
    private final CheckListener listener;
    private final List<TrainingReference> references = new ArrayList<>();

    /**
     * A check.
     *
     * @param plan what to check
     * @param listener hears how it gets on
     */
    public DeviceCheck(CheckPlan plan, CheckListener listener) {
        this.plan = plan;
        this.listener = listener;
    }

    /**
     * Checks the oracle itself: its gradients against central differences, and the formulas' derivatives. Trains it
     * too, for {@link #check}.
     *
     * @return what was found of the gradients
     */
    public GradientsReport prepare() {
        listener.started(
                "oracle",
                plan.gradients().size()
                        + plan.derivatives().size()
                        + plan.models().size());
        final List<GradientReport> reports = new ArrayList<>();
        plan.gradients().forEach(gradient -> {
            listener.next("gradient of " + gradient.name());
            final boolean network =
                    plan.models().stream().anyMatch(model -> model.name().equals(gradient.name()));
            reports.add(new GradientCheck(network ? DIFFERENCES_OF_NETWORK : DIFFERENCES, plan.seed()).check(gradient));
            listener.finished();
        });
        plan.derivatives().forEach(derivative -> {
            listener.next("derivative of " + derivative.name());
            reports.add(report(derivative.check().get()));
            listener.finished();
        });
        plan.models().forEach(model -> {
            listener.next(model.name());
            references.add(TrainingReference.of(model, plan.seed()));
            listener.finished();
        });
        return GradientsReport.of(reports);
    }

    /**
     * Checks a device, after {@link #prepare}.
     *
     * @param chosen which
     * @return what was found
     * @throws DeviceException if it cannot be opened at all
     */
    public DeviceReport check(ChosenDevice chosen) {
        final long start = System.nanoTime();
        final DeviceInfo device = open(chosen);
        final Backend backend = chosen.backend();
        final DeviceOptions options = chosen.options();
        final Map<String, List<OpCase>> byOp = new LinkedHashMap<>();
        plan.ops()
                .forEach(opCase -> byOp.computeIfAbsent(opCase.op().name(), _ -> new ArrayList<>())
                        .add(opCase));
        listener.started(device.selector(), 2 * byOp.size() + references.size());
        final List<OpReport> ops = new ArrayList<>();
        final List<String> otherBits = new ArrayList<>();
        byOp.forEach((op, cases) -> {
            listener.next(op);
            ops.add(checkOp(backend, options, op, cases));
            listener.finished();
            listener.next(op + " again");
            otherBits.addAll(repeat(backend, options, op, cases));
            listener.finished();
        });
        final List<TrainingReport> trainings = new ArrayList<>();
        references.forEach(reference -> {
            listener.next(reference.model().name());
            trainings.add(train(backend, options, reference));
            listener.finished();
        });
        return new DeviceReport(
                device.selector(),
                device.name(),
                ops.stream().allMatch(OpReport::passed)
                        && otherBits.isEmpty()
                        && trainings.stream().allMatch(TrainingReport::passed),
                (System.nanoTime() - start) / 1e9,
                ops,
                otherBits,
                trainings);
    }

    private static GradientReport report(DerivativeReport derivative) {
        return new GradientReport(
                derivative.name(),
                derivative.points(),
                derivative.worst(),
                derivative.passed() ? List.of() : List.of(derivative.toString()));
    }

    private DeviceInfo open(ChosenDevice chosen) {
        try (Session session = chosen.open(List.of(plan.ops().getFirst().program()))) {
            return session.device();
        }
    }

    private OpReport checkOp(Backend backend, DeviceOptions options, String op, List<OpCase> cases) {
        try {
            return new OpCheck(backend, options, plan.seed()).check(cases).getFirst();
        } catch (final RuntimeException thrown) {
            return new OpReport(op, 0, Double.POSITIVE_INFINITY, op, Double.POSITIVE_INFINITY, List.of(said(thrown)));
        }
    }

    private List<String> repeat(Backend backend, DeviceOptions options, String op, List<OpCase> cases) {
        try {
            return new RepeatCheck(backend, plan.seed()).check(cases, options, TrainingCheck.otherThreads(options));
        } catch (final RuntimeException thrown) {
            return List.of(op + ": " + said(thrown));
        }
    }

    private static TrainingReport train(Backend backend, DeviceOptions options, TrainingReference reference) {
        try {
            return new TrainingCheck(backend, options).check(reference);
        } catch (final RuntimeException thrown) {
            return TrainingReport.broken(reference, said(thrown));
        }
    }

    private static String said(RuntimeException thrown) {
        return thrown instanceof DeviceException ? thrown.getMessage() : thrown.toString();
    }
}
