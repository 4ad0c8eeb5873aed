package handgrad.host.run;

import handgrad.dataset.Dataset;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.homework.Homework;
import handgrad.host.devices.DeviceRequest;
import handgrad.host.devices.Devices;
import handgrad.host.run.settings.RunLog;
import handgrad.host.run.settings.RunSettings;
import handgrad.loss.ScoreLoss;
import handgrad.program.Shape;
import handgrad.random.RandomStream;
import handgrad.training.Model;
import handgrad.training.Recipe;
import handgrad.training.TrainingSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Runs of the homework's models that take moments. */
public final class SmallRuns {
    /** Tells nobody. */
    public static final RunLog SILENT = new RunLog() {
        @Override
        public void warning(String line) {}

        @Override
        public void note(String line) {}

        @Override
        public void detail(String line) {}
    };

    private SmallRuns() {}

    /** A model with few epochs and without the extra trainings of its reports. */
    public static Model model(String name, int epochs, int reportEvery) {
        final Model model = Homework.find(name).orElseThrow();
        final Recipe recipe = model.recipe().withEpochs(epochs).withReportEvery(reportEvery);
        return model.withRecipe(recipe).withReports();
    }

    /** The settings of a run on 21 training samples of noise, or on the model's own data where it makes them. */
    public static RunSettings settings(Model model, RandomStream.Kind random, long seed, String device) {
        final RandomStream stream = RandomStream.of(random, seed);
        final TrainingSetup beginning =
                TrainingSetup.of(model, stream, named -> new Split("noise", noise(model, 21, 1), noise(model, 9, 2)));
        return new RunSettings(
                model,
                seed,
                random,
                Devices.installed().choose(DeviceRequest.parse(device), model, 1),
                beginning,
                stream.state(),
                "made here",
                Optional.empty(),
                Optional.empty(),
                List.of("train", model.name()));
    }

    private static Dataset noise(Model model, int count, long seed) {
        final Random random = new Random(seed);
        final Shape shape = Shape.of(1, 28, 28);
        final float[] inputs = new float[count * shape.size()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = random.nextFloat();
        }
        if (model.objective().loss() instanceof ScoreLoss) {
            final float[] answers = new float[count];
            for (int n = 0; n < count; n++) {
                answers[n] = random.nextInt(2);
            }
            return new Dataset("noise", shape, inputs, new Targets.Reals(answers, 1));
        }
        return new Dataset(
                "noise",
                shape,
                inputs,
                new Targets.Classes(random.ints(count, 0, 10).toArray(), 10));
    }

    /** The rows of a run's metrics without the seconds, which no two runs have in common. */
    static List<String> metrics(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("metrics.csv")).stream()
                .map(row -> row.replaceFirst(",[^,]*,", ","))
                .toList();
    }
}
