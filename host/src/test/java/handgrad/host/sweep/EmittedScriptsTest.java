package handgrad.host.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.UserError;
import handgrad.host.sweep.folder.Figure;
import handgrad.host.sweep.folder.SweepDefinition;
import handgrad.host.sweep.folder.SweepFolder;
import handgrad.host.sweep.grid.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The job files, run by the shell with a stub command that records its arguments. */
class EmittedScriptsTest {
    @TempDir
    private Path temporary;

    private EmittedScripts scripts(String folder, List<Trial> trials, String... launcher) throws IOException {
        final Path path = Files.createDirectories(temporary.resolve(folder));
        return new EmittedScripts(
                new SweepFolder(path),
                SweepDefinition.of("lenet5-modern", List.of(), true, Figure.TEST_ACCURACY, trials),
                new LauncherCommand(List.of(launcher)),
                Optional.of(3));
    }

    private static List<Trial> seeds(int count) {
        return IntStream.range(0, count)
                .mapToObj(seed -> new Trial(Map.of("seed", Integer.toString(seed))))
                .toList();
    }

    @Test
    void anArrayOfTheMostTasksRunsEveryTrialOnce() throws IOException, InterruptedException {
        final String name = "it's $(a) \"folder\" \\ %a";
        final Path script = scripts(name, seeds(2500), "printf", "%s|").slurm();
        final Path folder = temporary.resolve(name);

        assertTrue(Files.readString(script).contains("#SBATCH --array=0-999\n"));
        assertTrue(Files.readString(script).contains("#SBATCH --cpus-per-task=3\n"));
        for (final int task : List.of(0, 499, 500, 999)) {
            assertEquals(0, bash(script, task));
            final String expected = IntStream.iterate(task, trial -> trial < 2500, trial -> trial + 1000)
                    .mapToObj(trial -> "sweep|--trial|" + trial + "|--threads|3|--output|" + folder + "|")
                    .reduce("", String::concat);
            assertEquals(expected, Files.readString(folder.resolve("logs/" + task + ".log")));
        }
    }

    @Test
    void aTaskGoesOnAfterATrialThatFailsAndFails() throws IOException, InterruptedException {
        final Path script = scripts("failing", seeds(1001), "false").slurm();

        assertEquals(1, bash(script, 0));
        assertEquals(1, bash(script, 999));
    }

    private static int bash(Path script, int task) throws IOException, InterruptedException {
        final ProcessBuilder process = new ProcessBuilder("bash", script.toString()).inheritIO();
        process.environment().put("SLURM_ARRAY_TASK_ID", Integer.toString(task));
        process.environment().put("SLURM_CPUS_PER_TASK", "3");
        return process.start().waitFor();
    }

    @Test
    void theLauncherSeesThatATrialWantsTornado() throws IOException {
        final List<Trial> trials = List.of(
                new Trial(Map.of("device", "tornado:0:1", "seed", "0")),
                new Trial(Map.of("device", "cpu", "seed", "0")));
        final EmittedScripts scripts = scripts("devices", trials, "handgrad");

        final List<String> lines = Files.readAllLines(scripts.parallel());
        assertTrue(lines.get(0).endsWith(" --threads 3 --device tornado:0:1"), lines.get(0));
        assertTrue(lines.get(1).endsWith(" --threads 3"), lines.get(1));
        assertThrows(UserError.class, scripts::slurm);
    }
}
