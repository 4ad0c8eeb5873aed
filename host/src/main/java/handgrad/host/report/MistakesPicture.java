package handgrad.host.report;

import handgrad.dataset.Dataset;
import handgrad.host.report.MistakesReport.Mistake;
import handgrad.training.Report.Mistakes;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

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

    /** Draws the samples [1, height, width] of a data set, ink dark on paper. */
    static BufferedImage draw(Mistakes report, String title, Dataset dataset, List<Mistake> mistakes) {
        final int height = dataset.sampleShape().dimension(1) * ZOOM;
        final int width = dataset.sampleShape().dimension(2) * ZOOM;
        final int rows = Math.ceilDiv(mistakes.size(), report.columns());
        final BufferedImage picture = new BufferedImage(
                report.columns() * (width + GAP) + GAP,
                TITLE + rows * (height + CAPTION + GAP),
                BufferedImage.TYPE_INT_RGB);
        final Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, picture.getWidth(), picture.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setColor(Color.BLACK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.BOLD, TITLE_POINTS));
        graphics.drawString(title + ": most confident mistakes", GAP, TITLE / 2 + TITLE_POINTS / 2);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, CAPTION_POINTS));
        final float ink = largest(dataset);
        for (int i = 0; i < mistakes.size(); i++) {
            final int left = GAP + i % report.columns() * (width + GAP);
            final int top = TITLE + i / report.columns() * (height + CAPTION + GAP);
            final Mistake mistake = mistakes.get(i);
            paint(picture, left, top, dataset, mistake.sample(), ink);
            graphics.setColor(Color.LIGHT_GRAY);
            graphics.drawRect(left - 1, top - 1, width + 1, height + 1);
            graphics.setColor(Color.BLACK);
            final String answer = "a %s, taken for %s"
                    .formatted(MistakesReport.name(report, mistake.yes()), MistakesReport.name(report, !mistake.yes()));
            graphics.drawString(answer, left, top + height + LINE);
            graphics.drawString(
                    String.format(Locale.ROOT, "%.2f %%", 100 * mistake.confidence()), left, top + height + 2 * LINE);
        }
        graphics.dispose();
        return picture;
    }

    /** The darkest ink of all pictures: 1 or 255, as the model takes its pixels. */
    static float largest(Dataset dataset) {
        float largest = Float.MIN_NORMAL;
        for (final float value : dataset.inputs()) {
            largest = Math.max(largest, value);
        }
        return largest;
    }

    private static void paint(BufferedImage picture, int left, int top, Dataset dataset, int sample, float ink) {
        final int height = dataset.sampleShape().dimension(1);
        final int width = dataset.sampleShape().dimension(2);
        for (int y = 0; y < height * ZOOM; y++) {
            for (int x = 0; x < width * ZOOM; x++) {
                final float value = dataset.inputs()[(sample * height + y / ZOOM) * width + x / ZOOM];
                final int grey = Math.clamp(Math.round(WHITE * (1 - value / ink)), 0, WHITE);
                picture.setRGB(left + x, top + y, grey * 0x010101);
            }
        }
    }
}
