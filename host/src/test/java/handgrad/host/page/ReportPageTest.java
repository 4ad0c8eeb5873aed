package handgrad.host.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.UserError;
import handgrad.host.page.part.Resources;
import handgrad.host.page.part.Series;
import handgrad.host.page.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.ParseError;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReportPageTest {
    private static final ZonedDateTime MADE = ZonedDateTime.parse("2026-01-02T03:04:05Z");

    @TempDir
    private Path folder;

    private static String page(Path... folders) {
        final List<Source> sources = new ArrayList<>();
        for (final Path one : folders) {
            sources.addAll(Source.read(one));
        }
        return ReportPage.of(sources, MADE);
    }

    /** The page is valid HTML, parsed without an error. */
    private static Document parse(String html) {
        final Parser parser = Parser.htmlParser().setTrackErrors(10);
        final Document page = parser.parseInput(html, "");
        assertEquals(
                List.of(), parser.getErrors().stream().map(ParseError::toString).toList());
        return page;
    }

    private static String fact(Document page, String name) {
        return page.select("dl > div").stream()
                .filter(pair -> pair.expectFirst("dt").text().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name))
                .expectFirst("dd")
                .text();
    }

    @Test
    void aRunShowsItsFigures() throws IOException {
        final Document page = parse(page(SampleFolders.run(folder.resolve("run"), "m")));

        assertEquals("m on m", page.expectFirst("h1").text());
        assertEquals("m on m – Handgrad", page.title());
        assertEquals("95.00 %", fact(page, "Test accuracy"));
        assertEquals("0.2500", fact(page, "Test loss"));
        assertEquals("1.50 s", fact(page, "Training time"));
        assertEquals("7,850", fact(page, "Parameters"));
        assertEquals("0123456789ab", fact(page, "Commit"));
        assertEquals(
                "scripts/handgrad train m --seed 3",
                page.expectFirst(".command code").text());
        final List<String> cells = page.select(".confusion tbody td").eachText();
        assertEquals(List.of("9", "1", "90.00 %", "·", "10", "100.00 %"), cells);
        assertEquals(1, page.select(".digits img[src^=data:image/png;base64,]").size());
        assertEquals(
                List.of("Loss by epoch", "Accuracy by epoch", "Loss by step", "Time by epoch"),
                page.select(".chart-title").eachText());
    }

    @Test
    void aChartCarriesTheNumbersOfTheFilesAndWhatIsNoNumberAsNull() throws IOException {
        final Document page = parse(page(SampleFolders.run(folder.resolve("run"), "m")));

        final JsonNode loss =
                JsonMapper.shared().readTree(page.select(".chart-data").get(0).data());
        final JsonNode test = loss.get("series").get(1);
        assertEquals(
                List.of(1.125, 0.75, 0.25),
                test.get("y").values().stream().map(JsonNode::asDouble).toList());
        final JsonNode steps =
                JsonMapper.shared().readTree(page.select(".chart-data").get(2).data());
        assertTrue(steps.get("series").get(0).get("y").get(2).isNull(), "the NaN of step 3");
    }

    @Test
    void noNameIsTakenForMarkup() throws IOException {
        final String html =
                page(SampleFolders.nastyRun(folder.resolve("a")), SampleFolders.run(folder.resolve("b"), "m"));
        final Document page = parse(html);

        // Chart.js, its zoom plugin and the page's script are the only scripts: names add none.
        assertEquals(3, page.select("script:not([type])").size());
        assertEquals(0, page.select("[onerror], [onload], [onclick]").size());
        assertFalse(html.contains("<img src=x"), "an unescaped name");
        assertTrue(page.select("h2").eachText().stream().anyMatch(text -> text.startsWith("</script><script>")));
        for (final Element data : page.select(".chart-data")) {
            assertFalse(data.data().contains("<"), "JSON that could end its element");
            assertTrue(JsonMapper.shared().readTree(data.data()).isObject());
        }
    }

    @Test
    void nothingIsLoadedFromAnywhere() throws IOException {
        final Document page = parse(page(SampleFolders.run(folder.resolve("run"), "m")));

        for (final Element element : page.select("[src], [href], [srcset], [action], [data], [poster]")) {
            for (final String attribute : List.of("src", "href", "srcset", "action", "data", "poster")) {
                final String value = element.attr(attribute);
                assertTrue(value.isEmpty() || value.startsWith("data:") || value.startsWith("#"), element.outerHtml());
            }
        }
        final String style = page.expectFirst("style").data();
        assertFalse(style.contains("url(") || style.contains("@import"), "a style that loads");
        final String policy =
                page.expectFirst("meta[http-equiv=Content-Security-Policy]").attr("content");
        assertTrue(policy.startsWith("default-src 'none'; img-src data:; style-src 'sha256-"), policy);
        assertFalse(policy.contains("unsafe"), policy);
        assertFalse(page.outerHtml().contains("sourceMappingURL"), "a file that browsers' tools ask for");
    }

    @Test
    void headingsDescendWithoutAGapAndEverythingHasAName() throws IOException {
        final Document page = parse(page(
                SampleFolders.run(folder.resolve("a"), "m"),
                SampleFolders.run(folder.resolve("b"), "n"),
                SampleFolders.comparison(folder.resolve("c")),
                SampleFolders.ops(folder.resolve("d"))));

        assertEquals("en", page.expectFirst("html").attr("lang"));
        int level = 0;
        for (final Element heading : page.select("main :is(h1, h2, h3, h4, h5, h6)")) {
            final int next = heading.tagName().charAt(1) - '0';
            assertTrue(next <= level + 1, heading.outerHtml() + " after a heading of level " + level);
            level = next;
        }
        assertEquals(1, page.select("h1").size());
        for (final Element section : page.select("main > section")) {
            assertEquals(1, page.select("#" + section.attr("aria-labelledby")).size());
        }
        for (final Element link : page.select("a[href^=#]")) {
            assertEquals(
                    1,
                    page.select("[id=" + link.attr("href").substring(1) + "]").size(),
                    link.outerHtml());
        }
        page.select("img").forEach(image -> assertFalse(image.attr("alt").isBlank(), image.outerHtml()));
        page.select(".plot, .scroll")
                .forEach(box -> assertFalse(box.attr("aria-label").isBlank(), box.className()));
    }

    @Test
    void aComparisonGivesItsAnswerFirst() throws IOException {
        final Document page = parse(page(SampleFolders.comparison(folder)));

        assertEquals(
                "cpu is 20 times as fast as java.", page.expectFirst(".lead").text());
        assertEquals("1.00 ms", fact(page, "A step on cpu"));
        assertEquals("–", fact(page, "A step on java"));
        assertTrue(page.select("li").eachText().contains("cpu is faster than java from a batch of 4 on."));
        assertTrue(page.select("td").eachText().contains("1.0 MiB"));
    }

    @Test
    void aRooflineHasItsRoofsAndLeavesOutWhatHasNoPlace() throws IOException {
        final Document page = parse(page(SampleFolders.ops(folder)));

        final JsonNode chart =
                JsonMapper.shared().readTree(page.expectFirst(".chart-data").data());
        final JsonNode ops = chart.get("series").get(0);
        assertEquals(1, ops.get("x").size(), "a logarithmic axis has no place for the op without operations");
        assertEquals("Conv2dForward c1", ops.get("labels").get(0).asString());
        final JsonNode roof = chart.get("series").get(2);
        // 1e11 operations a second over 1e10 bytes a second: the roof bends at 10 operations a byte.
        assertEquals(10, roof.get("x").get(1).asDouble());
        assertEquals(1e11, roof.get("y").get(1).asDouble());
        assertTrue(page.select("li").eachText().contains("m on opencl: no driver"));
    }

    @Test
    void aSweepNamesItsBestSetting() throws IOException {
        final Document page = parse(page(SampleFolders.sweep(folder)));

        assertEquals(
                "The best by test-accuracy: lr 0.1, batch 20, seed 1.",
                page.expectFirst(".lead").text());
        assertEquals(
                List.of("0.1", "20", "2", "90.00 %", "1.00 %", "0.3000", "1.50 s"),
                page.select("tbody tr").get(0).select("td").eachText());
        assertTrue(page.select("li").eachText().contains("lr=1,seed=0: the loss became NaN"));
        assertEquals(
                "handgrad train m --lr 0.1", page.expectFirst(".command code").text());
    }

    @Test
    void aProfileBeginsWithWhatTakesLongest() throws IOException {
        final Document page = parse(page(SampleFolders.profile(folder)));

        final JsonNode chart =
                JsonMapper.shared().readTree(page.expectFirst(".chart-data").data());
        assertEquals("Conv2dForward c1", chart.get("categories").get(0).asString());
        assertEquals(
                "Most in Conv2dForward c1: 75.00 %.",
                page.expectFirst(".chart-summary").text());
    }

    @Test
    void aBenchmarkShowsMedianAndSpread() throws IOException {
        final Document page = parse(page(SampleFolders.bench(folder)));

        final JsonNode series = JsonMapper.shared()
                .readTree(page.expectFirst(".chart-data").data())
                .get("series")
                .get(0);
        assertEquals(2, series.get("y").get(0).asDouble());
        assertEquals(1.5, series.get("low").get(0).asDouble());
        assertEquals(3, series.get("high").get(0).asDouble());
    }

    @Test
    void aRunThatDidNotEndShowsHowFarItGot() throws IOException {
        final Path run = SampleFolders.run(folder.resolve("run"), "m");
        for (final String file : List.of("result.json", "confusion.csv", "misclassified.csv", "steps.csv")) {
            Files.delete(run.resolve(file));
        }
        Files.writeString(
                run.resolve("metrics.csv"), "epoch,seconds,running_loss,running_accuracy,test_loss,test_accuracy\n");

        final Document page = parse(page(run));

        assertTrue(page.expectFirst(".lead").text().startsWith("This run did not end"));
        assertEquals(0, page.select(".chart").size());
    }

    @Test
    void ofARepeatedTrainingThatDidNotEndTheRunsAreShown() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"commandLine\": [\"train\"]}");
        SampleFolders.run(folder.resolve("seed10"), "m");
        SampleFolders.run(folder.resolve("seed9"), "m");

        final Document page = parse(page(folder));

        assertEquals("2 runs side by side", page.expectFirst("h1").text());
        assertEquals(
                List.of("seed9", "seed10"),
                page.select("#results + .scroll tbody th").eachText());
    }

    @Test
    void malformedFilesGiveOneLineThatNamesThem() throws IOException {
        assertSays("config.json is malformed", "config.json", "{\"model\": ");
        assertSays("config.json holds no JSON object", "config.json", "[1]");
        assertSays("config.json has no \"model\"", "config.json", "{}");
        assertSays("\"testAccuracy\" should be a number, not {}", "result.json", "{\"testAccuracy\": {}}");
        assertSays("has no column \"epoch\"", "metrics.csv", "step\n1\n");
        assertSays("row 2 has 1 values, the header 3", "steps.csv", "step,epoch,loss\n1\n");
        assertSays("'x' in row 2 is no number", "steps.csv", "step,epoch,loss\n1,1,x\n");
        assertSays("2 rows of 1 classes", "confusion.csv", "true_class,4\n4,1\n9,1\n");
        assertSays("is no PNG picture", "misclassified.png", "GIF89a");
        assertSays(
                "lies outside of its picture",
                "misclassified.csv",
                "test_sample,label,prediction,probability,x,y,width,height\n1,4,9,0.5,39,0,4,4\n");
    }

    private void assertSays(String expected, String file, String content) throws IOException {
        final Path run = SampleFolders.run(folder.resolve("run"), "m");
        Files.writeString(run.resolve(file), content);
        final String message = assertThrows(UserError.class, () -> page(run)).getMessage();
        assertTrue(message.contains(expected), message);
        assertTrue(message.contains(file), message);
    }

    @Test
    void theColoursAreLegible() {
        final String css = Resources.ofPage("page.css");
        for (int theme = 1; theme <= 2; theme++) {
            for (final String ground : List.of("ground", "surface")) {
                for (final String text : List.of("ink", "quiet", "accent")) {
                    assertContrast(css, theme, text, ground, 4.5);
                }
                for (int series = 0; series < Series.COLORS; series++) {
                    assertContrast(css, theme, "series-" + series, ground, 3);
                }
                assertContrast(css, theme, "edge", ground, 3);
            }
            assertContrast(css, theme, "warn-ink", "warn-ground", 4.5);
            assertContrast(css, theme, "accent", "accent-ground", 4.5);
        }
    }

    private static void assertContrast(String css, int theme, String text, String ground, double least) {
        final double a = luminance(color(css, text, theme));
        final double b = luminance(color(css, ground, theme));
        final double ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
        assertTrue(ratio >= least, text + " on " + ground + ", theme " + theme + ": " + ratio);
    }

    private static int color(String css, String name, int theme) {
        final Matcher matcher = Pattern.compile("--" + name + ": light-dark\\(#([0-9a-f]{6}), #([0-9a-f]{6})\\)")
                .matcher(css);
        assertTrue(matcher.find(), name);
        return Integer.parseInt(matcher.group(theme), 16);
    }

    /** WCAG 2.2, "relative luminance". */
    private static double luminance(int color) {
        final double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int channel = 0; channel < 3; channel++) {
            final double value = (color >> (16 - 8 * channel) & 0xFF) / 255.0;
            sum += weights[channel] * (value <= 0.04045 ? value / 12.92 : Math.pow((value + 0.055) / 1.055, 2.4));
        }
        return sum;
    }
}
