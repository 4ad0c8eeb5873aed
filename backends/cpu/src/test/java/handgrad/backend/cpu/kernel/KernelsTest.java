package handgrad.backend.cpu.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import handgrad.backend.cpu.kernel.plain.PlainKernels;
import handgrad.backend.cpu.kernel.vector.VectorKernels;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.program.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Micro-kernels that are no products: vectors against plain loops, bit for bit, and against loops in double precision.
 * The products are in {@code RegisterTilesTest} and {@code PixelProductsTest}, the formulas in {@code LoopsTest}.
 */
class KernelsTest {
    private static final int LANES = GroupLayout.LANES;
    private static final Kernels VECTOR = new VectorKernels();
    private static final Kernels PLAIN = new PlainKernels();

    /** Where operands begin: anywhere. */
    private static final int AT = 7;

    private static final GroupLayout IMAGE = new GroupLayout(2, 8, 8, 1);
    private static final float[] SPECIAL = {
        0f, -0f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, Float.MAX_VALUE, Float.MIN_VALUE
    };

    private final Random random = new Random(5);

    private float[] numbers(int count) {
        final float[] numbers = new float[AT + count];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) random.nextGaussian() * 4;
        }
        return numbers;
    }

    /** Some equal ones, and some that are special. */
    private float[] unusual(int count) {
        final float[] numbers = numbers(count);
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = switch (random.nextInt(4)) {
                case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
                case 1 -> random.nextInt(3);
                default -> numbers[i];
            };
        }
        return numbers;
    }

    /** What both compute has the same bits; one NaN is as good as another. */
    private static void assertSame(Function<Kernels, float[]> results) {
        assertArrayEquals(bits(results.apply(PLAIN)), bits(results.apply(VECTOR)));
    }

    private static int[] bits(float[] values) {
        return IntStream.range(0, values.length)
                .map(i -> Float.floatToIntBits(values[i]))
                .toArray();
    }

    private record Pooling(GroupLayout pooled, PoolingWindows windows) {
        static Pooling of(int size, int stride) {
            final int edge = (IMAGE.height() - size) / stride + 1;
            final GroupLayout pooled = new GroupLayout(IMAGE.channels(), edge, edge, 0);
            return new Pooling(pooled, PoolingWindows.of(IMAGE, pooled, new Window(size, stride, 0)));
        }

        int xOf(int window, int tap) {
            return AT + windows.xPositions()[window] + windows.taps()[tap];
        }

        int yOf(int window) {
            return AT + windows.yPositions()[window];
        }
    }

    /** Windows side by side, one larger than 2×2, and windows that overlap. */
    static List<Pooling> poolings() {
        return List.of(Pooling.of(2, 2), Pooling.of(4, 4), Pooling.of(3, 1));
    }

    /** The mean's rounding: at most 16 terms of at most 20, 6e-8 relative each. */
    @ParameterizedTest
    @MethodSource("poolings")
    void averagePoolIsTheMean(Pooling p) {
        final float[] x = numbers(IMAGE.groupStride());
        final float[] y = new float[AT + p.pooled().groupStride()];
        assertSame(kernels -> {
            kernels.averagePool(p.windows(), x, AT, y, AT);
            return y.clone();
        });
        for (int w = 0; w < p.windows().xPositions().length; w++) {
            for (int l = 0; l < LANES; l++) {
                double sum = 0;
                for (int t = 0; t < p.windows().taps().length; t++) {
                    sum += x[p.xOf(w, t) + l];
                }
                assertEquals(sum / p.windows().taps().length, y[p.yOf(w) + l], 2e-5);
            }
        }
    }

    /** Each element gets the share of the windows that it is in: at most 9, each rounded. */
    @ParameterizedTest
    @MethodSource("poolings")
    void averagePoolGradientSpreadsTheGradient(Pooling p) {
        final float[] dy = numbers(p.pooled().groupStride());
        final int taps = p.windows().taps().length;
        final double[] expected = new double[AT + IMAGE.groupStride()];
        for (int w = 0; w < p.windows().xPositions().length; w++) {
            for (int i = 0; i < taps * LANES; i++) {
                expected[p.xOf(w, i / LANES) + i % LANES] += (double) dy[p.yOf(w) + i % LANES] / taps;
            }
        }
        final float[] dx = new float[expected.length];
        assertSame(kernels -> {
            Arrays.fill(dx, 0f);
            kernels.averagePoolGradient(p.windows(), dy, AT, dx, AT);
            return dx.clone();
        });
        for (int i = 0; i < dx.length; i++) {
            assertEquals(expected[i], dx[i], 1e-5);
        }
    }

    /** The largest element, the first of equal ones, a NaN before any number; its gradient goes back to its place. */
    @ParameterizedTest
    @MethodSource("poolings")
    void maxPoolTakesTheLargest(Pooling p) {
        final float[] x = unusual(IMAGE.groupStride());
        final float[] y = new float[AT + p.pooled().groupStride()];
        final float[] dy = numbers(p.pooled().groupStride());
        final float[] dx = new float[AT + IMAGE.groupStride()];
        final int windows = p.windows().xPositions().length;
        final int[][] winners = new int[2][AT + windows * LANES];
        for (final Kernels kernels : List.of(PLAIN, VECTOR)) {
            kernels.maxPool(p.windows(), x, AT, y, AT, winners[kernels == PLAIN ? 0 : 1], AT);
        }
        assertArrayEquals(winners[0], winners[1]);
        assertSame(kernels -> {
            kernels.maxPool(p.windows(), x, AT, y, AT, winners[0], AT);
            return y.clone();
        });
        assertSame(kernels -> {
            Arrays.fill(dx, 0f);
            kernels.maxPoolGradient(p.windows(), dy, AT, winners[0], AT, dx, AT);
            return dx.clone();
        });
        final double[] gradient = new double[dx.length];
        for (int w = 0; w < windows; w++) {
            for (int l = 0; l < LANES; l++) {
                int best = 0;
                for (int t = 1; t < p.windows().taps().length; t++) {
                    final float value = x[p.xOf(w, t) + l];
                    final float largest = x[p.xOf(w, best) + l];
                    best = Float.isNaN(largest) || !(value > largest || Float.isNaN(value)) ? best : t;
                }
                assertEquals(x[p.xOf(w, best) + l], y[p.yOf(w) + l]);
                assertEquals(p.windows().places()[w] + p.windows().placeTaps()[best], winners[0][AT + w * LANES + l]);
                gradient[p.xOf(w, best) + l] += dy[p.yOf(w) + l];
            }
        }
        for (int i = 0; i < dx.length; i++) {
            assertEquals(gradient[i], dx[i], 1e-5);
        }
    }

    /** Softmax and its gradient against double precision: terms of at most 1, each with an error of a few 6e-8. */
    @Test
    void softmaxIsThatOfDoublePrecision() {
        final int classes = 7;
        final float scale = 0.25f;
        final float[] z = numbers(classes * LANES);
        final float[] summary = new float[SoftmaxSummary.SIZE];
        for (int l = 0; l < LANES; l++) {
            summary[SoftmaxSummary.LABEL + l] = random.nextInt(classes);
        }
        final float[] dz = new float[AT + classes * LANES];
        assertSame(kernels -> {
            kernels.softmaxTerms(z, AT, classes, dz, AT, summary);
            kernels.softmaxGradient(dz, AT, classes, scale, summary);
            final float[] all = Arrays.copyOf(dz, dz.length + summary.length);
            System.arraycopy(summary, 0, all, dz.length, summary.length);
            return all;
        });
        for (int l = 0; l < LANES; l++) {
            final int lane = AT + l;
            final double[] logits = IntStream.range(0, classes)
                    .mapToDouble(k -> z[lane + k * LANES])
                    .toArray();
            final double largest = Arrays.stream(logits).max().orElseThrow();
            final double sum =
                    Arrays.stream(logits).map(v -> Math.exp(v - largest)).sum();
            final int label = (int) summary[SoftmaxSummary.LABEL + l];
            assertEquals(largest, logits[(int) summary[SoftmaxSummary.ARGMAX + l]]);
            assertEquals(largest - logits[label], summary[SoftmaxSummary.GAP + l], 2e-6);
            assertEquals(sum, summary[SoftmaxSummary.SUM + l], 2e-6);
            assertEquals(sum - 1, summary[SoftmaxSummary.OTHERS + l], 2e-6);
            for (int k = 0; k < classes; k++) {
                final double p = Math.exp(logits[k] - largest) / sum;
                assertEquals(scale * (p - (k == label ? 1 : 0)), dz[lane + k * LANES], 2e-7);
            }
        }
    }

    @Test
    void softmaxOfUnusualLogitsHasTheSameBits() {
        final int classes = 5;
        for (int round = 0; round < 50; round++) {
            final float[] z = unusual(classes * LANES);
            final float[] summary = new float[SoftmaxSummary.SIZE];
            final float[] terms = new float[AT + classes * LANES];
            assertSame(kernels -> {
                kernels.softmaxTerms(z, AT, classes, terms, AT, summary);
                return terms.clone();
            });
            assertSame(kernels -> {
                kernels.softmaxTerms(z, AT, classes, terms, AT, summary);
                return summary.clone();
            });
        }
    }

    @Test
    void scoresHitWhereBothAreAboveOrBothAreNot() {
        final int lanes = 4 * LANES;
        final float[] z = unusual(lanes);
        final float[] y = unusual(lanes);
        final int[][] hits = new int[2][AT + lanes];
        PLAIN.scoreHits(z, AT, 0.5f, y, AT, 1f, hits[0], AT, lanes);
        VECTOR.scoreHits(z, AT, 0.5f, y, AT, 1f, hits[1], AT, lanes);
        assertArrayEquals(hits[0], hits[1]);
        for (int i = AT; i < AT + lanes; i++) {
            assertEquals(z[i] > 0.5f == y[i] > 1f, hits[0][i] == 1);
        }
    }

    @Test
    void nonzerosAreNeitherZeroNorMinusZero() {
        final float[] x = unusual(20 * LANES);
        final int[] offsets = {0, 3, 16, 19 * LANES};
        final int[][] masks = new int[2][2 + offsets.length];
        PLAIN.nonzeros(x, AT, offsets, masks[0], 2);
        VECTOR.nonzeros(x, AT, offsets, masks[1], 2);
        assertArrayEquals(masks[0], masks[1]);
        for (int f = 0; f < offsets.length; f++) {
            for (int l = 0; l < LANES; l++) {
                assertEquals(x[AT + offsets[f] + l] != 0, (masks[0][2 + f] >> l & 1) == 1);
            }
        }
    }

    /** Sums of up to 9 terms of at most 20, 6e-8 relative each. */
    @Test
    void lanesAreSummedOverTheTaps() {
        for (int count = 0; count <= 9; count++) {
            final float[] x = numbers(30 * LANES);
            final int[] taps = random.ints(count, 0, 29 * LANES).toArray();
            final float[] before = numbers(LANES);
            final float[] sums = before.clone();
            assertSame(kernels -> {
                System.arraycopy(before, 0, sums, 0, sums.length);
                kernels.sumLanes(x, AT, taps, sums, AT);
                return sums.clone();
            });
            for (int l = AT; l < AT + LANES; l++) {
                double sum = before[l];
                for (final int tap : taps) {
                    sum += x[l + tap];
                }
                assertEquals(sum, sums[l], 2e-5);
            }
        }
    }
}
