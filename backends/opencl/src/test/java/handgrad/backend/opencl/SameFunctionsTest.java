package handgrad.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import handgrad.activation.Activations;
import handgrad.backend.Backend;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.backend.cpu.CpuBackend;
import handgrad.loss.SampleLosses;
import handgrad.program.Activation;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.SampleLoss;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The activations, the losses of scores and their gradients have the same bits on {@code opencl} as on {@code cpu}: the
 * course's regressions amplify the last bit until two trainings have nothing in common. How close the functions are to
 * the true values, other tests ask.
 */
class SameFunctionsTest {
    private static final int SAMPLES = 1 << 15;

    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        -1f,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MIN_NORMAL,
        9.01f,
        9.02f,
        -87.4f,
        -103f,
        -104.5f,
        88.8f,
        89.1f,
        Float.MAX_VALUE,
        -Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
    };

    private final Tensor x = Tensor.data("x", Shape.of(SAMPLES, 1));
    private final Tensor target = Tensor.data("target", Shape.of(SAMPLES, 1));
    private final List<Op> ops = new ArrayList<>();
    private final List<Tensor> results = new ArrayList<>();

    @TestFactory
    Stream<DynamicTest> opencl() {
        OpenClHere.require();
        addOps();
        final Program program = new Program("functions", ops, results);
        final List<float[]> expected = results(new CpuBackend(), List.of(), program);
        return Stream.of("cpu", "gpu", "plain")
                .map(plan -> dynamicTest(
                        plan, () -> assertSame(expected, results(new OpenClBackend(), List.of(plan), program))));
    }

    private void addOps() {
        for (final Activation activation :
                List.of(Activations.SIGMOID, Activations.TANH, Activations.leakyRelu(0.01f))) {
            final Tensor y = result(activation + "(x)");
            ops.add(new ActivationForward(activation, x, y));
            ops.add(new ActivationBackward(activation, y, y, target, result("gradient of " + activation)));
        }
        for (final SampleLoss loss : SampleLosses.all()) {
            final Tensor losses = Tensor.activation(loss + " loss", Shape.of(SAMPLES));
            results.add(losses);
            ops.add(new ScoreLossForward(loss, x, target, losses));
            ops.add(new ScoreLossBackward(loss, x, target, result("slope of " + loss), 1f / SAMPLES));
        }
    }

    private Tensor result(String name) {
        final Tensor tensor = Tensor.activation(name, Shape.of(SAMPLES, 1));
        results.add(tensor);
        return tensor;
    }

    private List<float[]> results(Backend backend, List<String> path, Program program) {
        final Random random = new Random(5);
        final float[] values = new float[SAMPLES];
        final float[] targets = new float[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            values[i] = switch (i % 4) {
                case 0 -> SPECIAL[i / 4 % SPECIAL.length];
                case 1 -> (float) random.nextGaussian();
                case 2 -> (float) (random.nextGaussian() * 40);
                default -> Float.intBitsToFloat(random.nextInt());
            };
            targets[i] = new float[] {-1, 0, 1, random.nextFloat()}[random.nextInt(4)];
        }
        try (Session session = backend.open(new DeviceOptions(path, 1), List.of(program))) {
            session.upload(x, values);
            session.upload(target, targets);
            session.run(program, 1);
            session.finish();
            return results.stream()
                    .map(tensor -> {
                        final float[] read = new float[SAMPLES];
                        session.download(tensor, read);
                        return read;
                    })
                    .toList();
        }
    }

    private void assertSame(List<float[]> expected, List<float[]> actual) {
        for (int r = 0; r < results.size(); r++) {
            // Compares bits, but one NaN is as good as another.
            final int place = Arrays.mismatch(expected.get(r), actual.get(r));
            final int tensor = r;
            assertEquals(
                    -1,
                    place,
                    () -> String.format(
                            Locale.ROOT,
                            "%s: %s, not %s",
                            results.get(tensor).name(),
                            actual.get(tensor)[place],
                            expected.get(tensor)[place]));
        }
    }
}
