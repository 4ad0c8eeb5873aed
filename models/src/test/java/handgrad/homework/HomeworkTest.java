package handgrad.homework;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.network.Layer;
import handgrad.network.Network;
import handgrad.network.Parameter;
import handgrad.program.Shape;
import handgrad.training.Model;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The networks against the published parameter counts and shapes. */
class HomeworkTest {
    private static Network network(String name) {
        return Homework.find(name).orElseThrow().network();
    }

    private static int parametersOf(Network network, String prefix) {
        return network.parameters().stream()
                .filter(parameter -> parameter.name().startsWith(prefix))
                .mapToInt(parameter -> parameter.shape().size())
                .sum();
    }

    @Test
    void parameterCountsAreThePublishedOnes() {
        assertEquals(61_706, network("lenet5-modern").parameterCount());
        assertEquals(2_416, parametersOf(network("lenet5-modern"), "c3."));
        assertEquals(60_806, network("lenet5-original").parameterCount());
        assertEquals(1_516, parametersOf(network("lenet5-original"), "c3."));
        assertEquals(4_353, network("mlp-sigmoid-1-64-64-1").parameterCount());
        assertEquals(7_850, network("softmax-linear").parameterCount());
        assertEquals(4_353, network("mlp-regression").parameterCount());
        // a, b and u: the output has no bias
        assertEquals(3 * 50, network("two-layer").parameterCount());
        assertEquals(21, network("svm-synthetic").parameterCount());
        assertEquals(6, network("svm-features").parameterCount());
        // 784·3136 + 3136 + 3136·1568 + 1568 + 1568·10 + 10
        assertEquals(7_396_266, network("mlp-wide").parameterCount());
    }

    @Test
    void allThirteenModelsOfTheCourseAreThere() {
        assertEquals(
                Set.of(
                        "lenet5-original",
                        "lenet5-modern",
                        "logistic-kl",
                        "logistic-mse",
                        "logistic-synthetic",
                        "svm-synthetic",
                        "svm-features",
                        "two-layer",
                        "mlp-regression",
                        "mlp-regression-noisy",
                        "softmax-linear",
                        "mlp-wide",
                        "logistic-l2"),
                Homework.models().stream().map(Model::name).collect(Collectors.toSet()));
    }

    @Test
    void lenetHasItsTextbookShapes() {
        final Network network = network("lenet5-original");
        final List<String> learnt = network.layers().stream()
                .map(Layer::name)
                .filter(name -> parametersOf(network, name + ".") > 0)
                .toList();

        assertEquals(List.of("c1", "c3", "c5", "f6", "f7"), learnt);
        assertTrue(network.shapes()
                .containsAll(List.of(
                        Shape.of(6, 28, 28),
                        Shape.of(6, 14, 14),
                        Shape.of(16, 10, 10),
                        Shape.of(16, 5, 5),
                        Shape.of(400),
                        Shape.of(120),
                        Shape.of(84))));
        assertEquals(Shape.of(10), network.output());
    }

    @Test
    void sparseC3IsStoredAsSixteenSmallConvolutions() {
        final List<Parameter> c3 = network("lenet5-original").parameters().stream()
                .filter(parameter -> parameter.name().startsWith("c3."))
                .toList();

        assertEquals(32, c3.size());
        assertEquals("c3.0.weight", c3.getFirst().name());
        assertEquals(Shape.of(1, 3, 5, 5), c3.getFirst().shape());
        assertEquals("c3.15.weight", c3.get(30).name());
        assertEquals(Shape.of(1, 6, 5, 5), c3.get(30).shape());
        assertEquals((60 - 6) * 25, c3.get(30).offset());
        assertEquals(150, c3.get(30).fanIn());
    }

    @Test
    void multiplicationsFollowFromTheShapes() {
        final Network network = network("lenet5-modern");
        final List<Long> multiplications = IntStream.range(0, network.layers().size())
                .mapToObj(l ->
                        network.layers().get(l).multiplications(network.shapes().get(l)))
                .filter(count -> count > 0)
                .toList();

        // 28²·6·25, 10²·16·6·25, 400·120, 120·84, 84·10
        assertEquals(List.of(117_600L, 240_000L, 48_000L, 10_080L, 840L), multiplications);
    }

    @Test
    void namesOfNoModelFindNone() {
        for (final String name :
                List.of("", "lenet", "mlp-relu-784", "mlp-cube-3-2", "mlp-relu-0-3", "mlp-relu-3-2-")) {
            assertTrue(Homework.find(name).isEmpty(), name);
        }
    }
}
