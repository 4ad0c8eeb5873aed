package handgrad.cli.sweep;

import handgrad.cli.option.Arguments;
import handgrad.cli.option.DataChoice;
import handgrad.cli.option.TrainingPlan;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.devices.DeviceRequest;
import handgrad.host.devices.Devices;
import handgrad.host.report.FileReporter;
import handgrad.host.run.RemeasuredRun;
import handgrad.host.run.ResumableRun;
import handgrad.host.run.RunControl;
import handgrad.host.run.RunInterruptedException;
import handgrad.host.run.settings.RunLog;
import handgrad.host.run.settings.RunSettings;
import handgrad.host.sweep.SessionPool;
import handgrad.host.sweep.SweepInterruptedException;
import handgrad.host.sweep.TrialRunner;
import handgrad.host.sweep.folder.SweepDefinition;
import handgrad.host.sweep.grid.Trial;
import handgrad.host.training.TrainingListener;
import handgrad.training.Model;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.commons.cli.Options;

/** Trains a sweep's trials in this process, which share data and compiled programs. */
final class TrialTrainings implements TrialRunner, TrainingPlan.Means, AutoCloseable {
    /** The most data sets in memory: a sweep over data sets or limits would otherwise keep them all. */
    private static final int MOST_DATA_SETS = 2;

    private final SweepDefinition definition;
    private final int threads;
    private final BooleanSupplier stop;
    private final RunLog log;
    private final Options options = SweepOptions.training();
    private final Devices devices = Devices.installed();
    private final SessionPool sessions;
    private final Map<DataChoice, Optional<DataChoice.Loaded>> data = new LinkedHashMap<>();

    /**
     * Trainings for a sweep.
     *
     * @param threads how many threads a trial may use, unless threads are swept
     * @param jobs how many trials there are at once
     * @param stop whether the user wants them to stop
     * @param log hears of the data, and of what must not be missed
     */
    TrialTrainings(SweepDefinition definition, int threads, int jobs, BooleanSupplier stop, RunLog log) {
        this.definition = definition;
        this.threads = threads;
        this.stop = stop;
        this.log = log;
        this.sessions = new SessionPool(jobs);
    }

    @Override
    public void run(Trial trial, Path folder, Optional<Path> twin) {
        final Arguments arguments = Arguments.parse("train", options, definition.trainWords(trial));
        final TrainingPlan plan = TrainingPlan.of("train", arguments, log, this);
        final RunSettings settings = plan.settings(TrainingPlan.seed(arguments));
        if (twin.isPresent()) {
            new RemeasuredRun(settings, folder, twin.get(), log).run();
            return;
        }
        try {
            new ResumableRun(
                            settings,
                            folder,
                            new RunControl(TrainingPlan.interval(arguments), stop, new FileReporter()),
                            log)
                    .run(new TrainingListener() {});
        } catch (final RunInterruptedException interrupted) {
            throw new SweepInterruptedException(interrupted);
        }
    }

    @Override
    public synchronized Optional<DataChoice.Loaded> load(DataChoice choice, RunLog unused) {
        if (!data.containsKey(choice)) {
            if (data.size() == MOST_DATA_SETS) {
                data.remove(data.keySet().iterator().next());
            }
            data.put(choice, choice.load(log));
        }
        return data.get(choice);
    }

    /** Sessions are opened one after the other, and the first one's kernels serve all of them. */
    @Override
    public void warmUp(ChosenDevice device, Model model) {}

    @Override
    public ChosenDevice choose(DeviceRequest request, Model model, Optional<Integer> swept) {
        final ChosenDevice device = devices.choose(request, model, swept.orElse(threads));
        return new ChosenDevice(device.request(), sessions.sharing(device.backend()), device.options());
    }

    @Override
    public void close() {
        sessions.close();
    }
}
