package handgrad.host.data.digits;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.dataset.Dataset;
import handgrad.dataset.PixelScale;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.host.UserError;
import handgrad.program.Shape;
import handgrad.random.RandomStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GeneratedDigitsTest {
    private static final GeneratedDigits SOME = new GeneratedDigits(0, 6000, 1000);

    private static int[] labels(Dataset dataset) {
        return ((Targets.Classes) dataset.targets()).labels();
    }

    @Test
    void drawsDeviationsOfATriangle() {
        final DigitRandom random = new DigitRandom(RandomStream.of(1));
        final int count = 100_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < count; i++) {
            final double deviation = random.deviation(3);
            assertTrue(Math.abs(deviation) <= 3);
            sum += deviation;
            squares += deviation * deviation;
        }
        // The mean of two uniform deviations of ±a has mean 0 and variance a²/6 = 1.5; five standard errors.
        assertEquals(0, sum / count, 5 * Math.sqrt(1.5 / count));
        // The fourth moment of that density is a⁴/15 = 5.4, so the square has a variance of 5.4 − 1.5² = 3.15.
        assertEquals(1.5, squares / count, 5 * Math.sqrt(3.15 / count));
    }

    @Test
    void aCurveGoesThroughItsPoints() {
        final double[] points = {10, 20, 40, 10, 70, 90, 20, 60};
        final double[] curve = Stroke.curve(points).flattened();
        final double[] loop = Stroke.loop(points).flattened();
        for (int i = 0; i < points.length; i += 2) {
            assertEquals(points[i], curve[5 * i], 1e-12);
            assertEquals(points[i + 1], loop[5 * i + 1], 1e-12);
        }
        assertEquals(2 * (3 * 5 + 1), curve.length);
        assertEquals(2 * (4 * 5 + 1), loop.length);
        assertEquals(points[0], loop[loop.length - 2], 1e-12);
        // Equal steps on a straight line: the spline goes along it in equal steps too.
        final double[] line = Stroke.curve(0, 0, 5, 5, 10, 10, 15, 15).flattened();
        assertArrayEquals(new double[] {6, 6, 7, 7, 8, 8, 9, 9, 10, 10}, Arrays.copyOfRange(line, 12, 22), 1e-12);
    }

    @Test
    void thePenFadesOverOnePixel() {
        final DigitPicture picture = new DigitPicture();
        final byte[] pixels = new byte[2 * DigitPicture.PIXELS];
        picture.clear();
        // Through the middles of row 10, from column 5 to column 8, with a radius of 1: full ink up to a distance of
        // ½, half of it at 1, none from 1½ on.
        picture.draw(new double[] {5.5, 10.5, 8.5, 10.5}, 1);
        picture.develop(1, 200, 0, new DigitRandom(RandomStream.of(0)), pixels, DigitPicture.PIXELS);
        final int[][] expected = new int[28][28];
        for (int column = 5; column <= 8; column++) {
            expected[10][column] = 200;
            expected[9][column] = 100;
            expected[11][column] = 100;
        }
        expected[10][4] = 100;
        expected[10][9] = 100;
        // The corners: √2 away, so 1.5 − 1.41421 = 0.08579 of the ink, 17.16.
        for (final int row : new int[] {9, 11}) {
            expected[row][4] = 17;
            expected[row][9] = 17;
        }
        for (int i = 0; i < DigitPicture.PIXELS; i++) {
            assertEquals(0, pixels[i]);
            assertEquals(expected[i / 28][i % 28], pixels[DigitPicture.PIXELS + i] & 0xff, "pixel " + i);
        }
    }

    @Test
    void aDigitDependsOnSeedPartAndIndexAlone() {
        final Split few = new GeneratedDigits(7, 40, 30).draw(PixelScale.RAW);
        final Split many = new GeneratedDigits(7, 4000, 300).draw(PixelScale.RAW);
        assertArrayEquals(
                few.train().inputs().floats(),
                Arrays.copyOf(many.train().inputs().floats(), 40 * 784));
        assertArrayEquals(labels(few.train()), Arrays.copyOf(labels(many.train()), 40));
        assertArrayEquals(
                few.test().inputs().floats(), Arrays.copyOf(many.test().inputs().floats(), 30 * 784));
        final Split other = new GeneratedDigits(8, 40, 40).draw(PixelScale.RAW);
        assertFalse(Arrays.equals(
                few.train().inputs().floats(), other.train().inputs().floats()));
        assertFalse(Arrays.equals(
                other.test().inputs().floats(), other.train().inputs().floats()));
    }

    /**
     * The pixels must be the same on every Java and every processor. No independent reference exists: this is what the
     * first machine drew, and it changes only when somebody changes the digits.
     */
    @Test
    void drawsTheSamePixelsOnEveryMachine() throws Exception {
        final Dataset digits =
                new GeneratedDigits(0, 1000, 1).draw(PixelScale.RAW).train();
        final MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (final float pixel : digits.inputs().floats()) {
            digest.update((byte) (int) pixel);
        }
        assertEquals(
                "c2f39850af6649dfc1ba532d7f714ed973c8839c3a696a678ffeb7f718886c00",
                HexFormat.of().formatHex(digest.digest()));
    }

    @Test
    void hasTheShapeAndTheBalanceOfMnist() {
        final Split split = SOME.draw(PixelScale.UNIT);
        assertEquals(Shape.of(1, 28, 28), split.train().sampleShape());
        assertEquals(6000, split.train().count());
        assertEquals(1000, split.test().count());
        final int[] counts = new int[10];
        for (final int label : labels(split.train())) {
            counts[label]++;
        }
        // Five standard deviations of a binomial count of 6,000 with p = 1/10 are 116.
        assertTrue(Arrays.stream(counts).allMatch(count -> Math.abs(count - 600) < 116), Arrays.toString(counts));
        double sum = 0;
        for (final float pixel : split.train().inputs().floats()) {
            assertTrue(pixel >= 0 && pixel <= 1);
            sum += pixel;
        }
        // MNIST's mean is 0.13, ink on a seventh of the paper: the picture is neither blank nor black.
        assertEquals(0.13, sum / split.train().inputs().size(), 0.05);
    }

    /** The experiment that the digits are for: a linear model learns them, but not well. */
    @Test
    void aLinearModelStaysBelow97Percent() {
        final Split split = new GeneratedDigits(0, 12_000, 2000).draw(PixelScale.UNIT);
        final double accuracy = SoftmaxRegression.train(split.train(), 6).accuracy(split.test());
        assertTrue(accuracy < 0.97, "test accuracy " + accuracy);
        assertTrue(accuracy > 0.80, "test accuracy " + accuracy);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MAX_VALUE / 784 + 1})
    void refusesSizesThatCannotBe(int count) {
        assertThrows(UserError.class, () -> new GeneratedDigits(0, count, 1));
        assertThrows(UserError.class, () -> new GeneratedDigits(0, 1, count));
    }
}
