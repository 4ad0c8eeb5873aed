package handgrad.backend.tornado;

import static handgrad.network.Layers.activation;
import static handgrad.network.Layers.averagePool;
import static handgrad.network.Layers.convolution;
import static handgrad.network.Layers.leakyRelu;
import static handgrad.network.Layers.linear;
import static handgrad.network.Layers.relu;
import static handgrad.network.Layers.sigmoid;
import static handgrad.network.Layers.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.KernelListing;
import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import handgrad.formula.Terms;
import handgrad.homework.Homework;
import handgrad.loss.Reduction;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.network.Network;
import handgrad.optimiser.Optimisers;
import handgrad.program.Activation;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.ElementType;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Role;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.training.Feed;
import handgrad.training.GradientDescent;
import handgrad.training.Model;
import handgrad.training.Objective;
import handgrad.training.Programs;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Fused kernels must give the same bits as single ones, since each sum has the same order. */
class FusionTest {
    private static final int SAMPLES = 23;

    /** x σ(x), whose derivative σ(x) (1 + x − y) reads both input and output. */
    private static final Activation SILU = Activation.of(
            "silu",
            x -> x.times(Terms.sigmoid(x)),
            (x, y) -> Terms.sigmoid(x).times(x.minus(y).plus(1)));

    /**
     * Covers every kind of fused ops, numbers of channels and features that are not multiples of four, and a non-square
     * image.
     */
    private static final Network NETWORK = Network.of(
            Shape.of(2, 11, 8),
            convolution("c1", 5, 3).padding(1),
            relu(),
            averagePool(2),
            sigmoid(),
            convolution("c2", 6, 2),
            leakyRelu(0.25f),
            convolution("c3", 3, 2),
            activation(SILU),
            linear("f4", 7),
            tanh(),
            linear("f5", 10));

    private static final Dataset DATA = data();

