package handgrad.host.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.dataset.Dataset;
import handgrad.dataset.PixelScale;
import handgrad.dataset.Targets;
import handgrad.program.Shape;
import java.awt.image.BufferedImage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContactSheetTest {
    @ParameterizedTest
    @EnumSource(PixelScale.class)
    void paintsEachPixelAtItsPlace(PixelScale scale) {
        // Two pictures of 1 × 2 pixels, twice enlarged: cells of 4 + 4 by 2 + 4 + 14 behind a gap of 4.
        final float[] inputs = scale.toFloats(new byte[] {0, (byte) 255, (byte) 128, 64});
        final Dataset dataset =
                new Dataset("two", Shape.of(1, 1, 2), inputs, new Targets.Classes(new int[] {3, 7}, 10));
        final BufferedImage sheet = new ContactSheet(2, 2, 2).render(dataset, scale);
        assertEquals(2 * 8 + 4, sheet.getWidth());
        assertEquals(2 * 20 + 4, sheet.getHeight());
        final int top = 4 + 14;
        assertEquals(0x000000, grey(sheet, 4, top));
        assertEquals(0xffffff, grey(sheet, 6, top));
        assertEquals(0xffffff, grey(sheet, 7, top + 1));
        assertEquals(0x808080, grey(sheet, 12, top));
        assertEquals(0x404040, grey(sheet, 14, top));
        // The second row has no samples.
        assertEquals(grey(sheet, 0, 0), grey(sheet, 4, top + 20));
    }

    @Test
    void writesLabelsAboveEachPicture() {
        final Dataset dataset =
                new Dataset("one", Shape.of(1, 8, 8), new float[64], new Targets.Reals(new float[] {-1}, 1));
        final BufferedImage sheet = new ContactSheet(1, 1, 2).render(dataset, PixelScale.UNIT);
        final int background = grey(sheet, 0, 0);
        assertTrue(IntStream.range(0, sheet.getWidth() * 18)
                .anyMatch(i -> grey(sheet, i % sheet.getWidth(), i / sheet.getWidth()) != background));
    }

    @Test
    void refusesWhatIsNoPicture() {
        final Dataset points =
                new Dataset("points", Shape.of(2), new float[4], new Targets.Reals(new float[] {1, 2}, 1));
        assertThrows(IllegalArgumentException.class, () -> ContactSheet.DEFAULT.render(points, PixelScale.UNIT));
        assertThrows(IllegalArgumentException.class, () -> new ContactSheet(0, 1, 1));
    }

    private static int grey(BufferedImage sheet, int x, int y) {
        return sheet.getRGB(x, y) & 0xffffff;
    }
}
