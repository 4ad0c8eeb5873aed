package handgrad.host.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import handgrad.host.page.source.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The page in a browser, as its reader uses it. Skipped where there is no Chromium, unless HANDGRAD_NEED_CHROMIUM is 1.
 */
class ReportBrowserTest {
    private static final Map<String, Object> LEFT = Map.of("button", "left", "buttons", 1, "clickCount", 1);

    @TempDir
    private static Path folder;

    private static Chromium chromium;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        final Optional<Path> program = Chromium.find();
        final boolean required = "1".equals(System.getenv("HANDGRAD_NEED_CHROMIUM"));
        assertTrue(program.isPresent() || !required, "HANDGRAD_NEED_CHROMIUM is 1, and there is no Chromium");
        assumeTrue(program.isPresent(), "no Chromium (Debian: apt-get install chromium)");
        chromium = Chromium.start(program.get(), folder.resolve("profile"));
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    private static void open(Path... sources) throws IOException {
        final List<Source> all = new ArrayList<>();
        for (final Path source : sources) {
            all.addAll(Source.read(source));
        }
        final Path page = folder.resolve("report.html");
        Files.writeString(page, ReportPage.of(all, ZonedDateTime.now()));
        chromium.prefers("light");
        chromium.width(1100, false);
        chromium.open(page);
        assertTrue(
                chromium.evaluate("'ready' in document.documentElement.dataset").asBoolean(), "the script ended early");
    }

    private static Path run(String name) throws IOException {
        return SampleFolders.run(folder.resolve(name), "m");
    }

    /** The middle of a chart's canvas, in the window, and its size. */
    private static JsonNode place(String chart) {
        return chromium.evaluate("(() => { const figure = " + figure(chart) + ";"
                + "figure.querySelector('.plot').scrollIntoView({block: 'center', behavior: 'instant'});"
                + "const box = figure.querySelector('canvas').getBoundingClientRect();"
                + "return {x: box.x + box.width / 2, y: box.y + box.height / 2, width: box.width}; })()");
    }

    private static String figure(String chart) {
        return "[...document.querySelectorAll('.chart')].find((one) => one.querySelector('.chart-title').textContent"
                + " === '"
                + chart + "')";
    }

    private static String chart(String title) {
        return "Chart.getChart(" + figure(title) + ".querySelector('canvas'))";
    }

    private static double width(String title) {
        return chromium.evaluate(chart(title) + ".scales.x.max - " + chart(title) + ".scales.x.min")
                .asDouble();
    }

    @Test
    void nothingIsAskedForAndNothingGoesWrong() throws IOException {
        open(
                SampleFolders.nastyRun(folder.resolve("nasty")),
                run("other"),
                SampleFolders.comparison(folder.resolve("comparison")),
                SampleFolders.ops(folder.resolve("ops")),
                SampleFolders.sweep(folder.resolve("sweep")),
                SampleFolders.profile(folder.resolve("profile")),
                SampleFolders.bench(folder.resolve("bench")));
        chromium.prefers("dark");
        chromium.width(360, true);

        final List<String> asked = chromium.events("Network.requestWillBeSent").stream()
                .map(event -> event.get("request").get("url").asString())
                .filter(address -> !address.startsWith("data:") && !address.endsWith("/report.html"))
                .toList();
        assertEquals(List.of(), asked);
        assertEquals(List.of(), chromium.events("Log.entryAdded"));
        assertEquals(List.of(), chromium.events("Runtime.exceptionThrown"));
        assertEquals(List.of(), chromium.events("Runtime.consoleAPICalled"));
        assertEquals(List.of(), chromium.events("Page.javascriptDialogOpening"));
    }