    private static Dataset data() {
        final Random random = new Random(5);
        final float[] inputs = new float[SAMPLES * 2 * 11 * 8];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = random.nextFloat(-1, 1);
        }
        final int[] labels = random.ints(SAMPLES, 0, NETWORK.output().size()).toArray();
        return new Dataset("random", NETWORK.input(), inputs, new Targets.Classes(labels, 10));
    }

    private static List<Program> programs(boolean penalised) {
        return programs(penalised, GradientDescent.PLAIN);
    }

    private static List<Program> programs(boolean penalised, GradientDescent descent) {
        final Objective objective = new Objective(new SoftmaxCrossEntropy(Reduction.MEAN), penalised);
        final Feed feed = Feed.of("train", DATA, objective.loss(), SAMPLES, 8);
        final Program training = Programs.trainingStep(NETWORK, objective, descent, feed, 9);
        return penalised
                ? List.of(training, Programs.checkedStep(NETWORK, objective, descent, feed))
                : List.of(training, Programs.evaluationStep(NETWORK, objective, feed, 6));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesTheSameBits(boolean penalised) {
        givesTheSameBits(programs(penalised));
    }

    /** The updates are not fused, and have state tensors. */
    @Test
    void givesTheSameBitsWithAnotherOptimiser() {
        givesTheSameBits(programs(false, new GradientDescent(Optimisers.ADAM, true)));
    }

    private static void givesTheSameBits(List<Program> programs) {
        final List<Map<String, Object>> plain = run(programs, Planner::plain);
        final List<Map<String, Object>> fused = run(programs, Planner::fused);
        for (int i = 0; i < plain.size(); i++) {
            for (final Map.Entry<String, Object> entry : plain.get(i).entrySet()) {
                final Object other = fused.get(i).get(entry.getKey());
                switch (entry.getValue()) {
                    case float[] values -> assertArrayEquals(values, (float[]) other, entry.getKey());
                    case int[] values -> assertArrayEquals(values, (int[]) other, entry.getKey());
                    default -> throw new AssertionError(entry.getKey());
                }
            }
        }
    }

    /** All residents and outputs after each run. */
    private static List<Map<String, Object>> run(List<Program> programs, Planner planner) {
        final List<Map<String, Object>> results = new ArrayList<>();
        try (TornadoSession session = new SessionBuilder(
                        DeviceSelection.of(List.of("plain")), planner, Lowering::byKernels)
                .build(programs)) {
            final Random random = new Random(3);
            programs.stream()
                    .flatMap(program -> program.residents().stream())
                    .distinct()
                    .sorted(Comparator.comparing(Tensor::name))
                    .forEach(tensor -> upload(session, tensor, random));
            final int[] sequence = {0, 0, 1, 0};
            for (int i = 0; i < sequence.length; i++) {
                if (i > 1) {
                    // Back to the start of the order, which two steps have nearly consumed.
                    session.upload(Tensor.counters("train.position", 2), new int[] {0, i});
                }
                final Program program = programs.get(sequence[i]);
                session.run(program, 1);
                final Map<String, Object> values = new HashMap<>();
                program.residents().forEach(tensor -> values.put(tensor.name(), download(session, tensor)));
                program.outputs().forEach(tensor -> values.put(tensor.name(), download(session, tensor)));
                results.add(values);
            }
        }
        return results;
    }

    private static void upload(TornadoSession session, Tensor tensor, Random random) {
        switch (tensor.name()) {
            case "train.inputs" -> session.upload(tensor, DATA.inputs().floats());
            case "train.targets" -> session.upload(tensor, ((Targets.Classes) DATA.targets()).labels());
            case "train.order" ->
                session.upload(tensor, random.ints(SAMPLES, 0, SAMPLES).toArray());
            case "learningRate", "lambda" -> session.upload(tensor, new float[] {0.125f});
            default -> {
                if (tensor.type() == ElementType.FLOAT32) {
                    final float[] values = new float[tensor.size()];
                    // An optimiser's state may be a mean of squares, which is not negative.
                    final float least = tensor.role() == Role.STATE ? 0 : -0.5f;
                    for (int i = 0; i < values.length; i++) {
                        values[i] = random.nextFloat(least, 0.5f);
                    }
                    session.upload(tensor, values);
                }
            }
        }
    }

    private static Object download(TornadoSession session, Tensor tensor) {
        if (tensor.type() == ElementType.FLOAT32) {
            final float[] values = new float[tensor.size()];
            session.download(tensor, values);
            return values;
        }
        final int[] values = new int[tensor.size()];
        session.download(tensor, values);
        return values;
    }

    /** Every listed kernel is compiled from the Java method of its name, which only TornadoVM's output can show. */
    @Test
    void theCodeOfEveryOpCanBeShown() {
        final Program program = programs(false).getFirst();
        try (TornadoSession session = new SessionBuilder(
                        DeviceSelection.of(List.of("plain")), Planner::fused, Lowering::byKernels)
                .build(List.of(program))) {
            for (final Op op : program.ops()) {
                for (final KernelListing kernel : session.kernels(program, op)) {
                    assertTrue(kernel.code().contains("__kernel void " + kernel.name() + "("), kernel.code());
                    assertTrue(kernel.javaKernels().getFirst().endsWith("." + kernel.name()), kernel.toString());
                    assertTrue(kernel.ops().contains(op.name()), kernel.toString());
                }
            }
        }
    }

    /**
     * Seven forward passes, five weight updates, six input gradients, and one task each to gather, for the loss and to
     * record.
     */
    @Test
    void aStepOfLeNetIsTwentyOneTasks() {
        final Model model = Homework.find("lenet5-modern").orElseThrow();
        final Dataset digits =
                new Dataset("digits", model.network().input(), new float[784], new Targets.Classes(new int[1], 10));
        final Feed feed = Feed.of("train", digits, model.objective().loss(), 1, 1);
        final Program program = Programs.trainingStep(model.network(), model.objective(), feed, 1);
        assertEquals(21, Planner.fused(program).size());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyOpIsDoneOnce(boolean penalised) {
        for (final Program program : programs(penalised)) {
            final List<Op> done = Planner.fused(program).stream()
                    .flatMap(step -> step.ops().stream())
                    .toList();
            assertEquals(program.ops().size(), done.size(), program.name());
            assertTrue(done.containsAll(program.ops()), program.name());
        }
    }

    /** The gradient of an activation that reads its input is fused, although the activation itself cannot be. */
    @Test
    void anActivationThatKeepsItsInputIsFusedBackward() {
        final Program training = programs(false).getFirst();
        final List<OpGroup> groups = Planner.fused(training);
        assertEquals(
                1,
                groups.stream()
                        .filter(group -> group instanceof OpGroup.LinearGradient(var backward, var activation)
                                && activation
                                        .filter(op -> op.function() == SILU)
                                        .isPresent())
                        .count());
        assertEquals(
                1,
                groups.stream()
                        .filter(group -> group instanceof OpGroup.Single(ActivationForward op) && op.function() == SILU)
                        .count());
    }

    /** Outputs must be written even if that prevents fusion. */
    @Test
    void gradientsThatAreOutputsAreKept() {
        final Program checked = programs(false).getLast();
        final List<Tensor> written = Planner.fused(checked).stream()
                .flatMap(step -> step.writes().stream())
                .toList();
        assertTrue(written.containsAll(checked.outputs()));
    }
}
