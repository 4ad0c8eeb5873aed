package handgrad.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.random.RandomStream.Kind;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Properties of every kind of stream. */
class RandomStreamTest {
    private static final String ZEROS = "0".repeat(16);

    @Test
    void kindsHaveTheNamesOfTheCommandLine() {
        assertSame(Kind.HANDGRAD, Kind.parse("handgrad"));
        assertSame(Kind.TORCH, Kind.parse("torch"));
        assertSame(Kind.NUMPY, Kind.parse("numpy"));
        final Exception refused = assertThrows(IllegalArgumentException.class, () -> Kind.parse("Torch"));
        assertEquals("unknown random stream 'Torch': choose one of handgrad, torch, numpy", refused.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void tellsItsName(Kind kind) {
        assertEquals(kind.toString(), RandomStream.of(kind, 0).name());
        assertEquals(kind == Kind.HANDGRAD, RandomStream.of(kind, 0).splittable());
    }

    @Test
    void handgradIsTheDefault() {
        assertEquals(
                RandomStream.of(Kind.HANDGRAD, 12).state(), RandomStream.of(12).state());
    }

    /**
     * States of new streams, with and without a cached normal, and around the 624 outputs after which the state is
     * regenerated.
     */
    @ParameterizedTest
    @EnumSource
    void aRestoredStreamGoesOnBitForBit(Kind kind) {
        for (final int normals : new int[] {0, 1, 2, 7, 311, 312, 313}) {
            final RandomStream stream = RandomStream.of(kind, 3);
            IntStream.range(0, normals).forEach(i -> stream.nextNormal());
            final String state = stream.state();
            final RandomStream restored = RandomStream.restore(state);
            assertEquals(state, restored.state());
            assertArrayEquals(everything(stream), everything(restored));
            assertEquals(stream.state(), restored.state());
            assertTrue(state.chars().allMatch(character -> character >= ' ' && character <= '~'));
        }
    }

    private static double[] everything(RandomStream stream) {
        final double[] drawn = new double[2000];
        for (int i = 0; i < drawn.length; i += 5) {
            drawn[i] = stream.nextNormal();
            drawn[i + 1] = stream.nextFloat();
            drawn[i + 2] = stream.nextDouble();
            drawn[i + 3] = stream.nextInt(1000);
            drawn[i + 4] = Double.longBitsToDouble(stream.nextLong() & 0x000f_ffff_ffff_ffffL);
        }
        return drawn;
    }

    private static Stream<String> malformedStates() {
        final String torch = RandomStream.of(Kind.TORCH, 0).state();
        final String handgrad = RandomStream.of(0).state();
        final String words = torch.split(" ")[3];
        return Stream.of(
                "",
                " ",
                "mersenne v1 624",
                "torch",
                "numpy v1",
                torch + " ",
                torch + "\n",
                torch + " none",
                torch.replace("v1", "v2"),
                torch.replace(" 624 ", " 625 "),
                torch.replace(" 624 ", " 0 "),
                torch.replace(" 624 ", " -1 "),
                torch.replace(" 624 ", " 99999999999 "),
                torch.replace("none", "never"),
                torch.replace("none", "7ff8000000000000"),
                torch.replace("none", "7ff0000000000000"),
                torch.replace(words, words.substring(8)),
                torch.replace(words, words + "00000000"),
                torch.replace(words, words.substring(1) + "g"),
                torch.replace(words, "7fffffff" + "0".repeat(words.length() - 8)),
                handgrad.replaceFirst("handgrad", "torch"),
                handgrad.replaceFirst(" none", ""),
                handgrad.replaceFirst(ZEROS, "0".repeat(15)),
                String.join(" ", "handgrad", "v1", ZEROS, ZEROS, ZEROS, ZEROS, ZEROS, "none"));
    }

    @ParameterizedTest
    @MethodSource("malformedStates")
    void refusesAMalformedState(String state) {
        final Exception refused = assertThrows(IllegalArgumentException.class, () -> RandomStream.restore(state));
        assertTrue(refused.getMessage().contains("random st"), refused.getMessage());
        assertTrue(refused.getMessage().length() < 200, refused.getMessage());
        assertFalse(refused.getMessage().contains("\n"), refused.getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void aPermutationHoldsEachNumberOnce(Kind kind) {
        final RandomStream stream = RandomStream.of(kind, 1);
        for (final int count : new int[] {0, 1, 2, 3, 17, 1000}) {
            final int[] order = stream.permutation(count);
            Arrays.sort(order);
            assertArrayEquals(IntStream.range(0, count).toArray(), order);
        }
        assertThrows(IllegalArgumentException.class, () -> stream.permutation(-1));
    }

    /**
     * A thousand draws for each of the 24 orders of 4 elements: χ² with 23 degrees of freedom exceeds 72 once in a
     * million.
     */
    @ParameterizedTest
    @EnumSource
    void allPermutationsAreEquallyLikely(Kind kind) {
        final RandomStream stream = RandomStream.of(kind, 2);
        final int[] counts = new int[256];
        for (int i = 0; i < 24_000; i++) {
            counts[Arrays.stream(stream.permutation(4)).reduce(0, (code, place) -> 4 * code + place)]++;
        }
        assertEquals(24, Arrays.stream(counts).filter(count -> count > 0).count());
        assertTrue(chiSquare(Arrays.stream(counts).filter(count -> count > 0).toArray()) < 72);
    }

    /** χ² with 9 degrees of freedom exceeds 46 once in a million. */
    @ParameterizedTest
    @EnumSource
    void integersAreEquallyLikely(Kind kind) {
        final RandomStream stream = RandomStream.of(kind, 3);
        final int[] counts = new int[10];
        for (int i = 0; i < 100_000; i++) {
            counts[stream.nextInt(10)]++;
        }
        assertTrue(chiSquare(counts) < 46, Arrays.toString(counts));
    }

    /**
     * For the bound 3·2²⁹, a remainder of 32 bits would give two thirds of the results 3/8 of the draws each, and a
     * multiplication likewise two of three residues: χ² would be about 940. With 2 degrees of freedom it exceeds 28
     * once in a million. The torch stream is excluded, since PyTorch takes the remainder.
     */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TORCH")
    void largeBoundsFavourNothing(Kind kind) {
        final RandomStream stream = RandomStream.of(kind, 4);
        final int third = 1 << 29;
        final int[] thirds = new int[3];
        final int[] residues = new int[3];
        for (int i = 0; i < 30_000; i++) {
            final int drawn = stream.nextInt(3 * third);
            thirds[drawn / third]++;
            residues[drawn % 3]++;
        }
        assertTrue(chiSquare(thirds) < 28, Arrays.toString(thirds));
        assertTrue(chiSquare(residues) < 28, Arrays.toString(residues));
    }

    @ParameterizedTest
    @EnumSource
    void integersReachBothEndsAndNoFurther(Kind kind) {
        final RandomStream stream = RandomStream.of(kind, 5);
        for (final int bound : new int[] {1, 2, 3, 7, 8}) {
            final int[] drawn = ReferenceDraws.integers(stream, 1000, bound);
            assertEquals(0, Arrays.stream(drawn).min().orElseThrow());
            assertEquals(bound - 1, Arrays.stream(drawn).max().orElseThrow());
        }
        assertThrows(IllegalArgumentException.class, () -> stream.nextInt(0));
        assertThrows(IllegalArgumentException.class, () -> stream.nextInt(-3));
    }

    /**
     * Tolerances of five standard deviations, which a correct stream exceeds once in two million: √(1/12n) for the mean
     * of n uniforms, √((1/5 − 1/9)/n) for their mean square.
     */
    @ParameterizedTest
    @EnumSource
    void uniformsHaveTheMomentsOfTheUniform(Kind kind) {
        final int count = 100_000;
        final RandomStream stream = RandomStream.of(kind, 6);
        assertUniform(ReferenceDraws.uniformDoubles(stream, count, -2, 3), -2, 3);
        final float[] floats = ReferenceDraws.uniformFloats(stream, count, -2, 3);
        assertUniform(IntStream.range(0, count).mapToDouble(i -> floats[i]).toArray(), -2, 3);
        assertUniform(
                IntStream.range(0, count).mapToDouble(i -> stream.nextFloat()).toArray(), 0, 1);
        assertUniform(
                IntStream.range(0, count).mapToDouble(i -> stream.nextDouble()).toArray(), 0, 1);
    }

    private static void assertUniform(double[] drawn, double low, double high) {
        double sum = 0;
        double squares = 0;
        for (final double value : drawn) {
            assertTrue(value >= low && value < high, "out of limits: " + value);
            final double share = (value - low) / (high - low);
            sum += share;
            squares += share * share;
        }
        assertEquals(1.0 / 2, sum / drawn.length, 5 * Math.sqrt(1.0 / 12 / drawn.length));
        assertEquals(1.0 / 3, squares / drawn.length, 5 * Math.sqrt((1.0 / 5 - 1.0 / 9) / drawn.length));
    }

    /**
     * Tolerances of five standard deviations: √(1/n) for the mean of n normals, √(2/n) for the second moment, √(15/n)
     * for the third, √((105 − 9)/n) for the fourth. With an odd length, torch's last block is partial.
     */
    @ParameterizedTest
    @EnumSource
    void normalsHaveTheMomentsOfTheNormal(Kind kind) {
        final int count = 100_001;
        final RandomStream stream = RandomStream.of(kind, 7);
        assertNormal(ReferenceDraws.normalDoubles(stream, count, 3, 0.5), 3, 0.5);
        final float[] floats = ReferenceDraws.normalFloats(stream, count, 3, 0.5);
        assertNormal(IntStream.range(0, count).mapToDouble(i -> floats[i]).toArray(), 3, 0.5);
        assertNormal(
                IntStream.range(0, count).mapToDouble(i -> stream.nextNormal()).toArray(), 0, 1);
    }

    private static void assertNormal(double[] drawn, double mean, double standardDeviation) {
        final double[] moments = new double[5];
        for (final double value : drawn) {
            for (int power = 1; power <= 4; power++) {
                moments[power] += Math.pow((value - mean) / standardDeviation, power) / drawn.length;
            }
        }
        assertEquals(0, moments[1], 5 / Math.sqrt(drawn.length));
        assertEquals(1, moments[2], 5 * Math.sqrt(2.0 / drawn.length));
        assertEquals(0, moments[3], 5 * Math.sqrt(15.0 / drawn.length));
        assertEquals(3, moments[4], 5 * Math.sqrt(96.0 / drawn.length));
    }

    @ParameterizedTest
    @EnumSource
    void oneValueIsNoInterval(Kind kind) {
        assertArrayEquals(
                new float[] {2.5f, 2.5f}, ReferenceDraws.uniformFloats(RandomStream.of(kind, 0), 2, 2.5, 2.5));
        assertArrayEquals(
                new double[] {2.5, 2.5}, ReferenceDraws.uniformDoubles(RandomStream.of(kind, 0), 2, 2.5, 2.5));
        assertArrayEquals(new double[] {2.5, 2.5}, ReferenceDraws.normalDoubles(RandomStream.of(kind, 0), 2, 2.5, 0));
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatNoDistributionHas(Kind kind) {
        final RandomStream stream = RandomStream.of(kind, 0);
        final String before = stream.state();
        for (final int count : new int[] {1, 16}) {
            for (final double wrong : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
                assertThrows(IllegalArgumentException.class, () -> stream.fillNormal(new float[count], 0, wrong));
                assertThrows(IllegalArgumentException.class, () -> stream.fillNormal(new double[count], 0, wrong));
                assertThrows(IllegalArgumentException.class, () -> stream.fillUniform(new float[count], 0, wrong));
                assertThrows(IllegalArgumentException.class, () -> stream.fillUniform(new double[count], 0, wrong));
            }
            assertThrows(IllegalArgumentException.class, () -> stream.fillNormal(new float[count], Double.NaN, 1));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> stream.fillUniform(new double[count], -Double.MAX_VALUE, Double.MAX_VALUE));
            assertThrows(IllegalArgumentException.class, () -> stream.fillUniform(new float[count], 0, 1e39));
        }
        assertEquals(before, stream.state(), "a refused draw took something from the stream");
    }

    @Test
    void aLayerNeedsAnInput() {
        assertThrows(IllegalArgumentException.class, () -> DefaultInitialisation.limit(0));
        assertThrows(IllegalArgumentException.class, () -> DefaultInitialisation.limit(-1));
        final RandomStream stream = RandomStream.of(0);
        assertThrows(
                IllegalArgumentException.class,
                () -> DefaultInitialisation.draw(stream, new float[1], new float[1], 0));
    }

    private static double chiSquare(int[] counts) {
        final double expected = Arrays.stream(counts).average().orElseThrow();
        return Arrays.stream(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
    }
}
