package handgrad.host.compare;

import handgrad.host.UserError;
import handgrad.host.files.ScratchFolder;
import handgrad.host.json.Json;
import handgrad.host.measure.Environment;
import handgrad.host.measure.FreshProcess;
import handgrad.host.measure.Measurement;
import handgrad.host.measure.SweepPoint;
import handgrad.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Trains the same on several devices, one after the other, each in a process of its own.
 *
 * @param network what is trained
 * @param words the command line of a measurement: command, model, options, all but those that are added here
 * @param devices which devices
 * @param target the test accuracy whose time is wanted, or empty
 * @param sweeps whether to time steps of other batch sizes too
 * @param progress hears how it gets on
 */
public record Comparer(
        Network network,
        List<String> words,
        List<String> devices,
        Optional<Float> target,
        boolean sweeps,
        Consumer<String> progress) {
    /** Copies the lists. */
    public Comparer {
        words = List.copyOf(words);
        devices = List.copyOf(devices);
    }

    /**
     * What a process prints that times steps of several batch sizes.
     *
     * @param points the figures of each batch size
     */
    public record SweepResult(List<SweepPoint> points) {}

    /**
     * Compares.
     *
     * @param command repeats it
     * @return what came out
     * @throws UserError if a measurement fails
     */
    public Comparison run(String command) {
        final Environment environment = Environment.current();
        try (ScratchFolder folder = ScratchFolder.create("handgrad-compare-")) {
            return run(environment, command, folder.path());
        } catch (final IOException failure) {
            throw new UserError("the parameters to compare cannot be kept in a temporary folder: " + failure, failure);
        }
    }

    private Comparison run(Environment environment, String command, Path folder) throws IOException {
        final List<Measurement> trainings = new ArrayList<>();
        for (final String device : devices) {
            progress.accept("%-8s starts".formatted(device));
            trainings.add(train(device, folder.resolve("device" + trainings.size()), List.of()));
        }
        final Agreement agreement = trainings.size() < 2 ? null : agreement(trainings, folder);
        final BatchSweep sweep = sweeps
                ? BatchSweep.of(IntStream.range(0, devices.size())
                        .mapToObj(d -> sweep(devices.get(d), trainings.get(d).device()))
                        .toList())
                : null;
        return Comparison.of(
                environment, command, target.map(Float::doubleValue).orElse(null), trainings, agreement, sweep);
    }

    private Agreement agreement(List<Measurement> trainings, Path folder) throws IOException {
        final Measurement fastest = trainings.stream()
                .min(Comparator.comparingDouble(Measurement::trainSeconds))
                .orElseThrow();
        progress.accept("once more on " + fastest.device()
                + ", from parameters that are each moved to the next float: how much rounding must be allowed");
        final Measurement nudged = train(fastest.device(), folder.resolve("nudged"), List.of("--nudge"));
        return new AgreementCheck(network).check(trainings, AgreementCheck.Reference.of(trainings), fastest, nudged);
    }

    private Measurement train(String device, Path folder, List<String> more) throws IOException {
        Files.createDirectory(folder);
        final List<String> all = new ArrayList<>(words);
        all.addAll(List.of("--device", device, "--keep", folder.toString()));
        target.ifPresent(accuracy -> all.addAll(List.of("--target", accuracy.toString())));
        all.addAll(more);
        return Json.read(
                FreshProcess.run(all, line -> progress.accept("%-8s %s".formatted(device, line))), Measurement.class);
    }

    private BatchSweep.Series sweep(String device, String name) {
        final List<String> all = new ArrayList<>(words);
        all.addAll(List.of("--device", device, "--sweep"));
        final String json = FreshProcess.run(all, line -> progress.accept("%-8s %s".formatted(device, line)));
        return new BatchSweep.Series(name, Json.read(json, SweepResult.class).points());
    }
}
