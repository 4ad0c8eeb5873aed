package handgrad.host.run.checkpoint;

import handgrad.host.UserError;
import handgrad.host.run.settings.RunSettings;
import handgrad.host.safetensors.NonFinitePolicy;
import handgrad.host.safetensors.SafetensorsFile;
import handgrad.host.safetensors.SafetensorsReader;
import handgrad.host.safetensors.SafetensorsWriter;
import handgrad.host.safetensors.StoredTensor;
import handgrad.host.safetensors.StoredTensor.Floats;
import handgrad.host.safetensors.StoredTensor.Integers;
import handgrad.host.training.EpochResult;
import handgrad.host.training.OptimiserState;
import handgrad.host.training.StepHistory;
import handgrad.host.training.TrainingState;
import handgrad.network.Network;
import handgrad.network.Parameter;
import handgrad.optimiser.Optimiser;
import handgrad.random.RandomStream;
import handgrad.training.ParameterValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/**
 * The file {@code checkpoint.safetensors}: everything that a run needs to go on. It holds the parameters by PyTorch's
 * names, what the device recorded of each step as tensors whose names begin with {@link Checkpoint#OWN}, and everything
 * else in the metadata (docs/runs.md lists it).
 *
 * @param progress how far the run is
 * @param facts the metadata that say which run it is and what it ran on
 */
public record RunCheckpoint(RunProgress progress, Map<String, String> facts) {
    /** The version of the format below. Files of another version are refused. */
    private static final String LAYOUT = "1";

    private static final String STEP_LOSSES = Checkpoint.OWN + "stepLosses";
    private static final String LOSS_SUMS = Checkpoint.OWN + "lossSums";
    private static final String HITS = Checkpoint.OWN + "hits";
    private static final String KINK_DISTANCES = Checkpoint.OWN + "kinkDistances";
    private static final String OPTIMISER = Checkpoint.OWN + "optimiser.";
    private static final String SNAPSHOTS = Checkpoint.OWN + "snapshots.";

    /**
     * Writes the file, atomically and durably.
     *
     * @param file the file to make or replace
     * @param settings what decides the training
     * @throws UserError if it cannot be written; an earlier one is then unchanged
     */
    public void write(Path file, RunSettings settings) {
        final int stepsAnEpoch = settings.stepsAnEpoch();
        final TrainingState state = progress.state();
        final Map<String, String> metadata = new LinkedHashMap<>(Checkpoint.FORMAT);
        metadata.put("checkpoint", LAYOUT);
        metadata.putAll(facts);
        final int steps = progress.steps(stepsAnEpoch);
        metadata.put("epoch", Integer.toString(progress.epochs(stepsAnEpoch)));
        metadata.put("step", Integer.toString(steps));
        metadata.put("cursor", Integer.toString(steps * settings.batch()));
        metadata.put("secondsSinceReport", Double.toString(state.seconds()));
        metadata.put("randomState", state.streamState());
        metadata.put("reports", ReportRows.text(state.reports()));
        final List<StoredTensor> tensors = new ArrayList<>(Checkpoint.tensors(state.parameters()));
        tensors.add(floats(STEP_LOSSES, stepLosses(state.reports())));
        tensors.add(floats(LOSS_SUMS, state.history().lossSums()));
        tensors.add(new Integers(
                HITS, List.of((long) state.history().steps()), state.history().hits()));
        tensors.add(floats(KINK_DISTANCES, state.history().kinkDistances()));
        state.optimiser().values().forEach((name, values) -> tensors.addAll(optimiserTensors(name, values)));
        if (!progress.snapshots().isEmpty()) {
            tensors.addAll(snapshots());
        }
        SafetensorsWriter.write(file, metadata, tensors);
    }

    /** For each parameter one tensor of its shape, {@code handgrad.optimiser.STATE.PARAMETER}. */
    private static List<StoredTensor> optimiserTensors(String state, ParameterValues values) {
        return values.network().parameters().stream()
                .<StoredTensor>map(parameter -> new Floats(
                        OPTIMISER + state + "." + parameter.name(), parameter.shape(), values.elements(parameter)))
                .toList();
    }

    /** What the optimiser of the run keeps. */
    private static OptimiserState optimiserState(SafetensorsFile stored, RunSettings settings, Fields fields) {
        final Network network = settings.model().network();
        final Optimiser optimiser = settings.model().recipe().optimiser();
        final Map<String, ParameterValues> values = new LinkedHashMap<>();
        for (final String state : optimiser.rule().states()) {
            values.put(state, ParameterValues.of(network, parameter -> {
                final String name = OPTIMISER + state + "." + parameter.name();
                if (!stored.tensors().containsKey(name)) {
                    throw fields.malformed("it has no tensor '%s', which %s needs".formatted(name, optimiser));
                }
                return stored.floats(name, parameter.shape());
            }));
        }
        return new OptimiserState(values);
    }

    private static Floats floats(String name, float[] values) {
        return new Floats(name, List.of((long) values.length), values);
    }

    private static float[] stepLosses(List<EpochResult> reports) {
        final float[] losses = new float
                [reports.stream().mapToInt(report -> report.stepLosses().size()).sum()];
        int next = 0;
        for (final EpochResult report : reports) {
            for (final float loss : report.stepLosses()) {
                losses[next++] = loss;
            }
        }
        return losses;
    }

