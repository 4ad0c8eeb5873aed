package handgrad.cli.sweep;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.CommandLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** {@code sweep}, from its command line to its folder. */
class SweepCommandTest {
    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void nameAFolderThatShellsTripOver() {
        folder = temporary.resolve("it's a \"sweep\" $HOME;");
    }

    private List<String> words(String... more) {
        final List<String> words = new ArrayList<>(List.of("sweep", "softmax-linear"));
        words.addAll(List.of("--device", "java", "--dataset", "generated", "--limit", "60", "--epochs", "1"));
        words.addAll(List.of("--output", folder.toString()));
        words.addAll(List.of(more));
        return words;
    }

    private CommandLine sweep(String... more) {
        return CommandLine.run(words(more));
    }

    private static CommandLine train(Path run, String... more) {
        final List<String> words = new ArrayList<>(List.of("train", "softmax-linear", "--device", "java"));
        words.addAll(List.of("--dataset", "generated", "--limit", "60", "--epochs", "1", "--output", run.toString()));
        return CommandLine.run(words, more);
    }

    private Path trial(String name) {
        return folder.resolve("trials").resolve(name);
    }

    private static byte[] model(Path run) throws IOException {
        return Files.readAllBytes(run.resolve("model.safetensors"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sweep                                            | name the sweep's folder      | --output DIR",
                "sweep -o x                                       | name a model                 | handgrad sweep",
                "sweep softmax-linear -o x                        | say what to sweep            | --grid",
                "sweep softmax-linear -o x --grid lr=1 --grid lr=2 | lr is given twice           | at once",
                "sweep softmax-linear -o x --grid lr=1 --grid learning-rate=2 | lr is given twice | at once",
                "sweep softmax-linear -o x --grid lr=1 --lr 2     | both fixed and swept         | one of them",
                "sweep softmax-linear -o x --grid lr=1 --learning-rate 2 | both fixed and swept  | one of them",
                "sweep softmax-linear -o x --grid lr=0.1,ten      | --lr ten                     | write a number",
                "sweep softmax-linear -o x --grid batch=8,0       | --batch 0                    | from 1 to",
                "sweep softmax-linear -o x --grid lambda=1        | --lambda                     | no penalty",
                "sweep softmax-linear -o x --grid epoch=1         | 'epoch'                      | did you mean"
                        + " 'epochs'",
                "sweep softmax-linear -o x --grid output=a,b      | --output cannot be swept     | folder of its own",
                "sweep softmax-linear -o x --grid repeat=1,2      | --repeat cannot be swept     | --seeds",
                "sweep softmax-linear -o x --grid device=cpu,gpuu: | NAME:DEVICE                 | --device",
                "sweep softmax-linear -o x --grid device=cpu,gpuu | 'gpuu'                       | there is no backend",
                "sweep softmax-linear -o x --grid seed=1,2 --seeds 2 | --seeds                   | one of them",
                "sweep softmax-linear -o x --seeds 0              | --seeds 0                    | from 1 to",
                "sweep softmax-linear -o x --seeds 2 --rng numpy --seed -1 | --seed -1           | numpy",
                "sweep softmax-linear -o x --seeds 2 --jobs 0     | --jobs 0                     | from 1 to",
                "sweep softmax-linear -o x --seeds 2 --best-by luck | --best-by luck             | test-accuracy",
                "sweep softmax-linear -o x --seeds 2 --emit pbs   | --emit pbs                   | slurm, parallel",
                "sweep softmax-linear -o x --seeds 2 --random 3   | --random                     | --grid",
                "sweep softmax-linear -o x --grid lr=1,2 --random-seed 3 | --random-seed         | --random N",
                "sweep softmax-linear -o x --seeds 2 --overwrite  | --overwrite                  | handgrad sweep"
                        + " --help",
                "sweep --collect x --seeds 2                      | --collect takes the sweep    | leave out --seeds",
                "sweep softmax-linear --collect x                 | --collect takes the sweep    | softmax-linear",
                "sweep --trial 0 --jobs 2 -o x                    | --trial takes the sweep      | leave out --jobs",
            })
    void whatIsWrongIsSaidBeforeAnythingRuns(String words, String what, String remedy) {
        final String place = temporary.resolve("x").toString();
        final String line = CommandLine.run(Stream.of(words.strip().split("\\s+"))
                        .map(word -> word.equals("x") ? place : word)
                        .toList())
                .error(2);

        assertTrue(line.contains(what) && line.contains(remedy), line);
        assertFalse(Files.exists(Path.of(place)), "the folder");
    }

    @Test
    void eachTrialGivesWhatTrainGivesAlone() throws IOException {
        final JsonNode report = sweep(
                        "--grid", "lr=0.1,0.5", "--grid", "batch=8", "--seeds", "2", "--jobs", "2", "--json")
                .json();

        assertEquals(4, report.get("finished").asInt());
        final Path alone = temporary.resolve("alone");
        final JsonNode single = train(alone, "--lr", "0.5", "--batch", "8", "--seed", "1", "--json")
                .json();
        assertArrayEquals(model(alone), model(trial("lr=0.5,batch=8,seed=1")));
        final JsonNode row = report.get("trials").get(3);
        assertEquals("lr=0.5,batch=8,seed=1", row.get("name").asString());
        assertEquals(single.get("testAccuracy"), row.get("figures").get("testAccuracy"));
        assertEquals(single.get("trainLoss"), row.get("figures").get("trainLoss"));
    }

    @Test
    void itEndsWithTablesAPictureAndTheBestCheckpoint() throws IOException {
        final CommandLine done =
                sweep("--grid", "lr=0.001,0.1", "--grid", "batch=8,16").succeeded();

        final List<String> rows = Files.readAllLines(folder.resolve("sweep.csv"));
        assertEquals(5, rows.size());
        assertEquals(
                "trial,lr,batch,seed,state,test_accuracy,test_loss,train_accuracy,train_loss,train_seconds,"
                        + "device,reason",
                rows.getFirst());
        assertTrue(rows.get(1).startsWith("\"lr=0.001,batch=8,seed=0\",0.001,8,0,finished,0."), rows.get(1));
        final List<String> summary = Files.readAllLines(folder.resolve("summary.csv"));
        assertEquals(5, summary.size());
        assertTrue(
                summary.getFirst().startsWith("lr,batch,n,failed,mean_test_accuracy,std_test_accuracy,"),
                summary.getFirst());
        assertEquals(1200, ImageIO.read(folder.resolve("heatmap.png").toFile()).getWidth());
        final JsonNode best = CommandLine.run("sweep", "--collect", folder.toString(), "--json")
                .json()
                .get("best");
        assertArrayEquals(model(trial(best.get("trial").asString())), model(folder.resolve("best")));
        assertTrue(Files.exists(folder.resolve("best/config.json")));
        assertTrue(done.out().contains("best trial      " + best.get("trial").asString()), done.out());
        assertTrue(done.out().contains(best.get("command").asString()), done.out());
        assertTrue(best.get("command").asString().startsWith("scripts/handgrad train "), best.toString());
    }

    @Test
    void oneTrainingServesAllThresholds() throws IOException {
        final List<String> same = List.of(
                "logistic-l2", "--device", "java", "--dataset", "generated-4-9", "--limit", "60", "--lr", "0.001");
        final List<String> words = new ArrayList<>(List.of("sweep"));
        words.addAll(same);
        words.addAll(List.of("--epochs", "3", "--grid", "threshold=0.5,0.8", "-o", folder.toString(), "--json"));
        final JsonNode trials = CommandLine.run(words).json().get("trials");

        final Path alone = temporary.resolve("alone");
        final List<String> train = new ArrayList<>(List.of("train"));
        train.addAll(same);
        train.addAll(List.of("--epochs", "3", "--threshold", "0.8", "--output", alone.toString(), "--json"));
        final JsonNode single = CommandLine.run(train).json();
        final JsonNode first = trials.get(0).get("figures");
        final JsonNode second = trials.get(1).get("figures");
        for (final String figure : List.of("testAccuracy", "testLoss", "trainAccuracy", "trainLoss")) {
            assertEquals(single.get(figure), second.get(figure), figure);
        }
        assertArrayEquals(model(alone), model(trial("threshold=0.8,seed=0")));
        assertEquals(first.get("trainSeconds"), second.get("trainSeconds"), "it was trained again");
        assertNotEquals(first.get("trainAccuracy"), second.get("trainAccuracy"), "the threshold did not matter");
    }

    @Test
    void finishedTrialsAreKeptAndMoreValuesExtendASweep() throws IOException {
        sweep("--grid", "lr=0.1,0.5").succeeded();
        final Path kept = trial("lr=0.1,seed=0").resolve("result.json");
        final FileTime before = Files.getLastModifiedTime(kept);
        final byte[] expected = model(trial("lr=0.5,seed=0"));
        Files.delete(trial("lr=0.5,seed=0").resolve("result.json"));

        sweep("--grid", "lr=0.1,0.2,0.5", "--seeds", "2").succeeded();

        assertEquals(before, Files.getLastModifiedTime(kept));
        assertArrayEquals(expected, model(trial("lr=0.5,seed=0")));
        assertEquals(7, Files.readAllLines(folder.resolve("sweep.csv")).size());
        final String error = sweep("--grid", "lr=0.1,0.2").error(1);
        assertTrue(error.contains("there is another sweep") && error.contains("lr=0.1,seed=1"), error);
        assertTrue(sweep("--grid", "lr=0.1,0.2,0.5", "--seeds", "2", "--batch", "4")
                .error(1)
                .contains("another sweep"));
    }

    @Test
    void aFolderOfSomethingElseIsLeftAlone() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("thesis.tex"), "all of it");

