package handgrad.cli.train;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.CommandLine;
import handgrad.host.safetensors.SafetensorsWriter;
import handgrad.host.safetensors.StoredTensor;
import handgrad.program.Shape;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code train --init} accepts weights made elsewhere, if their names and shapes are this model's. */
class InitTest {
    private static final StoredTensor WEIGHT = new StoredTensor.Floats("l1.weight", Shape.of(10, 784), new float[7840]);
    private static final StoredTensor BIAS = new StoredTensor.Floats("l1.bias", Shape.of(10), new float[10]);

    @TempDir
    private Path folder;

    private CommandLine train(StoredTensor... tensors) {
        final Path file = folder.resolve("made.safetensors");
        SafetensorsWriter.write(file, Map.of(), List.of(tensors));
        return CommandLine.run(
                CommandLine.smallTraining("java", folder.resolve("run").toString()), "--init", file.toString());
    }

    private void refused(String message, StoredTensor... tensors) {
        final String line = train(tensors).error(1);
        assertTrue(line.contains("made.safetensors") && line.contains(message), line);
        assertFalse(Files.exists(folder.resolve("run")), "a run folder was made");
    }

    @Test
    void saysWhatDoesNotFit() {
        refused("has no tensor \"l1.bias\"; it has \"l1.weight\"", WEIGHT);
        refused(
                "has no tensor \"l1.weight\"",
                BIAS,
                new StoredTensor.Floats("fc.weight", Shape.of(10, 784), new float[7840]));
        refused(
                "tensor \"l1.weight\" has shape [784, 10], but [10, 784] is needed",
                BIAS,
                new StoredTensor.Floats("l1.weight", Shape.of(784, 10), new float[7840]));
        refused(
                "tensor \"l1.bias\" has shape [10, 1], but [10] is needed",
                WEIGHT,
                new StoredTensor.Floats("l1.bias", Shape.of(10, 1), new float[10]));
        refused(
                "has a tensor 'l2.bias' that this model has not",
                WEIGHT,
                BIAS,
                new StoredTensor.Floats("l2.bias", Shape.of(1), new float[1]));
        refused(
                "holds integers, but floating-point numbers are needed",
                WEIGHT,
                new StoredTensor.Integers("l1.bias", Shape.of(10), new int[10]));
        final float[] broken = new float[10];
        broken[4] = Float.NaN;
        refused("\"l1.bias\" holds NaN at index 4", WEIGHT, new StoredTensor.Floats("l1.bias", Shape.of(10), broken));
    }

    @Test
    void takesWhatFits() {
        train(BIAS, WEIGHT).succeeded();
    }
}
