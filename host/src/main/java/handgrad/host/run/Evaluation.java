package handgrad.host.run;

import handgrad.backend.Session;
import handgrad.dataset.Dataset;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.safetensors.SafetensorsWriter;
import handgrad.host.safetensors.StoredTensor;
import handgrad.host.training.Confusion;
import handgrad.host.training.Evaluator;
import handgrad.host.training.Measure;
import handgrad.program.Shape;
import handgrad.training.Model;
import handgrad.training.Objective;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A measurement of a checkpoint.
 *
 * @param model the model
 * @param file where the checkpoint was read
 * @param checkpoint its parameters
 * @param device what does the work
 * @param split the data
 * @param origin where the data came from, for a person
 * @param confusion whether answers are counted by class
 */
public record Evaluation(
        Model model,
        Path file,
        Checkpoint checkpoint,
        ChosenDevice device,
        Split split,
        String origin,
        boolean confusion) {
    /**
     * Measures.
     *
     * @param logits where the outputs for the test set are written, or empty
     * @param log hears of the device
     * @return the figures
     * @throws handgrad.host.UserError if the model cannot take the data, or the outputs cannot be written
     * @throws handgrad.backend.DeviceException if the device cannot be used
     */
    public EvaluationReport run(Optional<Path> logits, RunLog log) {
        final Evaluator train = Evaluator.of(model, split.train(), "train");
        final Evaluator test = Evaluator.of(model, split.test(), "test");
        try (Session session = device.open(Stream.of(train.programs(), test.programs())
                .flatMap(List::stream)
                .toList())) {
            log.note("device  " + device.explain(session.device()));
            train.upload(session);
            test.upload(session);
            checkpoint.parameters().upload(session);
            if (model.objective().penalised()) {
                final float factor =
                        model.recipe().penalty().factor(split.train().count());
                session.upload(Objective.LAMBDA, new float[] {factor});
            }
            final Measure trainMeasure = train.measure(session);
            final long start = System.nanoTime();
            final Measure testMeasure = test.measure(session);
            final double testSeconds = (System.nanoTime() - start) / 1e9;
            Optional<Confusion> counts = Optional.empty();
            if (confusion || logits.isPresent()) {
                final float[] outputs =
                        test.outputs(session, model.network().output().size());
                logits.ifPresent(target -> writeLogits(target, outputs));
                counts = confusion
                        ? Optional.of(Confusion.of(
                                model.objective().loss(), split.test().targets(), outputs))
                        : Optional.empty();
            }
            return EvaluationReport.of(this, session.device(), trainMeasure, testMeasure, testSeconds, counts, logits);
        }
    }

    private void writeLogits(Path target, float[] outputs) {
        final Dataset test = split.test();
        final Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put("format", "pt");
        metadata.put("model", model.name());
        metadata.put("dataset", split.name());
        final Shape shape = model.network().output().withBatch(test.count());
        final StoredTensor targets = switch (test.targets()) {
            case Targets.Classes classes ->
                new StoredTensor.Integers("target", Shape.of(classes.count()), classes.labels());
            case Targets.Reals reals ->
                new StoredTensor.Floats("target", Shape.of(reals.count(), reals.width()), reals.values());
        };
        SafetensorsWriter.write(target, metadata, List.of(new StoredTensor.Floats("logits", shape, outputs), targets));
    }
}