    @Test
    void hoveringShowsTheValues() throws IOException {
        open(run("run"));
        final JsonNode place = place("Loss by epoch");

        chromium.mouse("mouseMoved", place.get("x").asDouble(), place.get("y").asDouble(), Map.of());

        assertTrue(
                chromium.evaluate(chart("Loss by epoch") + ".tooltip.opacity").asDouble() > 0);
        final String shown = chromium.evaluate(
                        chart("Loss by epoch") + ".tooltip.body.flatMap((item) => item.lines).join('; ')")
                .asString();
        // The second of three epochs lies in the middle.
        assertEquals("training, while the epoch went on: 1.5; test, after the epoch: 0.75", shown);
        assertEquals(
                "epoch 2",
                chromium.evaluate(chart("Loss by epoch") + ".tooltip.title[0]").asString());
    }

    @Test
    void draggingZoomsAndAKeyShowsAllAgain() throws IOException {
        open(run("run"));
        final JsonNode place = place("Loss by step");
        final double x = place.get("x").asDouble();
        final double y = place.get("y").asDouble();
        final double before = width("Loss by step");

        chromium.mouse("mousePressed", x - 100, y, LEFT);
        chromium.mouse("mouseMoved", x, y, LEFT);
        chromium.mouse("mouseMoved", x + 100, y, LEFT);
        chromium.mouse("mouseReleased", x + 100, y, LEFT);

        assertTrue(width("Loss by step") < before / 2, "not zoomed by dragging");
        chromium.key("0");
        assertEquals(before, width("Loss by step"));
        chromium.key("+");
        assertTrue(width("Loss by step") < before, "not zoomed by a key");
        chromium.key("Escape");
        assertEquals(before, width("Loss by step"));
    }

    @Test
    void theWheelZoomsOnlyAChartThatHasTheFocus() throws IOException {
        open(run("run"));
        final JsonNode place = place("Loss by step");
        final double before = width("Loss by step");
        final Map<String, Object> wheel = Map.of("deltaX", 0, "deltaY", -240);

        chromium.mouse("mouseWheel", place.get("x").asDouble(), place.get("y").asDouble(), wheel);
        assertEquals(before, width("Loss by step"));

        chromium.evaluate(figure("Loss by step") + ".querySelector('.plot').focus()");
        final JsonNode focused = place("Loss by step");
        chromium.mouse(
                "mouseWheel", focused.get("x").asDouble(), focused.get("y").asDouble(), wheel);
        assertTrue(width("Loss by step") < before, "not zoomed by the wheel");
    }

    @Test
    void arrowKeysReadTheValuesAloud() throws IOException {
        open(run("run"));
        chromium.evaluate(figure("Accuracy by epoch") + ".querySelector('.plot').focus()");

        chromium.key("ArrowRight");
        chromium.key("ArrowRight");

        assertEquals(
                "epoch 2: training, while the epoch went on 50 %, test, after the epoch 75 %",
                chromium.evaluate("document.getElementById('announcer').textContent")
                        .asString()
                        .replace('\u00A0', ' '));
    }

    @Test
    void theTableHasTheFiguresOfTheChart() throws IOException {
        open(run("run"));
        chromium.evaluate(figure("Loss by epoch") + ".querySelector('[data-action=table]').click()");

        final JsonNode cells = chromium.evaluate("[..." + figure("Loss by epoch")
                + ".querySelectorAll('.chart-table:not([hidden]) tbody tr')].map((row) =>"
                + " [...row.cells].map((one) => one.textContent).join(' '))");
        assertEquals(
                List.of("1 2.25 1.125", "2 1.5 0.75", "3 0.5 0.25"),
                cells.values().stream().map(JsonNode::asString).toList());
    }

    @Test
    void aSeriesIsHiddenByItsLegend() throws IOException {
        open(run("run"));
        chromium.evaluate(figure("Loss by epoch") + ".querySelector('.legend button').click()");

        assertFalse(chromium.evaluate(chart("Loss by epoch") + ".isDatasetVisible(0)")
                .asBoolean());
        assertTrue(chromium.evaluate(chart("Loss by epoch") + ".isDatasetVisible(1)")
                .asBoolean());
    }

