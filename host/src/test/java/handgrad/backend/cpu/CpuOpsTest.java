package handgrad.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import handgrad.backend.Backend;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.backend.cpu.kernel.plain.PlainKernels;
import handgrad.backend.cpu.kernel.vector.VectorKernels;
import handgrad.host.check.cases.OpCase;
import handgrad.host.check.cases.OpCases;
import handgrad.host.check.op.OpCheck;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Every op, with both kinds of kernels. */
class CpuOpsTest {
    @Test
    void plainKernelsMatchTheOracle() {
        new OpCheck(new CpuBackend(PlainKernels::new), DeviceOptions.defaults(), 5)
                .check(OpCases.all())
                .forEach(report -> assertEquals(List.of(), report.failures()));
    }

    @Test
    void bothKernelsGiveTheSameBitsForEveryOp() {
        for (final OpCase opCase : OpCases.all()) {
            assertSame(
                    outputs(new CpuBackend(VectorKernels::new), opCase.program()),
                    outputs(new CpuBackend(PlainKernels::new), opCase.program()),
                    opCase.name());
        }
    }

    /** The small shapes, for which the backend chooses plain loops. */
    @Test
    void vectorKernelsMatchTheOracle() {
        new OpCheck(new CpuBackend(VectorKernels::new), DeviceOptions.defaults(), 5)
                .check(OpCases.all())
                .forEach(report -> assertEquals(List.of(), report.failures()));
    }

    /** One run of an op on random numbers. */
    private static List<int[]> outputs(Backend backend, Program program) {
        final Random random = new Random(13);
        try (Session session = backend.open(new DeviceOptions(List.of(), 1), List.of(program))) {
            for (final Tensor tensor : program.residents()) {
                switch (tensor.type()) {
                    case FLOAT32 -> session.upload(tensor, floats(random, tensor.size(), 2));
                    // Zeros are labels, places and positions wherever ints are read.
                    case INT32 -> session.upload(tensor, new int[tensor.size()]);
                }
            }
            session.run(program, 1);
            final List<int[]> results = new ArrayList<>();
            for (final Tensor tensor : program.outputs()) {
                switch (tensor.type()) {
                    case FLOAT32 -> {
                        final float[] values = new float[tensor.size()];
                        session.download(tensor, values);
                        results.add(bits(values));
                    }
                    case INT32 -> {
                        final int[] values = new int[tensor.size()];
                        session.download(tensor, values);
                        results.add(values);
                    }
                }
            }
            return results;
        }
    }

    private static void assertSame(List<int[]> expected, List<int[]> actual, String what) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i), what);
        }
    }

    private static int[] bits(float[] values) {
        return IntStream.range(0, values.length)
                .map(i -> Float.floatToIntBits(values[i]))
                .toArray();
    }

    private static float[] floats(Random random, int count, float scale) {
        final float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian() * scale;
        }
        return values;
    }
}