        assertTrue(sweep("--seeds", "2").error(1).contains("not empty"));
        assertTrue(CommandLine.run("sweep", "--collect", folder.toString())
                .error(1)
                .contains("no sweep's folder"));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aTrialThatFailsIsRecordedAndStopsNoOther() throws IOException {
        final CommandLine done = sweep("--grid", "lr=1e38,0.1");

        assertEquals(1, done.code(), done.err());
        assertTrue(done.out().contains("2 trials, 1 finished, 1 failed"), done.out());
        assertTrue(done.out().contains("lr=1e38,seed=0: training diverged"), done.out());
        assertTrue(done.out().contains("best trial      lr=0.1,seed=0"), done.out());
        // The next trial reuses the session of the one that diverged, whose NaNs must not reach it.
        final Path alone = temporary.resolve("alone");
        train(alone, "--lr", "0.1").succeeded();
        assertArrayEquals(model(alone), model(trial("lr=0.1,seed=0")));
        final List<String> rows = Files.readAllLines(folder.resolve("sweep.csv"));
        assertTrue(rows.get(1).startsWith("\"lr=1e38,seed=0\",1e38,0,failed,,,,,,,\"training diverged"), rows.get(1));
        final FileTime recorded =
                Files.getLastModifiedTime(trial("lr=1e38,seed=0").resolve("failure.json"));

        assertEquals(1, sweep("--grid", "lr=1e38,0.1").code());
        assertEquals(
                recorded,
                Files.getLastModifiedTime(trial("lr=1e38,seed=0").resolve("failure.json")),
                "it would diverge again, and is not tried again");
    }

