package handgrad.host.data;

import handgrad.dataset.Dataset;
import handgrad.dataset.Inputs;
import handgrad.dataset.PixelScale;
import handgrad.dataset.Targets;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

/**
 * A picture of many samples with their labels, to inspect a data set.
 *
 * @param columns samples beside each other, at least 1
 * @param rows samples below each other, at least 1
 * @param zoom screen pixels along a sample's pixel, at least 1
 */
public record ContactSheet(int columns, int rows, int zoom) {
    /** Ten by ten, three times enlarged. */
    public static final ContactSheet DEFAULT = new ContactSheet(10, 10, 3);

    private static final int GAP = 4;
    private static final int CAPTION = 14;
    private static final Color PAPER = new Color(0x303030);
    private static final Color TEXT = new Color(0xffd060);

    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if one is below 1
     */
    public ContactSheet {
        if (columns < 1 || rows < 1 || zoom < 1) {
            throw new IllegalArgumentException("a contact sheet needs columns, rows and zoom of at least 1");
        }
    }

    /**
     * Draws the first samples of a data set of one-channel pictures, row by row, each with its label above.
     *
     * @param dataset samples of shape 1×rows×columns; what it lacks is left blank
     * @param pixels how its bytes became floats, which says what is white
     * @return a picture of all cells
     * @throws IllegalArgumentException if the samples are no one-channel pictures
     */
    public BufferedImage render(Dataset dataset, PixelScale pixels) {
        if (dataset.sampleShape().rank() != 3 || dataset.sampleShape().dimension(0) != 1) {
            throw new IllegalArgumentException(dataset.name() + " has samples of " + dataset.sampleShape()
                    + ", which are no pictures of one channel");
        }
        final int height = dataset.sampleShape().dimension(1);
        final int width = dataset.sampleShape().dimension(2);
        final int cellWidth = width * zoom + GAP;
        final int cellHeight = height * zoom + GAP + CAPTION;
        final BufferedImage sheet =
                new BufferedImage(columns * cellWidth + GAP, rows * cellHeight + GAP, BufferedImage.TYPE_INT_RGB);
        final Graphics2D graphics = sheet.createGraphics();
        graphics.setColor(PAPER);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, CAPTION - 3));
        graphics.setColor(TEXT);
        for (int i = 0; i < Math.min(columns * rows, dataset.count()); i++) {
            final int left = GAP + i % columns * cellWidth;
            final int top = GAP + i / columns * cellHeight;
            graphics.drawString(label(dataset.targets(), i), left, top + CAPTION - 3);
            paint(sheet, left, top + CAPTION, dataset.inputs(), i * width * height, width, height, pixels);
        }
        graphics.dispose();
        return sheet;
    }

    private static String label(Targets targets, int index) {
        return switch (targets) {
            case Targets.Classes(int[] labels, int _) -> String.valueOf(labels[index]);
            case Targets.Reals(float[] values, int width) -> String.valueOf(values[index * width]);
        };
    }

    private void paint(
            BufferedImage sheet,
            int left,
            int top,
            Inputs inputs,
            int offset,
            int width,
            int height,
            PixelScale pixels) {
        for (int y = 0; y < height * zoom; y++) {
            for (int x = 0; x < width * zoom; x++) {
                final float share = inputs.at(offset + y / zoom * width + x / zoom) / pixels.largest();
                final int grey = Math.clamp(Math.round(share * 255), 0, 255);
                sheet.setRGB(left + x, top + y, grey * 0x010101);
            }
        }
    }
}
