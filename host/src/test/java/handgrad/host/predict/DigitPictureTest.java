package handgrad.host.predict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.UserError;
import handgrad.host.filter.Picture;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rectangles, whose place in the result is known. */
class DigitPictureTest {
    private static final int SIDE = DigitPicture.SIDE;

    /** A picture with a rectangle of ink on paper. */
    private static char[] rectangle(
            int width, int height, int paper, int ink, int left, int top, int right, int bottom) {
        final char[] samples = new char[width * height];
        for (int i = 0; i < samples.length; i++) {
            final boolean inside = i % width >= left && i % width < right && i / width >= top && i / width < bottom;
            samples[i] = (char) (inside ? ink : paper);
        }
        return samples;
    }

    private static float[] expected(int left, int top, int right, int bottom) {
        final float[] digit = new float[SIDE * SIDE];
        for (int y = top; y < bottom; y++) {
            Arrays.fill(digit, y * SIDE + left, y * SIDE + right, 1);
        }
        return digit;
    }

    private static DigitPicture of(int width, int height, int white, char[]... channels) {
        return DigitPicture.of(new Picture(width, height, white, List.of(channels)), "it");
    }

    /** 40×80 of ink becomes 10×20 in the middle, wherever it lay, whatever the shades. */
    @Test
    void scalesTheInkToTwentyAndCentresIt() {
        final float[] middle = expected(9, 4, 19, 24);

        final DigitPicture dark = of(200, 150, 255, rectangle(200, 150, 230, 20, 130, 5, 170, 85));
        final DigitPicture light = of(90, 300, 65_535, rectangle(90, 300, 0, 40_000, 3, 200, 43, 280));

        // Areas of whole pixels, summed in double precision and rounded once.
        assertArrayEquals(middle, dark.ink(), 1e-6f);
        assertArrayEquals(middle, light.ink(), 1e-6f);
        assertTrue(dark.steps().toString().contains("inverted"), dark.steps().toString());
        assertTrue(
                dark.steps().toString().contains("200×150, of which 40×80 have ink"),
                dark.steps().toString());
        assertEquals(1, light.steps().size(), light.steps().toString());
    }

    /** 5×10 of ink, enlarged by two. */
    @Test
    void enlargesSmallInk() {
        final DigitPicture small = of(12, 14, 255, rectangle(12, 14, 255, 0, 2, 3, 7, 13));

        assertArrayEquals(expected(9, 4, 19, 24), small.ink(), 1e-6f);
    }

    @Test
    void takesAPictureOfItsSizeAsItIs() {
        final char[] samples = rectangle(SIDE, SIDE, 0, 255, 20, 20, 27, 27);

        final DigitPicture same = of(SIDE, SIDE, 255, samples);

        assertArrayEquals(expected(20, 20, 27, 27), same.ink());
        assertEquals(List.of("28×28 already"), same.steps());
    }

    @Test
    void invertsAPictureOfItsSizeWithALightBorder() {
        final DigitPicture inverted = of(SIDE, SIDE, 255, rectangle(SIDE, SIDE, 255, 0, 20, 20, 27, 27));

        assertArrayEquals(expected(20, 20, 27, 27), inverted.ink());
    }

    /** Red ink on white: by Rec. 601, red is 0.299 of white, and the strongest ink there is. */
    @Test
    void makesColoursGrey() {
        final char[] red = rectangle(100, 100, 255, 255, 30, 20, 60, 80);
        final char[] others = rectangle(100, 100, 255, 0, 30, 20, 60, 80);

        final DigitPicture digit = of(100, 100, 255, red, others, others);

        assertArrayEquals(expected(9, 4, 19, 24), digit.ink(), 1e-6f);
        assertEquals("colours made grey", digit.steps().getFirst());
    }

    /** A shade on a part of the paper is no ink. */
    @Test
    void leavesOutFaintShades() {
        final char[] samples = rectangle(200, 150, 255, 0, 130, 5, 170, 85);
        for (int i = 0; i < 200 * 20; i++) {
            samples[130 * 200 + i] = 230;
        }

        assertArrayEquals(expected(9, 4, 19, 24), of(200, 150, 255, samples).ink(), 1e-6f);
    }

    @Test
    void refusesAnEmptyPicture() {
        final UserError refused =
                assertThrows(UserError.class, () -> of(50, 60, 255, rectangle(50, 60, 200, 195, 10, 10, 20, 20)));

        assertTrue(refused.getMessage().contains("there is nothing on it"), refused.getMessage());
    }
}
