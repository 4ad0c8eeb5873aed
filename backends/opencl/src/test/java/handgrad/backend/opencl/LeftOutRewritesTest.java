package handgrad.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import handgrad.backend.opencl.OptimiserStepsTest.Training;
import handgrad.backend.opencl.plan.Planner;
import handgrad.backend.opencl.rewrite.Rewrite;
import handgrad.backend.opencl.routine.PlanKind;
import handgrad.backend.opencl.routine.Target;
import handgrad.homework.Homework;
import handgrad.optimiser.Optimisers;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A rewritten program trains to the same bits as the program as it stands, on every plan that is rewritten. */
class LeftOutRewritesTest {
    /** A penalty, a gather that is elided, activations forward and backward, an optimiser with a state. */
    private static final List<Training> TRAININGS = List.of(training("logistic-l2"), training("mlp-regression"));

    /** Convolutions and pooling: PoCL takes seconds to compile them, so they are seen with all rewrites and without. */
    private static final Training IMAGES = training("lenet5-modern");

    /** What trainings give with all rewrites, by training and plan. */
    private final Map<String, List<float[]>> expectations = new HashMap<>();

    private static Training training(String model) {
        return new Training(Homework.find(model).orElseThrow(), Optimisers.MOMENTUM);
    }

    /** None, and on the plan that has most of them all but each. */
    private static Stream<Set<Rewrite>> fewer(List<String> plan) {
        final Stream<Set<Rewrite>> none = Stream.of(EnumSet.noneOf(Rewrite.class));
        return plan.contains("cpu")
                ? Stream.concat(
                        none, Stream.of(Rewrite.values()).map(rewrite -> EnumSet.complementOf(EnumSet.of(rewrite))))
                : none;
    }

    @TestFactory
    Stream<DynamicTest> theBitsStayTheSame() {
        OpenClHere.require();
        final Stream<DynamicTest> fewerRewrites = OpenClHere.plans()
                .filter(plan -> !plan.contains("plain"))
                .flatMap(plan -> fewer(plan)
                        .map(rewrites -> dynamicTest(
                                String.join(":", plan) + " with " + rewrites,
                                () -> TRAININGS.forEach(training -> assertSame(training, plan, rewrites)))));
        final Stream<DynamicTest> images = Stream.of(List.of("cpu"), List.of("gpu"))
                .map(plan -> dynamicTest(
                        "images on " + plan, () -> assertSame(IMAGES, plan, EnumSet.noneOf(Rewrite.class))));
        return Stream.concat(fewerRewrites, images);
    }

    private void assertSame(Training training, List<String> plan, Set<Rewrite> rewrites) {
        final List<float[]> expected =
                expectations.computeIfAbsent(training + " " + plan, _ -> training.run(new OpenClBackend(), plan));
        final List<float[]> actual = training.run(new OpenClBackend(rewrites), plan);
        for (int r = 0; r < expected.size(); r++) {
            assertArrayEquals(bits(expected.get(r)), bits(actual.get(r)), plan + " " + rewrites);
        }
    }

    private static int[] bits(float[] values) {
        final int[] bits = new int[values.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(values[i]);
        }
        return bits;
    }

    /** Else the test above could not fail. */
    @TestFactory
    Stream<DynamicTest> eachChangesTheKernelsOfATraining() {
        return Stream.of(Rewrite.values())
                .map(rewrite -> dynamicTest(rewrite.name(), () -> {
                    final Target target = new Target(PlanKind.CPU, 2, 1 << 18, 4096, true, false, false);
                    final Set<Rewrite> others = EnumSet.complementOf(EnumSet.of(rewrite));
                    assertNotEquals(sources(new Planner(target)), sources(new Planner(target, others)));
                }));
    }

    private static List<String> sources(Planner planner) {
        return TRAININGS.stream()
                .map(training -> planner.plan(training.program, "p").source())
                .toList();
    }
}
