package handgrad.host.run.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.UserError;
import handgrad.host.run.ResumableRun;
import handgrad.host.run.RunControl;
import handgrad.host.run.RunInterruptedException;
import handgrad.host.run.RunReport;
import handgrad.host.run.RunReporter;
import handgrad.host.run.SmallRuns;
import handgrad.host.run.settings.RunSettings;
import handgrad.host.safetensors.NonFinitePolicy;
import handgrad.host.safetensors.SafetensorsFile;
import handgrad.host.safetensors.SafetensorsReader;
import handgrad.host.safetensors.SafetensorsWriter;
import handgrad.host.safetensors.StoredTensor;
import handgrad.host.training.TrainingListener;
import handgrad.random.RandomStream;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checkpoints that somebody changed. */
class RunCheckpointTest {
    /** Two steps an epoch of 21 samples, and five are made: two epochs are reported, the third has a step. */
    private final RunSettings settings = SmallRuns.settings(
            SmallRuns.model("softmax-linear", 4, 2)
                    .withRecipe(SmallRuns.model("softmax-linear", 4, 2).recipe().withBatch(11)),
            RandomStream.Kind.TORCH,
            3,
            "java");

    @TempDir
    private Path parent;

    private Path file;

    @BeforeEach
    void interrupt() {
        file = parent.resolve("run/checkpoint.safetensors");
        // Asked after each of four steps, after the report on them, and after the fifth step.
        final AtomicInteger asked = new AtomicInteger();
        final RunControl control =
                new RunControl(new CheckpointInterval.Steps(1), () -> asked.incrementAndGet() == 6, RunReporter.NONE);
        assertThrows(RunInterruptedException.class, () -> run(control));
    }

    private RunReport run(RunControl control) {
        return new ResumableRun(settings, parent.resolve("run"), control, SmallRuns.SILENT)
                .run(new TrainingListener() {});
    }

    private String refused() {
        final String message =
                assertThrows(UserError.class, () -> run(RunControl.DEFAULT)).getMessage();
        assertFalse(message.contains("\n"), message);
        return message;
    }

    private SafetensorsFile stored() {
        return SafetensorsReader.read(file, NonFinitePolicy.ALLOW);
    }

    @Test
    void holdsWhereTheTrainingStands() {
        final Map<String, String> metadata = stored().metadata();

        assertEquals("pt", metadata.get("format"));
        assertEquals("2", metadata.get("epoch"));
        assertEquals("1", metadata.get("step"));
        assertEquals("11", metadata.get("cursor"));
        assertEquals("torch", metadata.get("rng"));
        assertEquals(4, stored().floats("handgrad.stepLosses").length);
        assertEquals(1, stored().floats("handgrad.lossSums").length);
        assertEquals(1, stored().integers("handgrad.hits").length);
    }

    /** An empty text takes the key away. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            checkpoint         | 2          | no checkpoint that this version can go on from
            seed               | 4          | its seed is 4, but the run's is 3
            learningRate       | 0.5        | its learningRate is 0.5
            data               | crc32c:0   | the samples of noise are not those
            device             | cpu        | so far cpu (
            randomState        |            | no 'randomState'
            randomState        | torch v1 x | 'randomState' in its metadata
            secondsSinceReport | soon       | 'secondsSinceReport' in its metadata is no number
            reports            | 1          | a line of its reports is malformed
            reports            | 2,2,1,1,1,1,1, | its reports do not fit
            reports            | 2,2,1,1,1,1,1,x | a line of its reports is malformed
            reports            | 2,2000000000,1,1,1,1,1, | a line of its reports is malformed
            reports            | 4,2,1,1,1,1,1, | its reports do not fit its steps
            reports            | ''         | its reports do not fit its steps
            """)
    void isRefusedForItsMetadata(String key, String value, String message) {
        final Map<String, String> metadata = new LinkedHashMap<>(stored().metadata());
        if (value == null) {
            metadata.remove(key);
        } else {
            metadata.put(key, value);
        }
        if (value != null && value.equals("2,2,1,1,1,1,1,")) {
            // A valid line, but too few losses.
            write(metadata, new StoredTensor.Floats("handgrad.stepLosses", List.of(3L), new float[3]));
        } else {
            write(metadata);
        }

        final String line = refused();

        assertTrue(line.contains(message), line);
    }

    @Test
    void isRefusedForItsTensors() {
        final Map<String, String> metadata = stored().metadata();

        write(metadata, new StoredTensor.Integers("handgrad.hits", List.of(2L), new int[2]));
        assertTrue(refused().contains("the histories of its steps differ in length"));
        write(metadata, new StoredTensor.Floats("handgrad.hits", List.of(1L), new float[1]));
        assertTrue(refused().contains("holds floating-point numbers"));
        write(
                metadata,
                new StoredTensor.Integers("handgrad.hits", List.of(9L), new int[9]),
                new StoredTensor.Floats("handgrad.lossSums", List.of(9L), new float[9]));
        assertTrue(refused().contains("further than the 4 epochs"));
        write(metadata, new StoredTensor.Floats("l1.bias", List.of(9L), new float[9]));
        assertTrue(refused().contains("\"l1.bias\" has shape [9]"));
    }

    private void write(Map<String, String> metadata, StoredTensor... replaced) {
        final Map<String, StoredTensor> tensors = new LinkedHashMap<>(stored().tensors());
        for (final StoredTensor tensor : replaced) {
            tensors.put(tensor.name(), tensor);
        }
        SafetensorsWriter.write(file, metadata, List.copyOf(tensors.values()));
    }
}
