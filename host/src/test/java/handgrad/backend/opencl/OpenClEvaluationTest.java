package handgrad.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import handgrad.backend.Backend;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.backend.oracle.OracleBackend;
import handgrad.dataset.Split;
import handgrad.homework.Homework;
import handgrad.host.training.Evaluator;
import handgrad.host.training.Measure;
import handgrad.random.RandomStream;
import handgrad.training.Model;
import handgrad.training.TrainingSetup;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The measurement of a few samples, small enough for one work-group: losses and hits use the same local memory one
 * after the other. A compiler that reorders them fails here.
 */
class OpenClEvaluationTest {
    /** The last samples of 512 in batches of 500. */
    private static final int SAMPLES = 12;

    /** A dozen losses of float32, each a few roundings of 6·10⁻⁸ off. */
    private static final double TOLERANCE = 1e-6;

    @TestFactory
    Stream<DynamicTest> ofAFewSamplesMatchesTheOracle() {
        OpenClHere.require();
        final Model model = Homework.find("mlp-regression").orElseThrow();
        final TrainingSetup beginning =
                TrainingSetup.of(model, RandomStream.of(RandomStream.Kind.TORCH, 0), named -> fails(named.toString()));
        final Measure right = measure(new OracleBackend(), List.of(), model, beginning);
        return OpenClHere.plans()
                .map(plan -> dynamicTest(String.join(":", plan), () -> {
                    final Measure measure = measure(new OpenClBackend(), plan, model, beginning);
                    assertEquals(right.loss(), measure.loss(), TOLERANCE * right.loss());
                    assertEquals(right.accuracy(), measure.accuracy());
                }));
    }

    private static Measure measure(Backend backend, List<String> path, Model model, TrainingSetup beginning) {
        final Evaluator evaluator =
                Evaluator.of(model, beginning.split().train().first(SAMPLES), "few");
        try (Session session = backend.open(new DeviceOptions(path, 1), evaluator.programs())) {
            evaluator.upload(session);
            beginning.parameters().upload(session);
            return evaluator.measure(session);
        }
    }

    private static Split fails(String named) {
        throw new AssertionError(named + " is not made");
    }
}
