package handgrad.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.program.ElementType;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.PoolingOp.AveragePoolForward;
import handgrad.program.Program;
import handgrad.program.Role;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.Update;
import handgrad.program.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Formulas of few floats at a time have the bits that they have one by one. */
class FormulaWidthsTest {
    /**
     * Behind images, weights come four at a time, and the rest of a row one by one: of six inputs, the last two equal
     * the first two.
     */
    @TestFactory
    Stream<DynamicTest> fourAtATimeAreAsOneByOne() {
        OpenClHere.require();
        final Random random = new Random(5);
        return OpenClHere.plans()
                .map(plan -> dynamicTest(String.join(":", plan), () -> {
                    final Tensor images = Tensor.data("images", Shape.of(32, 1, 2, 2));
                    final Tensor pooled = Tensor.activation("pooled", Shape.of(32, 1, 1, 1));
                    final Tensor x = Tensor.data("x", Shape.of(32, 6));
                    final Tensor dy = Tensor.data("dy", Shape.of(32, 4));
                    final Tensor w = Tensor.parameter("w", Shape.of(4, 6));
                    final Tensor b = Tensor.parameter("b", Shape.of(4));
                    final List<Tensor> states = Stream.of("v", "int", "count 1")
                            .map(name -> new Tensor(name, w.shape(), ElementType.FLOAT32, Role.STATE))
                            .toList();
                    final Tensor rate = Tensor.state("rate", 1);
                    final Tensor step = Tensor.state("step", 1);
                    final Program program = new Program(
                            "columns",
                            List.of(
                                    new AveragePoolForward(images, pooled, new Window(2, 2, 0)),
                                    new LinearBackwardWeight(x, dy, Tensor.gradient(w), Tensor.gradient(b)),
                                    new Update(
                                            MadeUpFormulas.THREE_STATES.rule(),
                                            w,
                                            Tensor.gradient(w),
                                            states,
                                            rate,
                                            step)),
                            List.of(pooled));
                    final float[] inputs = new float[32 * 6];
                    for (int i = 0; i < inputs.length; i++) {
                        inputs[i] = i % 6 < 4 ? (float) random.nextGaussian() : inputs[i - 4];
                    }
                    try (Session session = new OpenClBackend().open(new DeviceOptions(plan, 1), List.of(program))) {
                        session.upload(images, new float[32 * 4]);
                        session.upload(x, inputs);
                        session.upload(dy, Arrays.copyOf(inputs, 32 * 4));
                        session.upload(w, new float[24]);
                        states.forEach(state -> session.upload(state, new float[24]));
                        session.upload(rate, new float[] {0.7f});
                        session.upload(step, new float[] {1});
                        session.run(program, 3);
                        session.finish();
                        for (final Tensor tensor :
                                Stream.concat(Stream.of(w), states.stream()).toList()) {
                            final float[] values = new float[24];
                            session.download(tensor, values);
                            for (int row = 0; row < 24; row += 6) {
                                assertTrue(values[row] != 0 && Float.isFinite(values[row]), tensor.name());
                                assertArrayEquals(
                                        Arrays.copyOfRange(values, row, row + 2),
                                        Arrays.copyOfRange(values, row + 4, row + 6),
                                        tensor.name());
                            }
                        }
                    }
                }));
    }
}
