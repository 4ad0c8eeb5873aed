package handgrad.host.embed;

import handgrad.backend.Session;
import handgrad.dataset.PixelScale;
import handgrad.dataset.Split;
import handgrad.homework.Homework;
import handgrad.host.data.digits.GeneratedDigits;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.devices.DeviceRequest;
import handgrad.host.devices.Devices;
import handgrad.host.run.checkpoint.Checkpoint;
import handgrad.host.safetensors.NonFinitePolicy;
import handgrad.host.training.EpochResult;
import handgrad.host.training.Evaluator;
import handgrad.host.training.Measure;
import handgrad.host.training.Trainer;
import handgrad.host.training.TrainingListener;
import handgrad.host.training.TrainingResult;
import handgrad.random.RandomStream;
import handgrad.training.Model;
import handgrad.training.ParameterValues;
import handgrad.training.TrainingSetup;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What docs/embedding.md shows: a program that trains, saves, reads and measures with library classes only. */
public final class EmbeddedTraining {
    private final Model model;
    private final Split split;

    /** A small training: two epochs on 2,000 generated digits. */
    public EmbeddedTraining() {
        // docs: model
        Model lenet = Homework.find("lenet5-modern").orElseThrow();
        Model model = lenet.withRecipe(lenet.recipe().withEpochs(2).withLearningRate(0.5f));
        Split split = new GeneratedDigits(0, 2_000, 500).draw(PixelScale.UNIT);
        // docs: end
        this.model = model;
        this.split = split;
    }

    /**
     * Trains and saves the parameters.
     *
     * @param deviceName such as {@code cpu}
     * @param file where the parameters go
     * @param log hears a line an epoch
     * @return loss and accuracy on the test set
     */
    public List<Double> train(String deviceName, Path file, Consumer<String> log) {
        // docs: train
        RandomStream stream = RandomStream.of(1);
        TrainingSetup setup = TrainingSetup.of(model, stream, named -> split);
        Trainer trainer = new Trainer(model, split);
        ChosenDevice device = Devices.installed().choose(DeviceRequest.parse(deviceName), model, 2);
        TrainingListener listener = new TrainingListener() {
            @Override
            public void finishedEpoch(EpochResult epoch, ParameterValues parameters) {
                log.accept("epoch " + epoch.epoch() + ": " + epoch.test().accuracy());
            }
        };
        try (Session session = device.open(trainer.programs())) {
            TrainingResult result = trainer.train(session, setup.parameters(), stream, listener);
            new Checkpoint(result.parameters(), Map.of("note", "trained in a program")).write(file);
            return List.of(result.test().loss(), result.test().accuracy());
        }
        // docs: end
    }

    /**
     * Reads the parameters and measures them.
     *
     * @param deviceName such as {@code cpu}
     * @param file where the parameters are
     * @return loss and accuracy on the test set
     */
    public List<Double> evaluate(String deviceName, Path file) {
        // docs: evaluate
        Checkpoint checkpoint = Checkpoint.read(file, model.network(), NonFinitePolicy.REJECT);
        Evaluator evaluator = Evaluator.of(model, split.test(), "test");
        ChosenDevice device = Devices.installed().choose(DeviceRequest.parse(deviceName), model, 2);
        try (Session session = device.open(evaluator.programs())) {
            evaluator.upload(session);
            checkpoint.parameters().upload(session);
            Measure measure = evaluator.measure(session);
            return List.of(measure.loss(), measure.accuracy());
        }
        // docs: end
    }
}
