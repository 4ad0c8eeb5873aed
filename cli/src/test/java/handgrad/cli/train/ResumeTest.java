package handgrad.cli.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.CommandLine;
import handgrad.cli.console.Console;
import handgrad.cli.console.ConsoleLog;
import handgrad.cli.option.Arguments;
import handgrad.cli.option.TrainingPlan;
import handgrad.host.report.FileReporter;
import handgrad.host.run.RunControl;
import handgrad.host.run.RunInterruptedException;
import handgrad.host.run.checkpoint.CheckpointInterval;
import handgrad.host.run.folder.RunFolderPlan;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code train --resume}. */
class ResumeTest {
    @TempDir
    private Path folder;

    private String path(String name) {
        return folder.resolve(name).toString();
    }

    private List<String> training(String run) {
        return CommandLine.smallTraining("java", path(run));
    }

    private CommandLine resume(String run, String... more) {
        return CommandLine.run(List.of("train", "--resume", path(run), "--quiet"), more);
    }

    /** Trains, and is interrupted soon after the first checkpoint, at step three. */
    private void interrupted(String run, String... more) {
        interruptedAfterCheckpoint(run, run, more);
    }

    /** Trains, and is interrupted soon after the first checkpoint of a run, the same or one inside. */
    private void interruptedAfterCheckpoint(String run, String checkpointed, String... more) {
        final List<String> words =
                Stream.concat(training(run).stream().skip(1), Stream.of(more)).toList();
        final Arguments arguments = Arguments.parse("train", new TrainCommand().options(), words);
        final PrintStream nowhere = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        final ConsoleLog log = new ConsoleLog(nowhere, false, false);
        final Path checkpoint = folder.resolve(checkpointed).resolve("checkpoint.safetensors");
        final RunControl control =
                new RunControl(new CheckpointInterval.Steps(3), () -> Files.exists(checkpoint), new FileReporter());
        final Training training = new Training(control, log, new Console(nowhere, nowhere, false), false);
        final TrainingPlan plan = TrainingPlan.of("train", arguments, log);
        final RunFolderPlan place = RunFolderPlan.named(folder.resolve(run), false);
        final int runs = arguments.count("repeat", 1, 9).orElse(0);
        assertThrows(RunInterruptedException.class, () -> {
            if (runs == 0) {
                training.start(plan, TrainingPlan.seed(arguments), place);
            } else {
                training.startAll(plan, LongStream.range(0, runs).boxed().toList(), place);
            }
        });
    }

    private void assertSameRun(String a, String b) throws IOException {
        for (final String file : List.of("model.safetensors", "steps.csv")) {
            assertEquals(
                    -1,
                    Files.mismatch(
                            folder.resolve(a).resolve(file), folder.resolve(b).resolve(file)),
                    file);
        }
    }

