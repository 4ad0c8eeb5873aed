package handgrad.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.DeviceOptions;
import handgrad.homework.Homework;
import handgrad.host.UserError;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.devices.DeviceRequest;
import handgrad.host.run.RunReport;
import handgrad.host.run.SmallRuns;
import handgrad.host.run.TrainingRun;
import handgrad.host.run.folder.RunFolderPlan;
import handgrad.host.run.settings.RunSettings;
import handgrad.host.safetensors.NonFinitePolicy;
import handgrad.host.safetensors.SafetensorsFile;
import handgrad.host.safetensors.SafetensorsReader;
import handgrad.host.training.TrainingListener;
import handgrad.random.RandomStream;
import handgrad.training.Model;
import handgrad.training.TrainingSetup;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_event;
import org.jocl.cl_kernel;
import org.jocl.cl_mem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training whose device is lost half-way: from some call on, the driver returns an error status. The run ends with
 * one line, and the parameters of its last report are the same as without the loss.
 */
class LostDeviceTest {
    private static final int EPOCHS = 200;
    private static final int REPORT_EVERY = 50;

    @TempDir
    private Path folder;

    /** Commands that reach the device until it is lost. */
    private record Losing(Commands commands, AtomicInteger callsLeft, int status) implements Commands {
        private void call() {
            if (callsLeft.getAndDecrement() <= 0) {
                throw new CLException(CL.stringFor_errorCode(status), status);
            }
        }

        @Override
        public void launch(cl_kernel kernel, long global, long local, cl_event event) {
            call();
            commands.launch(kernel, global, local, event);
        }

        @Override
        public void write(cl_mem buffer, long bytes, Pointer values) {
            call();
            commands.write(buffer, bytes, values);
        }

        @Override
        public void read(cl_mem buffer, long offset, long bytes, Pointer values) {
            call();
            commands.read(buffer, offset, bytes, values);
        }

        @Override
        public void flush() {
            call();
            commands.flush();
        }

        @Override
        public void finish() {
            call();
            commands.finish();
        }
    }

    @Test
    void aTrainingEndsInOneLineAndKeepsItsLastGoodParameters() {
        OpenClHere.require();
        final AtomicInteger calls = new AtomicInteger(Integer.MAX_VALUE);
        train(new OpenClBackend(commands -> new Losing(commands, calls, CL.CL_SUCCESS)), "whole", EPOCHS);
        final int all = Integer.MAX_VALUE - calls.get();
        train(new OpenClBackend(), "half", EPOCHS / 2);

        for (final int status : List.of(CL.CL_OUT_OF_RESOURCES, CL.CL_DEVICE_NOT_AVAILABLE)) {
            // Between the second report and the third.
            final AtomicInteger left = new AtomicInteger(all * 5 / 8);
            final OpenClBackend losing = new OpenClBackend(commands -> new Losing(commands, left, status));
            final String name = "lost" + status;

            final UserError error = assertThrows(UserError.class, () -> train(losing, name, EPOCHS));

            final String line = error.getMessage();
            assertTrue(
                    line.contains(
                            " was lost (" + CL.stringFor_errorCode(status) + "): resume from the last checkpoint"),
                    line);
            assertTrue(line.contains("the last good parameters, from after epoch 100, are in "), line);
            assertFalse(line.contains("\n"), line);
            assertEquals(parameters("half"), parameters(name));
        }
    }

    private Map<String, String> parameters(String run) {
        final SafetensorsFile file =
                SafetensorsReader.read(folder.resolve(run).resolve("model.safetensors"), NonFinitePolicy.REJECT);
        return file.tensors().keySet().stream()
                .collect(Collectors.toMap(Function.identity(), name -> Arrays.toString(file.floats(name))));
    }

    private RunReport train(OpenClBackend backend, String name, int epochs) {
        final Model known = Homework.find("logistic-synthetic").orElseThrow();
        final Model model = known.withRecipe(known.recipe().withEpochs(epochs).withReportEvery(REPORT_EVERY))
                .withReports();
        final RandomStream stream = RandomStream.of(RandomStream.Kind.NUMPY, 0);
        final TrainingSetup beginning = TrainingSetup.of(model, stream, named -> {
            throw new AssertionError(named + " is not made");
        });
        final RunSettings settings = new RunSettings(
                model,
                0,
                RandomStream.Kind.NUMPY,
                new ChosenDevice(DeviceRequest.parse("opencl"), backend, new DeviceOptions(List.of(), 1)),
                beginning,
                stream.state(),
                "made here",
                Optional.empty(),
                Optional.empty(),
                List.of("train", model.name()));
        return new TrainingRun(settings, RunFolderPlan.named(folder.resolve(name), false), SmallRuns.SILENT)
                .run(new TrainingListener() {});
    }
}