    /** For each parameter one tensor [reports, its shape]. */
    private List<StoredTensor> snapshots() {
        final Network network = progress.state().parameters().network();
        final int count = progress.snapshots().size();
        return network.parameters().stream()
                .<StoredTensor>map(parameter -> {
                    final int size = parameter.shape().size();
                    final float[] all = new float[Math.multiplyExact(count, size)];
                    for (int n = 0; n < count; n++) {
                        System.arraycopy(progress.snapshots().get(n).elements(parameter), 0, all, n * size, size);
                    }
                    return new Floats(SNAPSHOTS + parameter.name(), stacked(count, parameter), all);
                })
                .toList();
    }

    private static List<Long> stacked(int count, Parameter parameter) {
        return LongStream.concat(
                        LongStream.of(count),
                        parameter.shape().dimensions().stream().mapToLong(Integer::longValue))
                .boxed()
                .toList();
    }

    /**
     * Reads a run's file.
     *
     * @param file the file
     * @param settings the run's settings
     * @return what it holds
     * @throws UserError if it cannot be read, is malformed, or is no checkpoint of such a run
     */
    public static RunCheckpoint read(Path file, RunSettings settings) {
        final SafetensorsFile stored = SafetensorsReader.read(file, NonFinitePolicy.ALLOW);
        final Fields fields = new Fields(file, stored.metadata());
        if (!LAYOUT.equals(stored.metadata().get("checkpoint"))) {
            throw fields.malformed("it is no checkpoint that this version can go on from");
        }
        final Network network = settings.model().network();
        final ParameterValues parameters = Checkpoint.of(stored, network).parameters();
        final List<EpochResult> reports =
                ReportRows.parse(fields.text("reports"), stored.floats(STEP_LOSSES), settings.stepsAnEpoch(), fields);
        final StepHistory history =
                new StepHistory(stored.floats(LOSS_SUMS), stored.integers(HITS), stored.floats(KINK_DISTANCES));
        final boolean countsKinks = settings.model().objective().hasKink() && settings.batch() == 1;
        if (history.hits().length != history.steps()
                || history.kinkDistances().length != (countsKinks ? history.steps() : 0)) {
            throw fields.malformed("the histories of its steps differ in length");
        }
        final TrainingState state = new TrainingState(
                reports,
                history,
                fields.number("secondsSinceReport"),
                randomState(fields, settings),
                parameters,
                optimiserState(stored, settings, fields));
        checkSteps(state, settings, fields);
        final List<ParameterValues> snapshots = snapshots(stored, network, reports);
        if (settings.keepsSnapshots() && snapshots.size() != reports.size()) {
            throw fields.malformed("it has no snapshots of the parameters");
        }
        return new RunCheckpoint(new RunProgress(state, snapshots), stored.metadata());
    }

    private static String randomState(Fields fields, RunSettings settings) {
        final String text = fields.text("randomState");
        try {
            if (RandomStream.restore(text).kind() == settings.random()) {
                return text;
            }
        } catch (final IllegalArgumentException malformed) {
            throw fields.malformed("'randomState' in its metadata: " + malformed.getMessage());
        }
        throw fields.malformed("its random stream is not of the kind " + settings.random());
    }

    private static void checkSteps(TrainingState state, RunSettings settings, Fields fields) {
        final int epochs = settings.model().recipe().epochs();
        final int most =
                Math.min(settings.model().recipe().reportEvery(), Math.max(0, epochs - state.reportedEpochs()));
        if (state.reportedEpochs() > epochs || state.history().steps() > (long) most * settings.stepsAnEpoch()) {
            throw fields.malformed("it is %d epochs and %d steps on its way, further than the %d epochs that are wanted"
                    .formatted(state.reportedEpochs(), state.history().steps(), epochs));
        }
    }

    private static List<ParameterValues> snapshots(SafetensorsFile stored, Network network, List<EpochResult> reports) {
        if (stored.tensors().keySet().stream().noneMatch(name -> name.startsWith(SNAPSHOTS))) {
            return List.of();
        }
        final List<ParameterValues> snapshots = new ArrayList<>();
        for (int report = 0; report < reports.size(); report++) {
            final int number = report;
            snapshots.add(ParameterValues.of(network, parameter -> {
                final StoredTensor all = stored.tensor(SNAPSHOTS + parameter.name());
                if (!all.dimensions().equals(stacked(reports.size(), parameter))) {
                    throw new UserError("%s: tensor \"%s\" has shape %s, but %s is needed"
                            .formatted(
                                    stored.path(), all.name(), all.dimensions(), stacked(reports.size(), parameter)));
                }
                final int size = parameter.shape().size();
                return Arrays.copyOfRange(stored.floats(all.name()), number * size, (number + 1) * size);
            }));
        }
        return snapshots;
    }

    /**
     * The metadata of a file, which is not trusted.
     *
     * @param file for messages
     * @param texts the metadata
     */
    record Fields(Path file, Map<String, String> texts) {
        /** One text. */
        String text(String key) {
            return Optional.ofNullable(texts.get(key))
                    .orElseThrow(() -> malformed("its metadata have no '" + key + "'"));
        }

        /** One number. */
        double number(String key) {
            try {
                return Double.parseDouble(text(key));
            } catch (final NumberFormatException notANumber) {
                throw malformed("'" + key + "' in its metadata is no number");
            }
        }

        /** An error that names the file. */
        UserError malformed(String what) {
            return new UserError("cannot go on from " + file + ": " + what);
        }
    }
}
