package handgrad.host.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.UserError;
import handgrad.host.run.checkpoint.Checkpoint;
import handgrad.host.run.checkpoint.CheckpointInterval;
import handgrad.host.run.settings.RunSettings;
import handgrad.host.safetensors.NonFinitePolicy;
import handgrad.host.safetensors.SafetensorsFile;
import handgrad.host.safetensors.SafetensorsReader;
import handgrad.host.safetensors.SafetensorsWriter;
import handgrad.host.safetensors.StoredTensor;
import handgrad.host.training.TrainingListener;
import handgrad.optimiser.Optimisers;
import handgrad.optimiser.Schedules;
import handgrad.random.RandomStream;
import handgrad.training.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with a stateful optimiser, on the oracle. */
class OptimisedRunTest {
    @TempDir
    private Path parent;

    private Path run;
    private Path checkpoint;

    private static RunSettings settings(String optimiser, String schedule, int epochs) {
        final Model model = SmallRuns.model("softmax-linear", epochs, 2);
        return SmallRuns.settings(
                model.withRecipe(model.recipe()
                        .withBatch(11)
                        .withOptimiser(Optimisers.parse(optimiser))
                        .withSchedule(Schedules.parse(schedule))),
                RandomStream.Kind.TORCH,
                3,
                "oracle");
    }

    private static final RunSettings ADAM = settings("adam", "cosine", 4);

    private RunReport run(RunSettings settings, Path folder, RunControl control) {
        return new ResumableRun(settings, folder, control, SmallRuns.SILENT).run(new TrainingListener() {});
    }

    @BeforeEach
    void interrupt() {
        run = parent.resolve("run");
        checkpoint = run.resolve("checkpoint.safetensors");
        // Asked after each of four steps, after the report on them, and after the fifth step.
        final AtomicInteger asked = new AtomicInteger();
        final RunControl control =
                new RunControl(new CheckpointInterval.Steps(1), () -> asked.incrementAndGet() == 6, RunReporter.NONE);
        assertThrows(RunInterruptedException.class, () -> run(ADAM, run, control));
    }

    private String refused(RunSettings settings) {
        final String message = assertThrows(UserError.class, () -> run(settings, run, RunControl.DEFAULT))
                .getMessage();
        assertFalse(message.contains("\n"), message);
        return message;
    }

    private static void assertContains(String part, String text) {
        assertTrue(text.contains(part), text);
    }

    @Test
    void theCheckpointHoldsWhatTheOptimiserKeeps() {
        final SafetensorsFile stored = SafetensorsReader.read(checkpoint, NonFinitePolicy.REJECT);

        assertEquals(
                "adam:beta1=0.9:beta2=0.999:decay=0.0:eps=1.0E-8",
                stored.metadata().get("optimiser"));
        assertEquals("cosine", stored.metadata().get("schedule"));
        for (final String parameter : List.of("weight", "bias")) {
            final StoredTensor weight = stored.tensors().values().stream()
                    .filter(tensor -> tensor.name().endsWith(parameter))
                    .filter(tensor -> !tensor.name().startsWith(Checkpoint.OWN))
                    .findFirst()
                    .orElseThrow();
            for (final String state : List.of("m", "s")) {
                final String name = "handgrad.optimiser." + state + "." + weight.name();
                assertEquals(weight.dimensions(), stored.tensor(name).dimensions());
                float largest = 0;
                for (final float value : stored.floats(name)) {
                    largest = Math.max(largest, Math.abs(value));
                }
                assertTrue(largest > 0, name);
            }
        }
    }