    @Test
    void theThemeFollowsTheSystemUntilTheReaderChooses() throws IOException {
        open(run("run"));
        final String light = background();
        chromium.prefers("dark");
        final String dark = background();
        assertNotEquals(light, dark);
        final String curve = chromium.evaluate(chart("Loss by epoch") + ".data.datasets[0].borderColor")
                .asString();

        chromium.evaluate("document.querySelector('.theme').click()");

        assertEquals(light, background());
        assertNotEquals(
                curve,
                chromium.evaluate(chart("Loss by epoch") + ".data.datasets[0].borderColor")
                        .asString());
        chromium.evaluate("localStorage.clear()");
    }

    private static String background() {
        return chromium.evaluate("getComputedStyle(document.body).backgroundColor")
                .asString();
    }

    @Test
    void aNarrowPhoneNeedsNoScrollingToTheSide() throws IOException {
        open(
                run("run"),
                run("other"),
                SampleFolders.comparison(folder.resolve("comparison")),
                SampleFolders.ops(folder.resolve("ops")));
        chromium.width(360, true);

        assertEquals(
                360, chromium.evaluate("document.documentElement.scrollWidth").asInt());
    }

    @Test
    void tenClassesFitOnAPhone() throws IOException {
        final Path run = run("ten");
        final StringBuilder confusion = new StringBuilder("true_class,0,1,2,3,4,5,6,7,8,9\n");
        for (int truth = 0; truth < 10; truth++) {
            confusion
                    .append(truth)
                    .append(truth == 1 ? ",973,1104" : ",973,941")
                    .append(",941".repeat(8))
                    .append('\n');
        }
        Files.writeString(run.resolve("confusion.csv"), confusion);
        open(run);
        chromium.width(390, true);

        final JsonNode widths =
                chromium.evaluate("(() => { const frame = document.querySelector('.confusion').parentElement; return"
                        + " [frame.scrollWidth, frame.clientWidth]; })()");
        assertEquals(widths.get(1).asInt(), widths.get(0).asInt());
    }

    @Test
    void theSpreadOfEachPointIsInsideItsChart() throws IOException {
        open(SampleFolders.sweep(folder.resolve("sweep")));

        // The last setting's accuracy is 0.8 with a deviation of 0.05.
        assertTrue(chromium.evaluate(chart("Test accuracy") + ".scales.y.min").asDouble() <= 0.75);
        assertTrue(chromium.evaluate(chart("Test accuracy") + ".scales.x.min").asDouble() < 1);
    }

    @Test
    void printedBarsStayInTheirFrame() throws IOException {
        final Path comparison = SampleFolders.comparison(folder.resolve("lying"));
        final Path file = comparison.resolve("compare.json");
        // Bars with long names lie.
        Files.writeString(file, Files.readString(file).replace("\"java\"", "\"opencl:0\""));
        open(comparison);
        chromium.call("Emulation.setEmulatedMedia", Map.of("media", "print"));
        chromium.evaluate("dispatchEvent(new Event('beforeprint'))");

        final JsonNode gaps = chromium.evaluate(
                "[...document.querySelectorAll('.chart')].map((one) => one.getBoundingClientRect().bottom -"
                        + " one.querySelector('canvas').getBoundingClientRect().bottom)");
        chromium.call("Emulation.setEmulatedMedia", Map.of("media", ""));

        assertTrue(gaps.size() >= 2);
        gaps.values().forEach(gap -> assertTrue(gap.asDouble() >= 0, "a chart ends below its frame: " + gaps));
    }

    @Test
    void printedChartsAreLight() throws IOException {
        open(run("run"));
        chromium.prefers("dark");
        chromium.evaluate("addEventListener('beforeprint', () => { window.printed = " + chart("Loss by epoch")
                + ".options.plugins.tooltip.backgroundColor; })");

        assertTrue(chromium.pdf().length > 10_000);

        assertEquals("rgb(255, 255, 255)", chromium.evaluate("window.printed").asString());
        assertEquals(
                "rgb(28, 32, 36)",
                chromium.evaluate(chart("Loss by epoch") + ".options.plugins.tooltip.backgroundColor")
                        .asString());
    }
}
