package handgrad.host.check.device;

import handgrad.homework.Homework;
import handgrad.host.check.GradientCase;
import handgrad.host.check.GradientCases;
import handgrad.host.check.NetworkGradients;
import handgrad.host.check.OpCase;
import handgrad.host.check.OpCases;
import handgrad.host.check.training.TrainingReference;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.training.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What to check.
 *
 * @param seed of all random numbers
 * @param ops the ops' cases
 * @param gradients the functions to differentiate on the oracle
 * @param models what to train
 */
public record CheckPlan(long seed, List<OpCase> ops, List<GradientCase> gradients, List<Model> models) {
    /** A network with more parameters is differentiated only when asked for: each difference uploads them all. */
    private static final int MANY_PARAMETERS = 1_000_000;

    /** Samples of a network that is differentiated. */
    private static final int BATCH = 2;

    /** Copies the lists. */
    public CheckPlan {
        ops = List.copyOf(ops);
        gradients = List.copyOf(gradients);
        models = List.copyOf(models);
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
        return new CheckPlan(seed, OpCases.all(), gradients, models);
    }

    /**
     * What one model uses: its ops, with its activations and its loss.
     *
     * @param model the model
     * @param seed of all random numbers
     * @return the plan
     */
    public static CheckPlan of(Model model, long seed) {
        final Set<String> used = TrainingReference.programs(model).stream()
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
                List.of(model));
    }

    private static GradientCase whole(Model model, long seed) {
        return NetworkGradients.of(
                model.name(), model.network(), model.objective().loss(), BATCH, seed);
    }

    private static boolean differentiates(GradientCase gradient, Set<String> used) {
        return gradient.backward().ops().stream()
                .filter(op -> op.outputs().stream().anyMatch(gradient.gradients()::containsValue))
                .anyMatch(op -> used.contains(kind(op)));
    }

    /** The op and, where it has one, its function. */
    private static String kind(Op op) {
        return switch (op) {
            case ActivationForward forward ->
                op.name() + forward.function().getClass().getSimpleName();
            case ActivationBackward backward ->
                op.name() + backward.function().getClass().getSimpleName();
            case ScoreLossForward forward -> op.name() + forward.function();
            case ScoreLossBackward backward -> op.name() + backward.function();
            default -> op.name();
        };
    }
}