    @Test
    void anyOtherFailureIsTriedAgain() throws IOException {
        final Path start = temporary.resolve("start.safetensors");
        final CommandLine failed = sweep("--grid", "lr=0.1,0.5", "--init", start.toString());
        assertEquals(1, failed.code());
        assertTrue(failed.out().contains("2 trials, 0 finished, 2 failed"), failed.out());

        final Path other = temporary.resolve("other");
        CommandLine.run(CommandLine.smallTraining("java", other.toString())).succeeded();
        Files.copy(other.resolve("model.safetensors"), start);

        sweep("--grid", "lr=0.1,0.5", "--init", start.toString()).succeeded();
        assertFalse(Files.exists(trial("lr=0.1,seed=0").resolve("failure.json")));
    }

    @Test
    void trialsOneByOneGiveTheTableOfOneSweep() throws IOException {
        final String together = withoutSeconds(
                sweep("--grid", "lr=0.1,0.5", "--seeds", "2").succeeded().out());
        folder = temporary.resolve("one by one");
        final Path file = Path.of(sweep("--grid", "lr=0.1,0.5", "--seeds", "2", "--emit", "parallel")
                .succeeded()
                .out()
                .strip());
        assertEquals(4, Files.readAllLines(file).size());

        final CommandLine none = CommandLine.run("sweep", "--collect", folder.toString());
        assertEquals(1, none.code());
        assertTrue(none.out().contains("4 trials, 0 finished, 0 failed, 4 not run yet"), none.out());
        for (int trial = 3; trial >= 0; trial--) {
            CommandLine.run("sweep", "--trial", Integer.toString(trial), "-o", folder.toString())
                    .succeeded();
        }
        final String collected = withoutSeconds(CommandLine.run("sweep", "--collect", folder.toString())
                .succeeded()
                .out());

        assertEquals(together, collected);
        assertTrue(CommandLine.run("sweep", "--trial", "4", "-o", folder.toString())
                .error(2)
                .contains("from 0 to 3"));
    }

