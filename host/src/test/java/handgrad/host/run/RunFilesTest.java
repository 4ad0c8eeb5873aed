package handgrad.host.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.dataset.Dataset;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.homework.Homework;
import handgrad.host.UserError;
import handgrad.host.devices.DeviceRequest;
import handgrad.host.devices.Devices;
import handgrad.host.run.checkpoint.Checkpoint;
import handgrad.host.run.checkpoint.RunProgress;
import handgrad.host.run.folder.RunFolder;
import handgrad.host.run.folder.RunFolderPlan;
import handgrad.host.run.settings.RunLog;
import handgrad.host.run.settings.RunSettings;
import handgrad.host.safetensors.NonFinitePolicy;
import handgrad.host.safetensors.SafetensorsWriter;
import handgrad.host.safetensors.StoredTensor;
import handgrad.host.training.EpochResult;
import handgrad.host.training.Measure;
import handgrad.network.Network;
import handgrad.network.Parameter;
import handgrad.program.Shape;
import handgrad.random.RandomStream;
import handgrad.training.Model;
import handgrad.training.ParameterValues;
import handgrad.training.TrainingSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files that a run writes while it goes on. */
class RunFilesTest {
    private static final Model MODEL = Homework.find("softmax-linear").orElseThrow();

    @TempDir
    private Path parent;

    private RunFolder folder;
    private final List<String> lines = new ArrayList<>();
    private final RunLog log = new RunLog() {
        @Override
        public void warning(String line) {
            lines.add(line);
        }

        @Override
        public void note(String line) {
            lines.add(line);
        }

        @Override
        public void detail(String line) {
            lines.add(line);
        }
    };

    @BeforeEach
    void makeTheFolder() {
        folder = RunFolderPlan.named(parent.resolve("run"), false).create();
    }

    private static ParameterValues all(float value) {
        return ParameterValues.of(MODEL.network(), parameter -> {
            final float[] values = new float[parameter.shape().size()];
            Arrays.fill(values, value);
            return values;
        });
    }

    private static EpochResult epoch(int number, Float... losses) {
        return new EpochResult(
                number, 1, 0.5, new Measure(1.25, 0.5), new Measure(1.5, 0.25), List.of(losses), OptionalInt.empty());
    }

    private RunRecorder recorder() {
        final Dataset two =
                new Dataset("two", Shape.of(784), new float[2 * 784], new Targets.Classes(new int[] {0, 9}, 10));
        // Two steps an epoch: two samples, one a step.
        final RunSettings settings = new RunSettings(
                MODEL.withRecipe(MODEL.recipe().withBatch(1)),
                0,
                RandomStream.Kind.HANDGRAD,
                Devices.installed().choose(DeviceRequest.parse("oracle"), MODEL, 1),
                new TrainingSetup(new Split("two", two, two), all(0)),
                RandomStream.of(0).state(),
                "made here",
                Optional.empty(),
                Optional.empty(),
                List.of());
        return new RunRecorder(settings, folder, RunProgress.beginning(settings), log);
    }

    private float kept() {
        final Checkpoint checkpoint = Checkpoint.read(folder.checkpoint(), MODEL.network(), NonFinitePolicy.REJECT);
        return checkpoint.parameters().elements(MODEL.network().parameters().getFirst())[5];
    }

    @Test
    void theLastGoodParametersAreThoseOfTheLastEpochThatEnded() throws IOException {
        final RunRecorder recorder = recorder();
        recorder.finishedEpoch(epoch(1, 2f, 1f), all(1));
        recorder.finishedEpoch(epoch(2, 0.5f, 0.25f), all(2));

        recorder.write(List.of(0.2f, Float.NaN));

        assertEquals(2, kept());
        assertEquals(
                List.of("step,epoch,loss", "1,1,2.0", "2,1,1.0", "3,2,0.5", "4,2,0.25", "5,3,0.2", "6,3,NaN"),
                Files.readAllLines(folder.steps()));
        assertEquals(
                List.of(
                        "epoch,seconds,running_loss,running_accuracy,test_loss,test_accuracy",
                        "1,0.5,1.25,0.5,1.5,0.25",
                        "2,0.5,1.25,0.5,1.5,0.25"),
                Files.readAllLines(folder.metrics()));
    }

    /** Writing takes longer than a short epoch: it happens at the end, and between only every ten seconds. */
    @Test
    void shortEpochsAreNotWrittenOneByOne() {
        final RunRecorder recorder = recorder();
        recorder.finishedEpoch(epoch(1, 2f), all(1));

        assertFalse(Files.exists(folder.checkpoint()));
    }

    @Test
    void aCheckpointHasPyTorchsNamesAndComesBackBitForBit() {
        final Network network = Homework.find("lenet5-original").orElseThrow().network();
        final RandomStream stream = RandomStream.of(3);
        final ParameterValues values = ParameterValues.of(network, parameter -> {
            final float[] elements = new float[parameter.shape().size()];
            stream.fillNormal(elements, 0, 1);
            return elements;
        });
        final Path file = parent.resolve("m.safetensors");
        new Checkpoint(values, Map.of("epoch", "4")).write(file);

        final Checkpoint read = Checkpoint.read(file, network, NonFinitePolicy.REJECT);

        assertEquals(Map.of("format", "pt", "epoch", "4"), read.metadata());
        for (final Parameter parameter : network.parameters()) {
            assertArrayEquals(values.elements(parameter), read.parameters().elements(parameter), parameter.name());
        }
        assertEquals(2 * (1 + 16 + 3), network.parameters().size());
        assertEquals("c3.15.weight", network.parameters().get(32).name());
        assertEquals(Shape.of(1, 6, 5, 5), network.parameters().get(32).shape());
    }

    @Test
    void aCheckpointWithATensorTooManyIsAnotherModels() {
        final Path file = parent.resolve("m.safetensors");
        SafetensorsWriter.write(
                file,
                Map.of(),
                List.of(
                        new StoredTensor.Floats("l1.weight", Shape.of(10, 784), new float[7840]),
                        new StoredTensor.Floats("l1.bias", Shape.of(10), new float[10]),
                        new StoredTensor.Floats("l2.bias", Shape.of(1), new float[1])));

        final UserError refused =
                assertThrows(UserError.class, () -> Checkpoint.read(file, MODEL.network(), NonFinitePolicy.REJECT));

        assertTrue(refused.getMessage().contains("l2.bias"), refused.getMessage());
    }
}
