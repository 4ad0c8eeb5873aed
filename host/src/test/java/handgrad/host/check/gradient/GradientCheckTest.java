package handgrad.host.check.gradient;

import static handgrad.network.Layers.averagePool;
import static handgrad.network.Layers.convolution;
import static handgrad.network.Layers.flatten;
import static handgrad.network.Layers.identity;
import static handgrad.network.Layers.leakyRelu;
import static handgrad.network.Layers.linear;
import static handgrad.network.Layers.maxPool;
import static handgrad.network.Layers.relu;
import static handgrad.network.Layers.sigmoid;
import static handgrad.network.Layers.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.activation.Activations;
import handgrad.homework.Homework;
import handgrad.host.check.cases.OpCases;
import handgrad.loss.Loss;
import handgrad.loss.Reduction;
import handgrad.loss.SampleLosses;
import handgrad.loss.ScoreLoss;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.network.Network;
import handgrad.program.Activation;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ConnectionTable;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.SampleLoss;
import handgrad.program.Shape;
import handgrad.training.Model;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every hand-derived gradient against central differences in float64. */
class GradientCheckTest {
    /** Enough for every element of the small cases. */
    private final GradientCheck check = new GradientCheck(300, 1);

    @ParameterizedTest
    @MethodSource("cases")
    void opsDifferentiateAsTheyCompute(GradientCase gradientCase) {
        assertPasses(gradientCase);
    }

    static List<GradientCase> cases() {
        return GradientCases.all();
    }

    /** Every op that computes a gradient is recognised by its name; a new one without a case fails here. */
    @Test
    void everyGradientOpHasACase() {
        final Set<String> expected = OpCases.opTypes().stream()
                .map(Class::getSimpleName)
                .filter(name -> name.contains("Backward") || name.contains("Gradient"))
                .collect(Collectors.toSet());
        assertTrue(expected.size() >= 12, expected::toString);
        final Set<String> covered = backwardOps().map(Op::name).collect(Collectors.toSet());
        covered.retainAll(expected);
        assertEquals(expected, covered);
    }

    @Test
    void everyActivationAndLossFunctionHasACase() {
        final Set<Activation> activations = backwardOps()
                .flatMap(op ->
                        op instanceof ActivationBackward backward ? Stream.of(backward.function()) : Stream.empty())
                .collect(Collectors.toSet());
        assertTrue(activations.containsAll(Activations.all()), activations::toString);
        final Set<SampleLoss> losses = backwardOps()
                .flatMap(op ->
                        op instanceof ScoreLossBackward backward ? Stream.of(backward.function()) : Stream.empty())
                .collect(Collectors.toSet());
        assertEquals(Set.copyOf(SampleLosses.all()), losses);
    }

    /** All layers in one chain, on odd, non-square images, with padding, stride and a table. */
    @Test
    void aNetworkOfEveryLayerDifferentiates() {
        final ConnectionTable table = new ConnectionTable(4, List.of(List.of(0, 3), List.of(2), List.of(0, 1, 2)));
        final Network network = Network.of(
                Shape.of(2, 11, 9),
                convolution("a", 4, 3).padding(1),
                tanh(),
                maxPool(2),
                convolution("b", table, 2),
                sigmoid(),
                averagePool(2),
                identity(),
                flatten(),
                linear("c", 7),
                leakyRelu(0.25F),
                linear("d", 6),
                relu(),
                linear("e", 5));
        for (final int batch : new int[] {1, 3}) {
            for (final Reduction reduction : Reduction.values()) {
                assertPasses(NetworkGradients.of(
                        "every layer " + batch + " " + reduction,
                        network,
                        new SoftmaxCrossEntropy(reduction),
                        batch,
                        5));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("losses")
    void aNetworkDifferentiatesWithEveryLoss(SampleLoss function) {
        final Network network = Network.of(Shape.of(3), linear("a", 4), tanh(), linear("b", 2));
        final Loss loss = ScoreLoss.mean(function);
        assertPasses(NetworkGradients.of("network with " + function, network, loss, 5, 7));
    }

    static List<SampleLoss> losses() {
        return SampleLosses.all();
    }

    /** The homework models, at four randomly drawn parameters of each tensor. */
    @ParameterizedTest
    @MethodSource("models")
    void homeworkModelsDifferentiate(Model model) {
        final GradientReport report = new GradientCheck(4, 1)
                .check(NetworkGradients.of(
                        model.name(), model.network(), model.objective().loss(), 2, 3));
        assertEquals(List.of(), report.failures());
    }

    /**
     * Without the widest, whose five million parameters would be uploaded for every difference; it has no layer that
     * others lack.
     */
    static List<Model> models() {
        return Homework.models().stream()
                .filter(model -> model.network().parameterCount() < 1_000_000)
                .toList();
    }

    /** A gradient with its sign changed, one element off by a millionth, and NaN. */
    @Test
    void findsWrongGradients() {
        final GradientCase right = cases().getFirst();
        final double[] flipped = Arrays.stream(right.weights()).map(w -> -w).toArray();
        assertFails(with(right, flipped));
        final double[] slightly = right.weights().clone();
        slightly[0] *= 1.000001;
        assertFails(with(right, slightly));
        final double[] undefined = right.weights().clone();
        undefined[0] = Double.NaN;
        assertFails(with(right, undefined));
    }

    private static GradientCase with(GradientCase right, double[] weights) {
        return new GradientCase(
                "wrong",
                right.value(),
                right.output(),
                weights,
                right.backward(),
                right.gradients(),
                right.floats(),
                right.ints());
    }

    private void assertPasses(GradientCase gradientCase) {
        final GradientReport report = check.check(gradientCase);
        assertEquals(List.of(), report.failures());
        assertTrue(report.passed());
        assertTrue(report.derivatives() > 0);
    }

    private void assertFails(GradientCase gradientCase) {
        final GradientReport report = check.check(gradientCase);
        assertFalse(report.passed(), gradientCase::toString);
        assertTrue(report.worst() > 1);
    }

    private static Stream<Op> backwardOps() {
        return cases().stream().map(GradientCase::backward).map(Program::ops).flatMap(List::stream);
    }
}
