package handgrad.host.report;

import handgrad.dataset.Dataset;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;

/** A grid of pictures, each with its true label, the network's answer and its confidence in percent. */
final class MistakesPicture {
    private static final int ZOOM = 6;
    private static final int GAP = 28;
    private static final int TITLE = 64;
    private static final int CAPTION = 52;
    private static final int TITLE_POINTS = 20;
    private static final int CAPTION_POINTS = 16;
    private static final int LINE = 21;
    private static final int WHITE = 255;

    private MistakesPicture() {}

    /**
     * One of the pictures.
     *
     * @param sample its number in the data set, counted from 0
     * @param answer what it is, and what it was taken for
     * @param confidence how sure the network was
     */
    record Tile(int sample, String answer, String confidence) {}

    /** Draws the samples [1, height, width] of a data set, ink dark on paper. */
    static BufferedImage draw(int columns, String title, Dataset dataset, List<Tile> tiles) {
        final int height = dataset.sampleShape().dimension(1) * ZOOM;
        final int width = dataset.sampleShape().dimension(2) * ZOOM;
        final int rows = Math.ceilDiv(tiles.size(), columns);
        final BufferedImage picture = new BufferedImage(
                columns * (width + GAP) + GAP, TITLE + rows * (height + CAPTION + GAP), BufferedImage.TYPE_INT_RGB);
        final Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.BLACK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, TITLE_POINTS));
        graphics.drawString(title + ": most confident mistakes", GAP, TITLE / 2 + TITLE_POINTS / 2);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, CAPTION_POINTS));
        final float ink = largest(dataset);
        for (int i = 0; i < tiles.size(); i++) {
            final int left = GAP + i % columns * (width + GAP);
            final int top = TITLE + i / columns * (height + CAPTION + GAP);
            final Tile tile = tiles.get(i);
            paint(picture, left, top, dataset, tile.sample(), ink);
            graphics.setColor(Color.LIGHT_GRAY);
            graphics.drawRect(left - 1, top - 1, width + 1, height + 1);
            graphics.setColor(Color.BLACK);
            graphics.drawString(tile.answer(), left, top + height + LINE);
            graphics.drawString(tile.confidence(), left, top + height + 2 * LINE);
        }
        graphics.dispose();
        return picture;
    }

    /** The darkest ink of all pictures: 1 or 255, depending on the model's pixel scale. */
    static float largest(Dataset dataset) {
        float largest = Float.MIN_NORMAL;
        for (int i = 0; i < dataset.inputs().size(); i++) {
            largest = Math.max(largest, dataset.inputs().at(i));
        }
        return largest;
    }

    private static void paint(BufferedImage picture, int left, int top, Dataset dataset, int sample, float ink) {
        final int height = dataset.sampleShape().dimension(1);
        final int width = dataset.sampleShape().dimension(2);
        for (int y = 0; y < height * ZOOM; y++) {
            for (int x = 0; x < width * ZOOM; x++) {
                final float value = dataset.inputs().at((sample * height + y / ZOOM) * width + x / ZOOM);
                final int grey = Math.clamp(Math.round(WHITE * (1 - value / ink)), 0, WHITE);
                picture.setRGB(left + x, top + y, grey * 0x010101);
            }
        }
    }
}
