package handgrad.host.check.device;

import handgrad.activation.Activations;
import handgrad.host.check.cases.OpCases;
import handgrad.loss.SampleLosses;
import handgrad.optimiser.Optimisers;
import handgrad.program.Activation;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.Op;
import handgrad.program.PenaltyFunction;
import handgrad.program.RecordOp.RecordPenalty;
import handgrad.program.SampleLoss;
import handgrad.program.UpdateOp.AddPenaltyGradient;
import handgrad.program.UpdateOp.Update;
import handgrad.program.UpdateRule;
import java.util.List;
import java.util.stream.Stream;

/** The names by which a check can be narrowed: ops, and the activations, losses, penalties and optimisers in them. */
final class CheckedNames {
    private CheckedNames() {}

    /** All names, family by family. */
    static List<String> all() {
        return Stream.of(
                        OpCases.opTypes().stream().map(Class::getSimpleName),
                        Activations.all().stream().map(Activation::name),
                        SampleLosses.all().stream().map(SampleLoss::name),
                        Stream.of(PenaltyFunction.L2.name()),
                        Optimisers.all().stream().map(optimiser -> optimiser.name()))
                .flatMap(names -> names)
                .toList();
    }

    /** Whether a name is the op's, or that of its formula, in letters of either case. */
    static boolean is(String name, Op op) {
        return name.equalsIgnoreCase(op.name())
                || switch (op) {
                    case ActivationForward forward ->
                        name.equalsIgnoreCase(forward.function().name());
                    case ActivationBackward backward ->
                        name.equalsIgnoreCase(backward.function().name());
                    case ScoreLossForward forward ->
                        name.equalsIgnoreCase(forward.function().name());
                    case ScoreLossBackward backward ->
                        name.equalsIgnoreCase(backward.function().name());
                    case RecordPenalty record ->
                        name.equalsIgnoreCase(record.penalty().name());
                    case AddPenaltyGradient gradient ->
                        name.equalsIgnoreCase(gradient.penalty().name());
                    case Update update -> isOptimiser(name, update.rule());
                    default -> false;
                };
    }

    private static boolean isOptimiser(String name, UpdateRule rule) {
        return Optimisers.all().stream()
                .anyMatch(optimiser -> optimiser.name().equalsIgnoreCase(name)
                        && optimiser.rule().equals(rule));
    }
}
