package handgrad.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.DeviceException;
import handgrad.backend.DeviceOptions;
import handgrad.backend.KernelListing;
import handgrad.backend.Session;
import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import handgrad.homework.Homework;
import handgrad.kernels.program.Schedule;
import handgrad.kernels.program.StepKernel;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.network.Network;
import handgrad.optimiser.Optimisers;
import handgrad.program.ElementType;
import handgrad.program.Program;
import handgrad.program.Role;
import handgrad.program.Tensor;
import handgrad.training.Feed;
import handgrad.training.Model;
import handgrad.training.Programs;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs as generated kernels: the same bits as plain tasks, in few launches, and errors that name the kernel. */
class GeneratedKernelsTest {
    private static final int SAMPLES = 12;
    private static final int STEPS = 3;

    /** All models but the wide one, whose 7.4 million parameters add time and no op; and optimisers with state. */
    static Stream<Model> models() {
        final Model softmax = Homework.find("softmax-linear").orElseThrow();
        final Model lenet = Homework.find("lenet5-modern").orElseThrow();
        return Stream.concat(
                Homework.models().stream().filter(model -> !model.name().equals("mlp-wide")),
                Stream.of(
                        softmax.withRecipe(softmax.recipe().withOptimiser(Optimisers.MOMENTUM)),
                        softmax.withRecipe(softmax.recipe().withOptimiser(Optimisers.ADAM)),
                        lenet.withRecipe(lenet.recipe().withOptimiser(Optimisers.ADAM)),
                        Homework.find("mlp-relu-12-8-5").orElseThrow()));
    }

    private static Feed feed(Model model) {
        final Network network = model.network();
        final Random random = new Random(7);
        final int outputs = network.output().size();
        final int size = network.input().size();
        final Targets targets = model.objective().loss() instanceof SoftmaxCrossEntropy
                ? new Targets.Classes(
                        IntStream.range(0, SAMPLES).map(n -> n % outputs).toArray(), outputs)
                : new Targets.Reals(floats(random, SAMPLES * outputs), outputs);
        final Dataset dataset = new Dataset("random", network.input(), floats(random, SAMPLES * size), targets);
        return Feed.of("train", dataset, model.objective().loss(), SAMPLES, SAMPLES);
    }

