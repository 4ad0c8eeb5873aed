package handgrad.host.check.cases;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.activation.Activations;
import handgrad.loss.SampleLosses;
import handgrad.optimiser.Optimisers;
import handgrad.program.Activation;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.SampleLoss;
import handgrad.program.UpdateOp.Update;
import handgrad.program.UpdateRule;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing that can be computed goes unchecked. */
class OpCasesTest {
    private final List<OpCase> cases = OpCases.all();

    @Test
    void everyOpHasCases() {
        final Set<Class<?>> missing = new HashSet<>(OpCases.opTypes());
        assertTrue(missing.size() >= 26, "the hierarchy was read: " + missing);
        cases.forEach(opCase -> missing.remove(opCase.op().getClass()));
        assertEquals(Set.of(), missing, "ops without a case");
    }

    @Test
    void everyActivationAndLossFunctionHasCases() {
        final Set<Activation> activations = cases.stream()
                .flatMap(opCase -> opCase.op() instanceof ActivationForward forward
                        ? Stream.of(forward.function())
                        : Stream.empty())
                .collect(Collectors.toSet());
        assertTrue(activations.containsAll(Activations.all()), activations::toString);
        final Set<Activation> backwards = cases.stream()
                .flatMap(opCase -> opCase.op() instanceof ActivationBackward backward
                        ? Stream.of(backward.function())
                        : Stream.empty())
                .collect(Collectors.toSet());
        assertEquals(activations, backwards);
        final Set<UpdateRule> rules = cases.stream()
                .flatMap(opCase -> opCase.op() instanceof Update update ? Stream.of(update.rule()) : Stream.empty())
                .collect(Collectors.toSet());
        Optimisers.all().forEach(optimiser -> assertTrue(rules.contains(optimiser.rule()), optimiser::toString));
        final Set<SampleLoss> forward = cases.stream()
                .flatMap(opCase ->
                        opCase.op() instanceof ScoreLossForward loss ? Stream.of(loss.function()) : Stream.empty())
                .collect(Collectors.toSet());
        final Set<SampleLoss> backward = cases.stream()
                .flatMap(opCase ->
                        opCase.op() instanceof ScoreLossBackward loss ? Stream.of(loss.function()) : Stream.empty())
                .collect(Collectors.toSet());
        assertEquals(Set.copyOf(SampleLosses.all()), forward);
        assertEquals(Set.copyOf(SampleLosses.all()), backward);
    }

    @Test
    void namesAreUnique() {
        final Set<String> names = new HashSet<>();
        cases.forEach(opCase -> assertTrue(names.add(opCase.name()), opCase.name() + " twice"));
    }

    /** Everything that a program keeps between runs is uploaded before each run. */
    @Test
    void everyResidentIsFilled() {
        for (final OpCase opCase : cases) {
            final CaseInputs inputs = opCase.inputs(ValueKind.NORMAL, 1);
            opCase.program()
                    .residents()
                    .forEach(tensor -> assertTrue(
                            inputs.floats().containsKey(tensor) || inputs.ints().containsKey(tensor),
                            opCase + ": " + tensor));
        }
    }

    @Test
    void drawsTheSameAgainAndOthersForAnotherSeed() {
        final OpCase opCase = cases.stream()
                .filter(candidate -> candidate.name().startsWith("Conv2dForward 7"))
                .findFirst()
                .orElseThrow();
        final float[] first =
                opCase.inputs(ValueKind.NORMAL, 1).floats().values().iterator().next();
        final float[] again =
                opCase.inputs(ValueKind.NORMAL, 1).floats().values().iterator().next();
        final float[] other =
                opCase.inputs(ValueKind.NORMAL, 2).floats().values().iterator().next();
        assertTrue(Arrays.equals(first, again));
        assertTrue(!Arrays.equals(first, other));
    }
}
