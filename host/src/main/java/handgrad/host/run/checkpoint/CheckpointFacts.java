package handgrad.host.run.checkpoint;

import handgrad.backend.DeviceInfo;
import handgrad.host.UserError;
import handgrad.host.Version;
import handgrad.host.run.settings.RunLog;
import handgrad.host.run.settings.RunSettings;
import handgrad.optimiser.Optimisers;
import handgrad.optimiser.Schedule;
import handgrad.training.Recipe;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Which run a checkpoint belongs to, and what it ran on. When a run goes on, each fact must be the same, or a
 * difference is logged.
 */
public final class CheckpointFacts {
    private static final String DATA = "data";
    private static final String DEVICE = "device";
    private static final String DEVICE_NAME = "deviceName";
    private static final String VERSION = "version";

    /** The only device whose parameters have more bits than a download returns. */
    private static final String ORACLE = "oracle";

    private CheckpointFacts() {}

    /**
     * What a checkpoint says of the run it belongs to.
     *
     * @param settings what decides the training
     * @param device the device that was opened
     * @return names and values of its metadata
     */
    public static Map<String, String> of(RunSettings settings, DeviceInfo device) {
        final Map<String, String> facts = new LinkedHashMap<>(RunMetadata.identity(settings));
        facts.put(DATA, DataChecksum.of(settings.split()));
        facts.put(DEVICE, device.selector());
        facts.put(DEVICE_NAME, device.name());
        facts.put(VERSION, Version.text());
        return facts;
    }

    private static void requireSame(Path file, String key, String found, String wanted) {
        if (!wanted.equals(found)) {
            throw new UserError(
                    "cannot go on from %s: its %s is %s, but the run's is %s".formatted(file, key, found, wanted));
        }
    }

    /**
     * Compares a checkpoint's facts with those of the run that goes on.
     *
     * @param file the checkpoint, for messages
     * @param found its metadata
     * @param settings what decides the training
     * @param device the device that was opened
     * @param toldDevice whether the user named the device, so that another one is no accident
     * @param log hears of what may change the last bits
     * @throws UserError if it is another run's, or the rest would be computed by something else that nobody asked for
     */
    public static void check(
            Path file,
            Map<String, String> found,
            RunSettings settings,
            DeviceInfo device,
            boolean toldDevice,
            RunLog log) {
        final Map<String, String> wanted = of(settings, device);
        final Recipe recipe = settings.model().recipe();
        requireSame(
                file,
                RunMetadata.OPTIMISER,
                found.getOrDefault(RunMetadata.OPTIMISER, Optimisers.SGD.toString()),
                recipe.optimiser().toString());
        requireSame(
                file,
                RunMetadata.SCHEDULE,
                found.getOrDefault(RunMetadata.SCHEDULE, Schedule.CONSTANT.toString()),
                recipe.schedule().toString());
        RunMetadata.identity(settings).forEach((key, value) -> requireSame(file, key, found.get(key), value));
        if (!Objects.equals(wanted.get(DATA), found.get(DATA))) {
            throw new UserError("cannot go on from %s: the samples of %s are not those that it was trained on so far"
                            .formatted(file, settings.split().name())
                    + " (their checksums differ); point --data to these");
        }
        final String then = found.get(DEVICE) + " (" + found.get(DEVICE_NAME) + ")";
        if (!then.equals(device.toString())) {
            final String change = "so far " + then + " did the work, now it is " + device;
            if (!toldDevice) {
                throw new UserError("cannot go on from %s: %s; its last bits may differ: add --device %s if that may be"
                        .formatted(file, change, device.selector()));
            }
            log.warning("resume  " + change + ": the result may differ from an uninterrupted run's in the last bits");
        }
        if (device.selector().equals(ORACLE)) {
            log.warning("resume  the oracle computes in float64, a checkpoint holds float32:"
                    + " the result may differ from an uninterrupted run's in the last bits");
        }
        if (!Objects.equals(wanted.get(VERSION), found.get(VERSION))) {
            log.warning("resume  handgrad was " + found.get(VERSION) + ", now it is " + wanted.get(VERSION)
                    + ": the result may differ from an uninterrupted run's");
        }
    }
}