    private static float[] floats(Random random, int size) {
        final float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian() * 0.3f;
        }
        return values;
    }

    private static Program training(Model model) {
        final int batch = Math.min(SAMPLES / STEPS, model.recipe().batch());
        return Programs.trainingStep(
                model.network(), model.objective(), model.recipe().descent(), feed(model), batch);
    }

    private static Program evaluation(Model model) {
        return Programs.evaluationStep(model.network(), model.objective(), feed(model), SAMPLES);
    }

    @ParameterizedTest
    @MethodSource("models")
    void bitsAreThoseOfPlainTasks(Model model) {
        final Map<String, Object> plain = run(model, "plain");
        final Map<String, Object> generated = run(model, "gpu");
        assertEquals(plain.keySet(), generated.keySet());
        plain.forEach((name, values) -> {
            switch (values) {
                case float[] floats -> assertArrayEquals(floats, (float[]) generated.get(name), name);
                case int[] ints -> assertArrayEquals(ints, (int[]) generated.get(name), name);
                default -> throw new AssertionError(name);
            }
        });
    }

    /** A training of three steps, one of them alone, then an evaluation: all residents and outputs. */
    private static Map<String, Object> run(Model model, String way) {
        final Program training = training(model);
        final Program evaluation = evaluation(model);
        final Map<String, Object> values = new HashMap<>();
        try (Session session =
                new TornadoBackend().open(new DeviceOptions(List.of(way), 1), List.of(training, evaluation))) {
            upload(session, model, training);
            session.run(training, STEPS - 1);
            session.run(training, 1);
            training.residents().forEach(tensor -> values.put("trained " + tensor.name(), download(session, tensor)));
            session.upload(feed(model).position(), new int[2]);
            session.run(evaluation, 1);
            Stream.concat(evaluation.residents().stream(), evaluation.outputs().stream())
                    .forEach(tensor -> values.put("evaluated " + tensor.name(), download(session, tensor)));
        }
        return values;
    }

    private static void upload(Session session, Model model, Program program) {
        final Feed feed = feed(model);
        final Random random = new Random(11);
        for (final Tensor tensor : program.residents()) {
            if (tensor.equals(feed.order())) {
                session.upload(tensor, IntStream.range(0, tensor.size()).toArray());
            } else if (tensor.equals(Programs.LEARNING_RATE)) {
                session.upload(tensor, new float[] {0.1f});
            } else if (tensor.role() == Role.PARAMETER || tensor.name().equals("lambda")) {
                session.upload(tensor, floats(random, tensor.size()));
            } else if (tensor.role() == Role.DATA && tensor.type() == ElementType.FLOAT32) {
                session.upload(tensor, floats(random, tensor.size()));
            } else if (tensor.role() == Role.DATA) {
                session.upload(
                        tensor,
                        IntStream.range(0, tensor.size()).map(n -> n % 3).toArray());
            }
        }
    }

    private static Object download(Session session, Tensor tensor) {
        if (tensor.type() == ElementType.FLOAT32) {
            final float[] values = new float[tensor.size()];
            session.download(tensor, values);
            return values;
        }
        final int[] values = new int[tensor.size()];
        session.download(tensor, values);
        return values;
    }

    @ParameterizedTest
    @ValueSource(strings = {"lenet5-modern", "lenet5-original", "softmax-linear", "mlp-regression", "mlp-wide"})
    void aStepIsTwoLaunches(String name) {
        assertEquals(2 * 10, launches(Homework.find(name).orElseThrow(), 10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"two-layer", "logistic-synthetic", "svm-synthetic", "svm-features", "logistic-kl", "logistic-mse"
            })
    void aHundredStepsOfOneSampleAreOneLaunch(String name) {
        assertEquals(1, launches(Homework.find(name).orElseThrow(), 100));
    }

    private static long launches(Model model, int steps) {
        final int batch = Math.min(2, model.recipe().batch());
        final Feed feed = Feed.of(
                "train",
                new Dataset(
                        "zeros",
                        model.network().input(),
                        new float[batch * steps * model.network().input().size()],
                        model.objective().loss() instanceof SoftmaxCrossEntropy
                                ? new Targets.Classes(
                                        new int[batch * steps],
                                        model.network().output().size())
                                : new Targets.Reals(new float[batch * steps], 1)),
                model.objective().loss(),
                batch * steps,
                steps);
        // Large steps even where the batch is small here, as in a training with the model's own.
        final Program program = Programs.trainingStep(model.network(), model.objective(), feed, batch);
        final StepPlan plan = model.recipe().batch() == 1 ? StepPlan.gpu(256) : kernelsOf(256);
        try (TornadoSession session = new SessionBuilder(
                        DeviceSelection.of(List.of("gpu")), plan, Planner::fused, Lowering::byKernels)
                .build(List.of(program))) {
            final long before = session.statistics().launches().orElseThrow();
            session.run(program, steps);
            session.finish();
            return session.statistics().launches().orElseThrow() - before;
        }
    }

    /** A kernel for each stage, in work-groups of a size. */
    private static StepPlan kernelsOf(int groupSize) {
        return new StepPlan() {
            @Override
            public List<StepKernel> kernels(Program program, Schedule schedule) {
                return schedule.kernels();
            }

            @Override
            public int groupSize(StepKernel kernel) {
                return groupSize;
            }
        };
    }

    @Test
    void theDeviceSaysHowProgramsRun() {
        final Model model = Homework.find("two-layer").orElseThrow();
        final List<String> details = new ArrayList<>();
        for (final String way : List.of("gpu", "plain")) {
            try (Session session =
                    new TornadoBackend().open(new DeviceOptions(List.of(way), 1), List.of(training(model)))) {
                details.add(session.device().selector() + " " + session.device().details());
            }
        }
        assertTrue(details.getFirst().contains("1 generated kernel for up to 1,000 steps"), details.getFirst());
        assertTrue(details.getLast().contains(":plain "), details.getLast());
        assertTrue(details.getLast().contains("12 plain"), details.getLast());
    }

    @Test
    void theListingHasHelpersGeneratedMethodAndCode() {
        final Model model = Homework.find("softmax-linear").orElseThrow();
        final Program program = training(model);
        try (TornadoSession session =
                (TornadoSession) new TornadoBackend().open(new DeviceOptions(List.of("gpu"), 1), List.of(program))) {
            final KernelListing listing =
                    session.kernels(program, program.ops().getFirst()).getFirst();
            assertEquals(List.of("handgrad.kernels.step.StepBatches.gatherRow"), listing.javaKernels());
            assertTrue(listing.generated().orElseThrow().contains("StepBatches.gatherRow("));
            assertTrue(listing.code().contains("__kernel void " + listing.name() + "("), listing.code());
        }
    }

    /** No device has a work-group of a million items: the launch is rejected. */
    @Test
    void aLaunchThatFailsIsAnErrorWithKernelAndOp() {
        final Model model = Homework.find("softmax-linear").orElseThrow();
        final SessionBuilder builder = new SessionBuilder(
                DeviceSelection.of(List.of("gpu")), kernelsOf(1 << 20), Planner::fused, Lowering::byKernels);
        final DeviceException failure =
                assertThrows(DeviceException.class, () -> builder.build(List.of(training(model))));
        assertTrue(failure.getMessage().contains("samples0"), failure.getMessage());
        assertTrue(failure.getMessage().contains("LinearForward"), failure.getMessage());
        assertFalse(failure.getMessage().contains("\n"), failure.getMessage());
    }

    /** 200,000 steps in launches of at most a thousand: nothing is kept, and the count is right. */
    @Test
    void manySmallStepsKeepMemoryFlat() {
        final Model model = Homework.find("svm-features").orElseThrow();
        final int samples = 30;
        final Feed feed = Feed.of(
                "train",
                new Dataset(
                        "zeros",
                        model.network().input(),
                        new float[samples * 5],
                        new Targets.Reals(new float[samples], 1)),
                model.objective().loss(),
                2000,
                2000);
        final Program program = Programs.trainingStep(model.network(), model.objective(), feed, 1);
        try (Session session = new TornadoBackend().open(new DeviceOptions(List.of("gpu"), 1), List.of(program))) {
            steps(session, feed, program, 20);
            final long before = FlatMemoryTest.usedHeap();
            steps(session, feed, program, 100);
            final long growth = FlatMemoryTest.usedHeap() - before;
            assertTrue(growth < FlatMemoryTest.MAX_GROWTH, growth + " bytes more after 200,000 steps");
            final int[] position = new int[2];
            session.download(feed.position(), position);
            assertEquals(2000, position[1]);
        }
    }

    private static void steps(Session session, Feed feed, Program program, int rounds) {
        for (int round = 0; round < rounds; round++) {
            session.upload(feed.position(), new int[2]);
            session.run(program, 2000);
        }
        session.finish();
    }
}