    private Map<String, String> contents(String run) throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(run))) {
            return files.collect(Collectors.toMap(file -> file.getFileName().toString(), file -> {
                try {
                    return Files.getLastModifiedTime(file) + " " + Files.size(file);
                } catch (final IOException failure) {
                    throw new IllegalStateException(failure);
                }
            }));
        }
    }

    @Test
    void needsNoOtherOption() throws IOException {
        interrupted("run", "--seed", "5", "--rng", "torch", "--lr", "0.02");
        assertTrue(Files.exists(folder.resolve("run/checkpoint.safetensors")));

        resume("run").succeeded();

        CommandLine.run(training("whole"), "--seed", "5", "--rng", "torch", "--lr", "0.02")
                .succeeded();
        assertSameRun("whole", "run");
        assertEquals(contents("whole").keySet(), contents("run").keySet());
    }

    @Test
    void startsFromTheBeginningWhereThereIsNoCheckpointYet() throws IOException {
        CommandLine.run(training("whole"), "--seed", "1").succeeded();
        Files.createDirectory(folder.resolve("run"));
        Files.copy(folder.resolve("whole/config.json"), folder.resolve("run/config.json"));

        resume("run").succeeded();

        assertSameRun("whole", "run");
    }

    @Test
    void changesNothingOfAFinishedRunAndSaysSoInOneLine() throws IOException {
        CommandLine.run(training("run")).succeeded();
        final Map<String, String> before = contents("run");

        final CommandLine again = resume("run").succeeded();

        assertEquals(1, again.out().lines().count(), again.out());
        assertTrue(again.out().contains("is finished: 2 epochs"), again.out());
        assertEquals(before, contents("run"));
        assertEquals(2, resume("run", "--json").json().get("epochs").asInt());
    }

    @Test
    void makesAnInterruptedRunLonger() throws IOException {
        interrupted("run");

        resume("run", "--epochs", "4").succeeded();

        CommandLine.run(training("first")).succeeded();
        final List<String> longer = training("whole").stream()
                .map(word -> word.equals("2") ? "4" : word)
                .toList();
        CommandLine.run(longer).succeeded();
        assertSameRun("whole", "run");
        assertTrue(resume("first", "--epochs", "4").error(1).contains("is not made longer"));
        assertTrue(resume("run", "--epochs", "3").error(1).contains("is not made shorter"));
    }

    @ParameterizedTest
    @CsvSource({
        "--batch, 3, --batch 3 contradicts the run which was begun with 16",
        "--seed, 1, --seed 1 contradicts the run which was begun without it",
        "--dataset, mnist, begun with generated",
        "--output, x, --output x contradicts",
        "--checkpoint-every, 3days, write a number and a unit",
        "--checkpoint-every, 0s, write a number and a unit",
    })
    void refusesWhatContradictsTheRun(String option, String value, String message) {
        interrupted("run");

        final String line = resume("run", option, value).error(2);

        assertTrue(line.replace(",", "").contains(message), line);
    }

    @Test
    void takesWhatTheRunWasBegunWith() {
        interrupted("run");

        CommandLine.run("train", "softmax-linear", "--batch", "16", "--quiet", "--resume", path("run"))
                .succeeded();
        final String line =
                CommandLine.run("train", "mlp-wide", "--resume", path("run")).error(2);
        assertTrue(line.contains("the run trains softmax-linear, not mlp-wide"), line);
    }

    @Test
    void namesTheFolderThatHoldsNoRun() throws IOException {
        Files.createDirectory(folder.resolve("empty"));

        for (final String name : List.of("empty", "missing")) {
            final String line = resume(name).error(1);
            assertTrue(line.contains("there is no run in " + path(name)), line);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "{\"commandLine\":[\"train\"]}", "{\"commandLine\":", ""})
    void saysThatConfigIsMalformed(String json) throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("run")).resolve("config.json"), json);

        final String line = resume("run").error(1);

        assertTrue(line.contains("config.json"), line);
    }

    @Test
    void goesOnWithAnotherDeviceOnlyWhenToldTo() throws IOException {
        interrupted("run");
        final Path config = folder.resolve("run/config.json");
        Files.writeString(config, Files.readString(config).replace("\"device\" : \"java\"", "\"device\" : \"cpu\""));

        final String line = resume("run").error(1);
        assertTrue(line.contains("so far java (") && line.contains("add --device cpu"), line);

        final CommandLine told = resume("run", "--device", "cpu").succeeded();
        assertTrue(told.err().contains("may differ from an uninterrupted run's in the last bits"), told.err());
    }

    @Test
    void refusesOtherSamplesOfTheSameName() throws IOException {
        interrupted("run");
        final Path checkpoint = folder.resolve("run/checkpoint.safetensors");
        final byte[] bytes = Files.readAllBytes(checkpoint);
        final int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("crc32c:") + "crc32c:".length();
        bytes[at] = (byte) (bytes[at] == '0' ? '1' : '0');
        Files.write(checkpoint, bytes);

        final String line = resume("run").error(1);

        assertTrue(line.contains("the samples of generated are not those"), line);
    }

    @Test
    void refusesACheckpointThatWasCutShort() throws IOException {
        interrupted("run");
        final Path checkpoint = folder.resolve("run/checkpoint.safetensors");
        final byte[] bytes = Files.readAllBytes(checkpoint);
        Files.write(checkpoint, Arrays.copyOf(bytes, bytes.length - 5));

        final String line = resume("run").error(1);

        assertTrue(line.contains("checkpoint.safetensors") && line.contains("cut short"), line);
    }

    @Test
    void goesOnWithARowOfRuns() throws IOException {
        interruptedAfterCheckpoint("row", "row/seed1", "--repeat", "3");
        assertTrue(Files.exists(folder.resolve("row/seed0/result.json")));
        assertTrue(Files.exists(folder.resolve("row/seed1/checkpoint.safetensors")));
        assertFalse(Files.exists(folder.resolve("row/seed2")));

        final CommandLine resumed = resume("row", "--json");

        final CommandLine whole = CommandLine.run(training("whole"), "--repeat", "3", "--json");
        assertEquals(
                whole.json().get("all").get("meanAccuracy"),
                resumed.json().get("all").get("meanAccuracy"));
        for (int seed = 0; seed < 3; seed++) {
            assertSameRun("whole/seed" + seed, "row/seed" + seed);
        }
        assertTrue(resume("row").succeeded().out().contains("the 3 runs in"));
    }

    @Test
    void goesOnWithOneOfARowByItself() throws IOException {
        interruptedAfterCheckpoint("row", "row/seed1", "--repeat", "3");

        resume("row/seed1").succeeded();

        CommandLine.run(training("alone"), "--seed", "1").succeeded();
        assertSameRun("alone", "row/seed1");
    }
}
