package handgrad.host.check.device;

import handgrad.activation.Activations;
import handgrad.homework.Homework;
import handgrad.host.check.cases.OpCase;
import handgrad.host.check.cases.OpCases;
import handgrad.host.check.formula.DerivativeCheck;
import handgrad.host.check.formula.DerivativeReport;
import handgrad.host.check.gradient.GradientCase;
import handgrad.host.check.gradient.GradientCases;
import handgrad.host.check.gradient.NetworkGradients;
import handgrad.host.check.training.TrainingReference;
import handgrad.loss.SampleLosses;
import handgrad.program.Activation;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.Op;
import handgrad.program.PenaltyFunction;
import handgrad.program.Program;
import handgrad.program.RecordOp.RecordPenalty;
import handgrad.program.SampleLoss;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.Update;
import handgrad.training.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to check.
 *
 * @param seed of all random numbers
 * @param ops the ops' cases
 * @param gradients the functions to differentiate on the oracle
 * @param derivatives the formulas' derivatives to hold against differences
 * @param models what to train
 */
public record CheckPlan(
        long seed,
        List<OpCase> ops,
        List<GradientCase> gradients,
        List<DerivativeCase> derivatives,
        List<Model> models) {
    /** A larger network is differentiated only on request: each difference uploads all parameters. */
    private static final int MANY_PARAMETERS = 1_000_000;

    /** A case of one layer has a forward op and two backward ops; more are a network. */
    private static final int MOST_OPS_OF_CASE = 3;

    /** Samples of a network that is differentiated. */
    private static final int BATCH = 2;

    /** Copies the lists. */
    public CheckPlan {
        ops = List.copyOf(ops);
        gradients = List.copyOf(gradients);
        derivatives = List.copyOf(derivatives);
        models = List.copyOf(models);
    }

    /**
     * A hand-derived derivative to be checked.
     *
     * @param function whose it is: an activation, a loss or a penalty
     * @param name the function's name
     * @param check finds the worst input
     */
    public record DerivativeCase(Object function, String name, Supplier<DerivativeReport> check) {
        static DerivativeCase of(Activation function) {
            return new DerivativeCase(function, function.name(), () -> DerivativeCheck.of(function));
        }

        static DerivativeCase of(SampleLoss function) {
            return new DerivativeCase(function, function.name(), () -> DerivativeCheck.of(function));
        }

        static DerivativeCase of(PenaltyFunction function) {
            return new DerivativeCase(function, function.name(), () -> DerivativeCheck.of(function));
        }

        static List<DerivativeCase> all() {
            return Stream.of(
                            Activations.all().stream().map(DerivativeCase::of),
                            SampleLosses.all().stream().map(DerivativeCase::of),
                            Stream.of(DerivativeCase.of(PenaltyFunction.L2)))
                    .flatMap(cases -> cases)
                    .toList();
        }
    }

    /**
     * Every op and every model of the course.
     *
     * @param seed of all random numbers
     * @return the plan
     */
    public static CheckPlan everything(long seed) {
        final List<Model> models = Homework.models();
        final List<GradientCase> gradients = new ArrayList<>(GradientCases.all());
        models.stream()
                .filter(model -> model.network().parameterCount() <= MANY_PARAMETERS)
                .forEach(model -> gradients.add(whole(model, seed)));
        return new CheckPlan(seed, OpCases.all(), gradients, DerivativeCase.all(), models);
    }

    /**
     * What one model uses: its ops, with its activations and its loss.
     *
     * @param model the model
     * @param seed of all random numbers
     * @return the plan
     */
    public static CheckPlan of(Model model, long seed) {
        final Set<List<Object>> used = TrainingReference.programs(model).stream()
                .map(Program::ops)
                .flatMap(List::stream)
                .map(CheckPlan::kind)
                .collect(Collectors.toSet());
        return new CheckPlan(
                seed,
                OpCases.all().stream()
                        .filter(opCase -> used.contains(kind(opCase.op())))
                        .toList(),
                Stream.concat(
                                GradientCases.all().stream().filter(gradient -> differentiates(gradient, used)),
                                Stream.of(whole(model, seed)))
                        .toList(),
                DerivativeCase.all().stream()
                        .filter(derivative -> used.stream().anyMatch(kind -> kind.contains(derivative.function())))
                        .toList(),
                List.of(model));
    }

    /**
     * The names that {@link #narrowed} takes.
     *
     * @return every op, activation, loss, penalty and optimiser
     */
    public static List<String> names() {
        return CheckedNames.all();
    }

    /**
     * The same plan for one op or formula, without trainings.
     *
     * @param name one of {@link #names}, in letters of either case
     * @return the plan; without ops if none of the plan's has that name
     */
    public CheckPlan narrowed(String name) {
        final List<OpCase> narrow = ops.stream()
                .filter(opCase -> CheckedNames.is(name, opCase.op()))
                .toList();
        final Set<List<Object>> kinds =
                narrow.stream().map(opCase -> kind(opCase.op())).collect(Collectors.toSet());
        return new CheckPlan(
                seed,
                narrow,
                gradients.stream()
                        .filter(gradient -> gradient.backward().ops().size() <= MOST_OPS_OF_CASE)
                        .filter(gradient -> differentiates(gradient, kinds))
                        .toList(),
                derivatives.stream()
                        .filter(derivative -> kinds.stream().anyMatch(kind -> kind.contains(derivative.function())))
                        .toList(),
                List.of());
    }

    private static GradientCase whole(Model model, long seed) {
        return NetworkGradients.of(
                model.name(), model.network(), model.objective().loss(), BATCH, seed);
    }

    private static boolean differentiates(GradientCase gradient, Set<List<Object>> used) {
        return gradient.backward().ops().stream()
                .filter(op -> op.outputs().stream().anyMatch(gradient.gradients()::containsValue))
                .anyMatch(op -> used.contains(kind(op)));
    }

    /** The op and, where it has one, its formula. */
    private static List<Object> kind(Op op) {
        return switch (op) {
            case ActivationForward forward -> List.of(op.name(), forward.function());
            case ActivationBackward backward -> List.of(op.name(), backward.function());
            case ScoreLossForward forward -> List.of(op.name(), forward.function());
            case ScoreLossBackward backward -> List.of(op.name(), backward.function());
            case RecordPenalty penalty -> List.of(op.name(), penalty.penalty());
            case AddPenaltyGradient penalty -> List.of(op.name(), penalty.penalty());
            case Update update -> List.of(op.name(), update.rule());
            default -> List.of(op.name());
        };
    }
}
