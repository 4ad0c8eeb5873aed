package handgrad.host.page.content;

import handgrad.host.UserError;
import handgrad.host.page.part.Part;
import handgrad.host.page.part.Quantity;
import handgrad.host.page.source.CsvTable;
import java.awt.image.BufferedImage;
import java.awt.image.RasterFormatException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import javax.imageio.ImageIO;
import org.jsoup.nodes.Element;

/** The pictures that were answered wrong, each cut from its sheet, with what it is and what it was taken for. */
final class DigitGallery {
    private static final int MOST = 60;

    private DigitGallery() {}

    static void append(Part part, CsvTable table, byte[] sheet) {
        final BufferedImage picture = read(table, sheet);
        final boolean probability = table.header().contains("probability");
        final List<Double> confidence = table.numbers(probability ? "probability" : "distance");
        final List<String> labels = table.texts("label");
        final List<String> predictions = table.texts("prediction");
        final List<String> samples = table.texts("test_sample");
        final List<Integer> x = table.integers("x");
        final List<Integer> y = table.integers("y");
        final List<Integer> width = table.integers("width");
        final List<Integer> height = table.integers("height");
        part.text("The test samples answered wrong with the most confidence: what each is, what it was taken for, and "
                + (probability
                        ? "the probability that the network gave its answer."
                        : "how far beyond the boundary it lies."));
        final Element list = part.element().appendElement("ul").addClass("digits");
        for (int tile = 0; tile < Math.min(MOST, labels.size()); tile++) {
            final Element item = list.appendElement("li");
            final BufferedImage cut;
            try {
                cut = picture.getSubimage(x.get(tile), y.get(tile), width.get(tile), height.get(tile));
            } catch (final RasterFormatException outside) {
                throw new UserError(
                        table.file() + " is malformed: row " + (tile + 2) + " lies outside of its picture", outside);
            }
            item.appendElement("img")
                    .attr("src", "data:image/png;base64," + Base64.getEncoder().encodeToString(png(cut)))
                    .attr("width", String.valueOf(width.get(tile)))
                    .attr("height", String.valueOf(height.get(tile)))
                    .attr("alt", "Test sample " + samples.get(tile) + ":");
            final Element caption = item.appendElement("span").addClass("answer");
            caption.appendElement("span").addClass("visually-hidden").text("a ");
            caption.appendElement("b").text(labels.get(tile));
            caption.appendElement("span").attr("aria-hidden", "true").text(" → ");
            caption.appendElement("span").addClass("visually-hidden").text(" taken for ");
            caption.appendElement("b").addClass("taken").text(predictions.get(tile));
            item.appendElement("span")
                    .addClass("confidence")
                    .text(probability ? Quantity.percent(confidence.get(tile)) : Quantity.number(confidence.get(tile)));
        }
    }

    private static BufferedImage read(CsvTable table, byte[] sheet) {
        try {
            return ImageIO.read(new ByteArrayInputStream(sheet));
        } catch (final IOException | RuntimeException malformed) {
            throw new UserError("the picture of " + table.file() + " is no PNG picture", malformed);
        }
    }

    private static byte[] png(BufferedImage picture) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "png", bytes);
        } catch (final IOException cannotHappenInMemory) {
            throw new UncheckedIOException(cannotHappenInMemory);
        }
        return bytes.toByteArray();
    }
}