    /** The table, without times and the spaces that depend on their width, and without the paths below it. */
    private static String withoutSeconds(String table) {
        return table.substring(0, table.indexOf("its checkpoint"))
                .replaceAll("\\d+\\.\\d\\d ± \\d+\\.\\d\\d(?! %)", "T")
                .replaceAll(" +", " ");
    }

    @Test
    void emittedFilesAreRightForAShell() throws IOException, InterruptedException {
        final Path parallel = emitted("parallel");
        final Path slurm = emitted("slurm");

        for (final Path file : List.of(parallel, slurm)) {
            final Process bash = new ProcessBuilder("bash", "-n", file.toString())
                    .inheritIO()
                    .start();
            assertEquals(0, bash.waitFor());
        }
        // What the shell makes of a line's words, one a line.
        final Process bash = new ProcessBuilder(
                        "bash",
                        "-c",
                        "eval \"words=($(head -n 1 \"$1\"))\"; printf '%s\\n' \"${words[@]}\"",
                        "bash",
                        parallel.toString())
                .start();
        final List<String> words =
                new String(bash.getInputStream().readAllBytes()).lines().toList();
        assertEquals(
                List.of("sweep", "--trial", "0", "--output", folder.toString()),
                words.subList(words.size() - 5, words.size()));
        final String script = Files.readString(slurm);
        assertTrue(script.contains("#SBATCH --array=0-1\n"), script);
        assertTrue(script.startsWith("#!/usr/bin/env bash\n"), script);
    }

    private Path emitted(String scheduler) {
        return Path.of(sweep("--grid", "lr=0.1,0.5", "--emit", scheduler)
                .succeeded()
                .out()
                .strip());
    }

    @Test
    void aLineBreakInTheFoldersNameIsRefused() {
        folder = temporary.resolve("two\nlines");

        assertTrue(sweep("--grid", "lr=0.1,0.5", "--emit", "parallel").error(1).contains("line break"));
    }

    @Test
    void rangesAndDrawsAreReadFromTheCommandLine() {
        final JsonNode report = sweep("--grid", "lr=0.1..1", "log", "--grid", "batch=8,16", "--random", "3", "--json")
                .json();

        assertEquals(3, report.get("trials").size());
        assertFalse(Files.exists(folder.resolve("heatmap.png")), "random settings are no grid");
    }
}
