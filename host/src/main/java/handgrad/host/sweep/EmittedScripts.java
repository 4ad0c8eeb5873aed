package handgrad.host.sweep;

import handgrad.host.ShellText;
import handgrad.host.UserError;
import handgrad.host.files.AtomicFile;
import handgrad.host.sweep.folder.SweepDefinition;
import handgrad.host.sweep.folder.SweepFolder;
import handgrad.host.sweep.grid.Trial;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Job files with which a scheduler runs a sweep's trials, each as an independent process that needs only the folder.
 *
 * @param folder the sweep's folder, with its {@code sweep.json}
 * @param definition the sweep
 * @param launcher starts this program on the machines that run the trials
 * @param threads how many threads each trial may use, or empty for all
 */
public record EmittedScripts(
        SweepFolder folder, SweepDefinition definition, LauncherCommand launcher, Optional<Integer> threads) {
    /** Slurm's own limit to the size of an array, unless its administrator changed it (MaxArraySize 1001). */
    private static final int MOST_TASKS = 1000;

    private static final String OPTION_DEVICE = "device";

    /**
     * Writes a script for {@code sbatch}.
     *
     * @return the file
     * @throws UserError if it cannot be written, or no script could say what is wanted
     */
    public Path slurm() {
        final int trials = definition.trials().size();
        final int tasks = Math.min(trials, MOST_TASKS);
        final List<String> devices = definition.trials().stream()
                .map(trial -> trial.values().get(OPTION_DEVICE))
                .distinct()
                .toList();
        if (devices.size() > 1 && devices.stream().anyMatch(device -> device.startsWith("tornado"))) {
            throw new UserError(
                    "--emit slurm: TornadoVM wants a JVM started its own way, so that it cannot share an array with"
                            + " other"
                            + " devices; sweep it by itself, or use --emit parallel");
        }
        final String text = """
                #!/usr/bin/env bash
                # Runs the sweep of this folder as a Slurm array: sbatch %s
                # Submitting it again runs what is missing. When all is done: %s
                # What a trial says is in logs/TASK.log of the sweep's folder.
                #SBATCH --job-name=handgrad-%s
                #SBATCH --array=0-%d
                #SBATCH --ntasks=1
                #SBATCH --cpus-per-task=%d
                #SBATCH --output=/dev/null
                # Partition, time, memory and GPUs are the cluster's: give them to sbatch, as in sbatch --time=1:00:00 \
                --gres=gpu:1 FILE
                set -uo pipefail

                folder=%s
                trials=%d
                tasks=%d
                mkdir -p "$folder/logs" || exit 1
                exec >>"$folder/logs/$SLURM_ARRAY_TASK_ID.log" 2>&1
                failed=0
                for ((trial = SLURM_ARRAY_TASK_ID; trial < trials; trial += tasks)); do
                    %s --trial "$trial" --threads "${SLURM_CPUS_PER_TASK:-1}" --output "$folder" || failed=1
                done
                exit "$failed"
                """.formatted(
                        ShellText.quoted(path("sweep.slurm")),
                        launcher.line("sweep", List.of("--collect", path(""))),
                        definition.model(),
                        tasks - 1,
                        threads.orElse(1),
                        ShellText.quoted(path("")),
                        trials,
                        tasks,
                        launcher.line("sweep", tornado(devices.getFirst())));
        return write("sweep.slurm", text);
    }

    /**
     * Writes a job file for GNU parallel, a line a trial.
     *
     * @return the file
     * @throws UserError if it cannot be written, or no line could say what is wanted
     */
    public Path parallel() {
        final List<Trial> trials = definition.trials();
        final String text = IntStream.range(0, trials.size())
                .mapToObj(number -> launcher.line(
                        "sweep",
                        Stream.of(
                                        List.of("--trial", Integer.toString(number), "--output", path("")),
                                        threads.map(count -> List.of("--threads", Integer.toString(count)))
                                                .orElse(List.of()),
                                        tornado(trials.get(number).values().get(OPTION_DEVICE)))
                                .flatMap(List::stream)
                                .toList()))
                .collect(Collectors.joining("\n", "", "\n"));
        return write("sweep.parallel", text);
    }

    /** The launcher script must see which device is meant. */
    private List<String> tornado(String sweptDevice) {
        final int fixed = definition.fixed().indexOf("--" + OPTION_DEVICE);
        final String device = sweptDevice != null || fixed < 0
                ? sweptDevice
                : definition.fixed().get(fixed + 1);
        return device != null && device.startsWith("tornado") ? Trial.words(OPTION_DEVICE, device) : List.of();
    }

    private Path write(String name, String text) {
        final Path file = folder.path().resolve(name);
        AtomicFile.writeText(file, text);
        return file;
    }

    /** Absolute, since a scheduler's process starts in a folder of its own. */
    private String path(String name) {
        final String path =
                folder.path().toAbsolutePath().normalize().resolve(name).toString();
        if (path.chars().anyMatch(character -> character < ' ')) {
            throw new UserError(
                    "--emit: a job file has a line for each trial, and the folder's path has a line break in it; name"
                            + " another");
        }
        return path;
    }
}
