package handgrad.host.predict;

import handgrad.backend.Session;
import handgrad.dataset.Dataset;
import handgrad.dataset.PixelScale;
import handgrad.dataset.Targets;
import handgrad.host.UserError;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.filter.PictureReader;
import handgrad.host.training.ClassNames;
import handgrad.host.training.Evaluator;
import handgrad.loss.ScoreLoss;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.program.Shape;
import handgrad.training.DataSource.Named;
import handgrad.training.Model;
import handgrad.training.Objective;
import handgrad.training.ParameterValues;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a network took a picture for: what {@code evaluate --predict} prints with {@code --json}.
 *
 * @param model the model's name
 * @param checkpoint the file with the parameters
 * @param picture the file
 * @param preparation what was done to make it a picture such as MNIST's, in words
 * @param prediction the class
 * @param classes every class, with its probability
 * @param score the output, where there is only one; else null
 * @param device what did the work
 */
public record Prediction(
        String model,
        Path checkpoint,
        Path picture,
        List<String> preparation,
        String prediction,
        List<ClassProbability> classes,
        Float score,
        String device) {
    /** Copies the lists. */
    public Prediction {
        preparation = List.copyOf(preparation);
        classes = List.copyOf(classes);
    }

    /**
     * One of the classes.
     *
     * @param name what it is called
     * @param probability by the softmax of the outputs or the σ of the score; null where the model's score is no
     *     probability
     */
    public record ClassProbability(String name, Double probability) {}

    /**
     * Predicts.
     *
     * @param model the model
     * @param checkpoint where its parameters were read
     * @param parameters these parameters
     * @param device what does the work
     * @param file a PNG, JPEG or PGM file of any size
     * @return what the network takes it for
     * @throws UserError if the model takes no pictures of 28×28, or the file is none or has nothing on it
     * @throws handgrad.backend.DeviceException if the device cannot be used
     */
    public static Prediction of(
            Model model, Path checkpoint, ParameterValues parameters, ChosenDevice device, Path file) {
        final Shape shape = Shape.of(1, DigitPicture.SIDE, DigitPicture.SIDE);
        if (model.network().input().size() != shape.size() || !model.objective().isClassification()) {
            throw new UserError("--predict: " + model.name() + " tells no pictures of 28×28 pixels apart");
        }
        final DigitPicture digit = DigitPicture.of(PictureReader.read(file).picture(), file.toString());
        final float white =
                model.recipe().data() instanceof Named named ? named.pixels().largest() : PixelScale.UNIT.largest();
        final float[] inputs = digit.ink().clone();
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] *= white;
        }
        final Targets unknown = model.objective().loss() instanceof ScoreLoss
                ? new Targets.Reals(new float[1], 1)
                : new Targets.Classes(new int[1], 1);
        final Evaluator evaluator = Evaluator.of(model, new Dataset("picture", shape, inputs, unknown), "picture");
        try (Session session = device.open(evaluator.programs())) {
            evaluator.upload(session);
            parameters.upload(session);
            if (model.objective().penalised()) {
                // The penalty is part of the loss, which is not computed here.
                session.upload(Objective.LAMBDA, new float[1]);
            }
            final float[] outputs =
                    evaluator.outputs(session, model.network().output().size());
            return of(
                    model,
                    checkpoint,
                    file,
                    digit.steps(),
                    outputs,
                    session.device().selector());
        }
    }

    private static Prediction of(
            Model model, Path checkpoint, Path file, List<String> steps, float[] outputs, String device) {
        final List<String> names = ClassNames.of(model);
        final List<ClassProbability> classes = new ArrayList<>();
        return switch (model.objective().loss()) {
            case SoftmaxCrossEntropy _ -> {
                int largest = 0;
                for (int k = 1; k < outputs.length; k++) {
                    largest = outputs[k] > outputs[largest] ? k : largest;
                }
                double sum = 0;
                for (final float output : outputs) {
                    sum += Math.exp((double) output - outputs[largest]);
                }
                for (int k = 0; k < outputs.length; k++) {
                    classes.add(
                            new ClassProbability(names.get(k), Math.exp((double) outputs[k] - outputs[largest]) / sum));
                }
                yield new Prediction(model.name(), checkpoint, file, steps, names.get(largest), classes, null, device);
            }
            case ScoreLoss loss -> {
                final float score = outputs[0];
                final double yes = 1 / (1 + Math.exp(-score));
                classes.add(new ClassProbability(names.get(0), loss.givesProbabilities() ? 1 - yes : null));
                classes.add(new ClassProbability(names.get(1), loss.givesProbabilities() ? yes : null));
                final String prediction = names.get(score > loss.scoreThreshold() ? 1 : 0);
                yield new Prediction(model.name(), checkpoint, file, steps, prediction, classes, score, device);
            }
        };
    }
}
