package handgrad.cli.train;

import handgrad.cli.console.Console;
import handgrad.cli.console.ConsoleLog;
import handgrad.cli.console.Figures;
import handgrad.cli.console.Interrupts;
import handgrad.cli.option.TrainingPlan;
import handgrad.host.json.Json;
import handgrad.host.run.ResumableRun;
import handgrad.host.run.ResumeCommand;
import handgrad.host.run.RunControl;
import handgrad.host.run.RunInterruptedException;
import handgrad.host.run.RunReport;
import handgrad.host.run.TrainingRun;
import handgrad.host.run.folder.RunFolderPlan;
import handgrad.host.run.repeat.RepeatReport;
import handgrad.host.run.repeat.RepeatedTraining;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trainings of the command line, begun or resumed, and their results as {@code train} prints them.
 *
 * @param control what acts on them from outside
 * @param log what is told on the way
 * @param console where they write
 * @param json whether results are for machines
 */
record Training(RunControl control, ConsoleLog log, Console console, boolean json) {
    /**
     * The JSON object for a training that was interrupted.
     *
     * @param interrupted true
     * @param signal {@code INT} or {@code TERM}
     * @param epochs how many are complete
     * @param runFolder where its files are
     * @param resume the command that goes on
     */
    private record Interruption(boolean interrupted, String signal, int epochs, Path runFolder, String resume) {}

    /** Starts a run. */
    String start(TrainingPlan plan, long seed, RunFolderPlan place) {
        try (ProgressDisplay display = display()) {
            return text(new TrainingRun(plan.settings(seed), place, control, log).run(display));
        }
    }

    /** Resumes a run. */
    String resume(TrainingPlan plan, long seed, Path folder, boolean toldDevice) {
        try (ProgressDisplay display = display()) {
            return text(new ResumableRun(plan.settings(seed), folder, toldDevice, control, log).run(display));
        }
    }

    /** Starts a training with several seeds. */
    String startAll(TrainingPlan plan, List<Long> seeds, RunFolderPlan place) {
        return text(row(plan, seeds).start(place, told()));
    }

    /** Resumes a training with several seeds. */
    String resumeAll(TrainingPlan plan, List<Long> seeds, Path folder, boolean toldDevice) {
        return text(row(plan, seeds).resume(folder, toldDevice, told()));
    }

    /**
     * The message for a folder in which nothing is left to do.
     *
     * @param epochs how many are asked for, or empty for as many as before
     * @return empty where something is left, or where more or fewer epochs are asked for than were made
     */
    Optional<String> finished(Path folder, Optional<Integer> epochs) {
        final Optional<RepeatReport> row = RepeatedTraining.finished(folder).filter(_ -> epochs.isEmpty());
        if (row.isPresent()) {
            return row.map(report -> json
                    ? Json.text(report)
                    : "the %d runs in %s are finished; nothing is left to do"
                            .formatted(report.runs().size(), folder));
        }
        return ResumableRun.finished(folder)
                .filter(report -> epochs.isEmpty() || epochs.get() == report.epochs())
                .map(report -> json
                        ? Json.text(report)
                        : Figures.format(
                                "the run in %s is finished: %d epochs, test accuracy %s; nothing is left to do",
                                folder, report.epochs(), Figures.percent(report.testAccuracy())));
    }

    /** Reports that a training was interrupted, and returns the exit code. */
    int interrupted(RunInterruptedException interrupted, Interrupts.Kind kind) {
        console.err().println("handgrad: " + interrupted.getMessage());
        if (json) {
            console.out()
                    .println(Json.text(new Interruption(
                            true,
                            kind.name(),
                            interrupted.epoch(),
                            interrupted.folder(),
                            ResumeCommand.of(interrupted.folder()))));
        }
        return kind.exitCode();
    }

    /** Each run's own notes would repeat; --verbose shows them. */
    private RepeatedTraining row(TrainingPlan plan, List<Long> seeds) {
        final ConsoleLog ofRuns = new ConsoleLog(log.err(), log.details(), log.details());
        return new RepeatedTraining(seeds, plan::settings, control, ofRuns);
    }

    private Consumer<RunReport> told() {
        return done -> log.note(Figures.format(
                "seed %d  test accuracy %s  training time %s",
                done.seed(), Figures.percent(done.testAccuracy()), Figures.seconds(done.trainSeconds())));
    }

    private String text(RunReport report) {
        return json ? Json.text(report) : TrainText.of(report);
    }

    private String text(RepeatReport report) {
        return json ? Json.text(report) : RepeatText.of(report);
    }

    private ProgressDisplay display() {
        if (!log.notes()) {
            return ProgressDisplay.none();
        }
        return console.terminal() && !log.details()
                ? new ProgressBarDisplay(console.err())
                : new ProgressLines(console.err());
    }
}