    /** The oracle computes in float64 and a checkpoint holds float32: one rounding, 2⁻²⁴ relative, of each number. */
    @Test
    void goesOnFromThere() {
        final Path whole = parent.resolve("whole");
        run(ADAM, whole, RunControl.DEFAULT);

        final RunReport report = run(ADAM, run, RunControl.DEFAULT);

        assertEquals("cosine", report.schedule());
        final SafetensorsFile expected =
                SafetensorsReader.read(whole.resolve("model.safetensors"), NonFinitePolicy.REJECT);
        final SafetensorsFile actual = SafetensorsReader.read(run.resolve("model.safetensors"), NonFinitePolicy.REJECT);
        assertEquals(expected.tensors().keySet(), actual.tensors().keySet());
        assertTrue(actual.tensors().keySet().stream().noneMatch(name -> name.startsWith(Checkpoint.OWN)));
        for (final String name : expected.tensors().keySet()) {
            final float[] values = expected.floats(name);
            final float[] resumed = actual.floats(name);
            for (int i = 0; i < values.length; i++) {
                // Adam's first steps are as long as the rate, 0.1 or more: a lost state would show in the first digit.
                assertEquals(values[i], resumed[i], 1e-4f);
            }
        }
    }

    @Test
    void anotherOptimiserOrScheduleIsRefused() {
        assertContains(
                "its optimiser is adam:beta1=0.9:beta2=0.999:decay=0.0:eps=1.0E-8, but sgd is asked for now",
                refused(settings("sgd", "cosine", 4)));
        assertContains("but adam:beta1=0.8", refused(settings("adam:beta1=0.8", "cosine", 4)));
        assertContains(
                "its schedule is cosine, but constant is asked for now", refused(settings("adam", "constant", 4)));
    }

    @Test
    void aScheduleDownToTheEndIsNotMadeLonger() {
        assertContains(
                "on which its schedule depends, is 4, but 6 is asked for now", refused(settings("adam", "cosine", 6)));
    }

    @Test
    void aCheckpointWithoutTheStatesIsRefused() {
        change(Map.of(), false);

        assertContains("it has no tensor 'handgrad.optimiser.m.", refused(ADAM));
    }

    @Test
    void aCheckpointOfAnotherOptimiserIsRefused() {
        change(Map.of("optimiser", "adamw"), true);
        assertContains("its optimiser is adamw, but the run's is adam:", refused(ADAM));
        change(Map.of("optimiser", ""), true);
        assertContains("its optimiser is sgd, but the run's is adam:", refused(ADAM));
    }

    /** An empty text takes the key away. */
    private void change(Map<String, String> texts, boolean keepsStates) {
        final SafetensorsFile stored = SafetensorsReader.read(checkpoint, NonFinitePolicy.REJECT);
        final Map<String, String> metadata = new LinkedHashMap<>(stored.metadata());
        metadata.putAll(texts);
        metadata.values().removeIf(String::isEmpty);
        SafetensorsWriter.write(
                checkpoint,
                metadata,
                stored.tensors().values().stream()
                        .filter(tensor -> keepsStates || !tensor.name().startsWith("handgrad.optimiser."))
                        .toList());
    }

    /** A configuration written by a version without optimisers has neither field. */
    @Test
    void anOlderRunOfPlainDescentGoesOn() throws IOException {
        final RunSettings plain = settings("sgd", "constant", 4);
        final Path folder = parent.resolve("old");
        final AtomicInteger asked = new AtomicInteger();
        assertThrows(
                RunInterruptedException.class,
                () -> run(
                        plain,
                        folder,
                        new RunControl(
                                new CheckpointInterval.Steps(1),
                                () -> asked.incrementAndGet() == 3,
                                RunReporter.NONE)));
        final Path config = folder.resolve("config.json");
        Files.writeString(
                config,
                String.join(
                        "\n",
                        Files.readAllLines(config).stream()
                                .filter(line -> !line.contains("\"optimiser\"") && !line.contains("\"schedule\""))
                                .toList()));
        final Map<String, String> metadata = SafetensorsReader.read(
                        folder.resolve("checkpoint.safetensors"), NonFinitePolicy.REJECT)
                .metadata();
        assertFalse(metadata.containsKey("optimiser") || metadata.containsKey("schedule"));

        final RunReport report = run(plain, folder, RunControl.DEFAULT);

        assertNull(report.optimiser());
        assertContains(
                "its optimiser is sgd, but adam:",
                assertThrows(UserError.class, () -> run(ADAM, folder, RunControl.DEFAULT))
                        .getMessage());
    }
}
