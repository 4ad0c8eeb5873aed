package handgrad.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.CommandLine;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The reports of models, from the command line to the files. */
class ReportsTest {
    @TempDir
    private Path folder;

    private JsonNode train(String model, String... more) {
        return CommandLine.run(
                        List.of("train", model, "--device", "oracle", "--output", folder.toString(), "--json"), more)
                .json();
    }

    private List<String> lines(String name) throws IOException {
        return Files.readAllLines(folder.resolve(name));
    }

    private void assertPicture(String name) throws IOException {
        final BufferedImage picture = ImageIO.read(folder.resolve(name).toFile());
        assertTrue(picture.getWidth() > 100 && picture.getHeight() > 100, name);
    }

    private static String finding(JsonNode report, int index) {
        return report.get("findings").get(index).asString();
    }

    @Test
    void theTwoLayerNetworkShowsItsCurvesAndThePublishedMeanLoss() throws IOException {
        final JsonNode report = train("two-layer", "--rng", "numpy");

        assertEquals("mean loss of the last 50 steps: 0.01637", finding(report, 0));
        final List<String> fit = lines("fit.csv");
        assertEquals(
                "x,truth,after_2000_steps,after_4000_steps,after_6000_steps,after_8000_steps,after_10000_steps",
                fit.getFirst());
        assertEquals(1 + 1024, fit.size());
        final String[] first = fit.get(1).split(",");
        assertEquals(-2, Double.parseDouble(first[0]));
        assertEquals(-4 * Math.cos(8), Double.parseDouble(first[1]), 1e-12);
        assertEquals(1 + 200, lines("mean-losses.csv").size());
        assertPicture("fit.png");
        assertPicture("mean-losses.png");
    }

    @Test
    void theSupportVectorMachineIsHeldAgainstTheFormulasAndLogisticRegression() throws IOException {
        final JsonNode report = train("svm-synthetic", "--rng", "numpy", "--epochs", "50");

        assertEquals(0, report.get("stepsAtKink").asInt());
        // The oracle trains in double precision too; only the losses are rounded to float32, 6e-8 relative.
        final double worst = Double.parseDouble(finding(report, 0).replaceAll(".*more than ([-0-9.e]+), of.*", "$1"));
        assertTrue(worst < 1e-6, finding(report, 0));
        assertTrue(finding(report, 1).startsWith("svm-synthetic: "), finding(report, 1));
        assertTrue(finding(report, 2).startsWith("logistic-synthetic: "), finding(report, 2));
        final int right = (int) Math.round(30 * report.get("trainAccuracy").asDouble());
        assertTrue(
                lines("against.csv").get(1).startsWith("svm-synthetic," + right + ",30,"),
                lines("against.csv").get(1));
        assertPicture("by-hand.png");
        assertPicture("against.png");
    }

    @Test
    void theBoundaryRunsBetweenDiscAndRing() throws IOException {
        final JsonNode report = train("svm-features");

        assertEquals("30 of 30 points on their side of the boundary", finding(report, 0));
        final List<String> boundary = lines("boundary.csv");
        int pieces = 0;
        for (final String line : boundary.subList(1, boundary.size())) {
            final String[] fields = line.split(",");
            if (Double.parseDouble(fields[0]) == 0) {
                final double radius = Math.hypot(Double.parseDouble(fields[1]), Double.parseDouble(fields[2]));
                assertTrue(radius > 1 && radius < 3, line);
                pieces++;
            }
        }
        assertTrue(pieces > 500, pieces + " pieces");
        assertPicture("boundary.png");
    }

    @Test
    void mistakesAndThresholdsAreShown() throws IOException {
        final JsonNode report = train(
                "logistic-l2",
                "--dataset",
                "generated-4-9",
                "--limit",
                "2000",
                "--epochs",
                "2",
                "--l2-scaling",
                "samples");

        assertEquals("samples", report.get("l2Scaling").asString());
        assertEquals(0.01f, report.get("lambda").asFloat());
        final int samples = report.get("testSamples").asInt();
        final long right = Math.round(report.get("testAccuracy").asDouble() * samples);
        assertTrue(
                lines("thresholds.csv").get(5).startsWith("0.5," + right + "," + samples),
                lines("thresholds.csv").get(5));
        assertEquals(Math.min(20, samples - right), lines("mistakes.csv").size() - 1);
        assertPicture("thresholds.png");
    }
}
