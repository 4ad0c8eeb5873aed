package handgrad.cli.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.opencl.OpenClHere;
import handgrad.cli.CommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ProfileCommandTest {
    /** One thread never waits: the time outside of ops is reading the clock and dispatching the next op. */
    private static final double MOST_OUTSIDE = 0.05;

    private static final int ATTEMPTS = 4;

    /** The file has microseconds with three decimals. */
    private static final double ROUNDING = 0.002;

    private static final double ROUNDING_OF_SUMS = 1e-9;

    private static CommandLine profile(String device, String threads, Path folder) {
        return CommandLine.run(
                "profile",
                "lenet5-modern",
                "--device",
                device,
                "--threads",
                threads,
                "--dataset",
                "generated",
                "--limit",
                "48",
                "--batch",
                "16",
                "--seconds",
                "0.02",
                "--output",
                folder.toString(),
                "--json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cpu", "java"})
    void opTimesAddUpToTheStep(String device, @TempDir Path folder) throws IOException {
        JsonNode report = profile(device, "1", folder).json();
        // Another program may interrupt between two ops as well as within one; a wrong count would be wrong every time.
        for (int more = 1; more < ATTEMPTS && outside(report) > MOST_OUTSIDE; more++) {
            report = profile(device, "1", folder).json();
        }

        assertTrue(outside(report) >= -ROUNDING_OF_SUMS && outside(report) <= MOST_OUTSIDE, "" + outside(report));
        final double step = report.get("stepSeconds").asDouble();
        final Set<String> named = new HashSet<>();
        double sum = 0;
        for (final JsonNode row : report.get("rows")) {
            sum += row.get("seconds").asDouble();
            row.get("ops").forEach(op -> named.add(op.asString()));
        }
        assertEquals(step, sum, 1e-9 * step, "the rows");
        assertTrue(
                named.containsAll(List.of("GatherRows", "Conv2dForward", "Conv2dBackwardInput", "Update", "Advance")));
        assertEquals("profile", report.get("kind").asString());
        assertEquals(
                report, JsonMapper.shared().readTree(Files.readString(folder.resolve("profile.json"))), "the file");
    }

    /** Ten ops of some tens of nanoseconds each: what is done between them, in every step, must be next to nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"cpu", "java"})
    void opTimesAddUpToTheSmallestSteps(String device, @TempDir Path folder) {
        double outside = 1;
        for (int attempt = 0; attempt < ATTEMPTS && outside > MOST_OUTSIDE; attempt++) {
            outside = outside(CommandLine.run(
                            "profile",
                            "logistic-synthetic",
                            "--device",
                            device,
                            "--seconds",
                            "0.3",
                            "--output",
                            folder.toString(),
                            "--json")
                    .json());
        }

        assertTrue(outside >= -ROUNDING_OF_SUMS && outside <= MOST_OUTSIDE, "" + outside);
    }

    /**
     * With kernels of half a microsecond to 30 µs that are launched one by one, most of a step is launches: these are
     * events of their own, and none of them is stretched. The last is a kernel that does a thousand steps a launch.
     */
    @ParameterizedTest
    @CsvSource({
        "cpu, logistic-synthetic",
        "java, mlp-regression",
        "opencl, logistic-synthetic",
        "opencl, mlp-regression",
        "opencl, two-layer",
        "opencl:plain, svm-synthetic",
        "opencl:gpu, svm-synthetic"
    })
    void theEventsOfEachStepAddUpToIt(String device, String model, @TempDir Path folder) throws IOException {
        if (device.startsWith("opencl")) {
            OpenClHere.require();
        }
        final JsonNode report = CommandLine.run(
                        "profile",
                        model,
                        "--device",
                        device,
                        "--threads",
                        "1",
                        "--seconds",
                        "0.05",
                        "--output",
                        folder.toString(),
                        "--json")
                .json();

        final JsonNode events = JsonMapper.shared()
                .readTree(Files.readString(folder.resolve("trace.json")))
                .get("traceEvents");
        for (final JsonNode step : of(events, 0)) {
            final double start = step.get("ts").asDouble();
            final double took = step.get("dur").asDouble();
            final double named = of(events, 1).stream()
                    .filter(event -> !event.get("cat").asString().equals("none"))
                    .filter(event -> event.get("ts").asDouble() >= start - ROUNDING
                            && event.get("ts").asDouble() < start + took - ROUNDING)
                    .mapToDouble(event -> event.get("dur").asDouble())
                    .sum();
            assertEquals(took, named, MOST_OUTSIDE * took + ROUNDING, "" + step);
        }
        final double named = seconds(report, "op") + seconds(report, "backend") + seconds(report, "between");
        assertEquals(report.get("stepSeconds").asDouble(), named, ROUNDING_OF_SUMS, "the rows");
        assertEquals(
                report.get("opSeconds").asDouble(), seconds(report, "op") + seconds(report, "backend"), 1e-12, "ops");
        assertEquals(device.startsWith("opencl"), seconds(report, "between") > 0, "" + report);
    }

    private static double seconds(JsonNode report, String kind) {
        return StreamSupport.stream(report.get("rows").spliterator(), false)
                .filter(row -> row.get("kind").asString().equals(kind))
                .mapToDouble(row -> row.get("seconds").asDouble())
                .sum();
    }

    /** The share of a step that is in no op. */
    private static double outside(JsonNode report) {
        return 1
                - report.get("opSeconds").asDouble() / report.get("stepSeconds").asDouble();
    }

    /**
     * The trace follows "Trace Event Format": every complete event has the required fields, and events of a track do
     * not overlap.
     */
    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void theTraceIsWellFormedAndComplete(String threads, @TempDir Path folder) throws IOException {
        profile("cpu", threads, folder).succeeded();

        final JsonNode events = JsonMapper.shared()
                .readTree(Files.readString(folder.resolve("trace.json")))
                .get("traceEvents");
        final Set<Integer> named = new HashSet<>();
        for (final JsonNode event : events) {
            assertTrue(
                    event.get("name").isString()
                            && event.get("pid").isInt()
                            && event.get("tid").isInt(),
                    "" + event);
            switch (event.get("ph").asString()) {
                case "M" -> named.add(event.get("tid").asInt());
                case "X" -> {
                    assertTrue(
                            event.get("ts").asDouble() >= 0 && event.get("dur").asDouble() >= 0, "" + event);
                    assertTrue(
                            event.get("cat").isString()
                                    && named.contains(event.get("tid").asInt()),
                            "" + event);
                }
                default -> throw new AssertionError("an unknown phase: " + event);
            }
        }
        for (final JsonNode step : of(events, 0)) {
            for (final int track : named) {
                if (track > 0) {
                    assertFilled(step, of(events, track));
                }
            }
        }
    }

    /** Each event of a track begins where the one before ended, from the step's start to its end. */
    private static void assertFilled(JsonNode step, List<JsonNode> events) {
        final double start = step.get("ts").asDouble();
        final double end = start + step.get("dur").asDouble();
        double reached = start;
        for (final JsonNode event : events) {
            final double from = event.get("ts").asDouble();
            if (from >= start - ROUNDING && from + event.get("dur").asDouble() <= end + ROUNDING) {
                assertEquals(reached, from, ROUNDING, "" + event);
                reached = from + event.get("dur").asDouble();
            }
        }
        assertEquals(end, reached, ROUNDING, "the end of a step");
    }

    private static List<JsonNode> of(JsonNode events, int track) {
        return StreamSupport.stream(events.spliterator(), false)
                .filter(event -> event.get("ph").asString().equals("X")
                        && event.get("tid").asInt() == track)
                .toList();
    }

    @Test
    void theTableNamesTheWork(@TempDir Path folder) {
        final String table = CommandLine.run(
                        "profile", "two-layer", "--device", "java", "--seconds", "0.01", "--output", folder.toString())
                .succeeded()
                .out();

        assertTrue(table.contains("LinearBackwardWeight") && table.contains("100.0 %"), table);
        assertTrue(table.contains("on java") && table.contains("two-layer"), table);
    }

    @Test
    void aDeviceThatCannotBeWatchedSaysSo() {
        final String line =
                CommandLine.run("profile", "two-layer", "--device", "oracle").error(1);

        assertTrue(line.contains("oracle") && line.contains("cannot time the pieces"), line);
    }
}
