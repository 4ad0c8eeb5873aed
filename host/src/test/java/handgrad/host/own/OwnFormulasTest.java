package handgrad.host.own;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import handgrad.backend.Backend;
import handgrad.backend.DeviceOptions;
import handgrad.host.check.cases.OpCase;
import handgrad.host.check.cases.OpCases;
import handgrad.host.check.formula.DerivativeCheck;
import handgrad.host.check.gradient.GradientCases;
import handgrad.host.check.gradient.GradientCheck;
import handgrad.host.check.op.OpCheck;
import handgrad.host.check.op.OpReport;
import handgrad.host.check.op.TestedDevice;
import handgrad.host.check.training.TrainingCheck;
import handgrad.host.check.training.TrainingReference;
import handgrad.loss.ScoreLoss;
import handgrad.network.Layers;
import handgrad.network.Network;
import handgrad.optimiser.Schedule;
import handgrad.program.Shape;
import handgrad.training.DataSource.Named;
import handgrad.training.Initialiser;
import handgrad.training.Model;
import handgrad.training.Objective;
import handgrad.training.Recipe;
import handgrad.training.Sampling;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * A custom activation, loss and optimiser: one class each and nothing else. They must run on every device and pass the
 * same checks as Handgrad's own.
 */
class OwnFormulasTest {
    private static final long SEED = 17;

    private static final Model MODEL = new Model(
            "own",
            "everything of one's own",
            Network.of(
                    Shape.of(1, 8, 8),
                    Layers.convolution("c1", 3, 3),
                    Layers.activation(Mish.MISH),
                    Layers.averagePool(2),
                    Layers.flatten(),
                    Layers.linear("l1", 7),
                    Layers.activation(Mish.MISH),
                    Layers.linear("l2", 1)),
            new Objective(ScoreLoss.mean(SquaredHinge.SQUARED_HINGE), false),
            new Recipe(Named.of("mnist"), 0.1f, 20, 1, new Sampling.InOrder(), new Initialiser.PyTorchDefault())
                    .withOptimiser(Adagrad.ADAGRAD)
                    .withSchedule(new Schedule.Cosine()));

    /**
     * A device, or another set of kernels or another plan of a backend.
     *
     * @param backend the backend
     * @param options how it is opened
     */
    private record Way(Backend backend, DeviceOptions options) {
        @Override
        public String toString() {
            return backend.name() + options.path();
        }
    }

    private static List<Way> ways() {
        return TestedDevice.all().stream()
                .flatMap(device -> Stream.concat(
                        Stream.of(new Way(device.backend(), device.options(2))),
                        others(device.backend().name())
                                .map(path -> new Way(device.backend(), new DeviceOptions(List.of(path), 2)))))
                .toList();
    }

    private static Stream<String> others(String backend) {
        return switch (backend) {
            case "cpu" -> Stream.of("plain");
            case "opencl" -> Stream.of("gpu", "plain");
            default -> Stream.empty();
        };
    }

    @Test
    void derivativesAreRight() {
        assertTrue(DerivativeCheck.of(Mish.MISH).passed());
        assertTrue(DerivativeCheck.of(SquaredHinge.SQUARED_HINGE).passed());
        Stream.concat(GradientCases.of(Mish.MISH).stream(), GradientCases.of(SquaredHinge.SQUARED_HINGE).stream())
                .forEach(gradientCase -> assertTrue(
                        new GradientCheck(Integer.MAX_VALUE, SEED)
                                .check(gradientCase)
                                .passed(),
                        gradientCase.name()));
    }

    @TestFactory
    Stream<DynamicTest> opsMatchTheOracle() {
        final List<OpCase> cases = Stream.of(
                        OpCases.of(Mish.MISH), OpCases.of(SquaredHinge.SQUARED_HINGE), OpCases.of(Adagrad.ADAGRAD))
                .flatMap(List::stream)
                .toList();
        return ways().stream()
                .map(way -> dynamicTest(
                        way.toString(),
                        () -> assertEquals(
                                List.of(),
                                new OpCheck(way.backend(), way.options(), SEED)
                                        .check(cases).stream()
                                                .map(OpReport::failures)
                                                .flatMap(List::stream)
                                                .toList())));
    }

    @TestFactory
    Stream<DynamicTest> aTrainingMatchesTheOracle() {
        final TrainingReference reference = TrainingReference.of(MODEL, SEED);
        return ways().stream()
                .map(way -> dynamicTest(
                        way.toString(),
                        () -> assertEquals(
                                List.of(),
                                new TrainingCheck(way.backend(), way.options())
                                        .check(reference)
                                        .failures())));
    }
}
