package handgrad.host.evaluation;

import handgrad.backend.Session;
import handgrad.dataset.Dataset;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.files.CsvFile;
import handgrad.host.run.checkpoint.Checkpoint;
import handgrad.host.run.settings.RunLog;
import handgrad.host.safetensors.SafetensorsWriter;
import handgrad.host.safetensors.StoredTensor;
import handgrad.host.training.Confusion;
import handgrad.host.training.Evaluator;
import handgrad.host.training.Measure;
import handgrad.program.Shape;
import handgrad.training.Model;
import handgrad.training.Objective;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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
 * @param wishes what is wanted besides loss and accuracy
 */
public record Evaluation(
        Model model, Path file, Checkpoint checkpoint, ChosenDevice device, Split split, String origin, Wishes wishes) {
    /**
     * What to compute besides loss and accuracy, all of it on the test set.
     *
     * @param confusion whether answers are counted by class
     * @param confusionTable where these counts are written as CSV, or empty
     * @param misclassified draws the most confident mistakes, or empty
     * @param logits where the outputs are written, or empty
     */
    public record Wishes(
            boolean confusion,
            Optional<Path> confusionTable,
            Optional<MistakesDrawing> misclassified,
            Optional<Path> logits) {
        /** Nothing. */
        public static final Wishes NONE = new Wishes(false, Optional.empty(), Optional.empty(), Optional.empty());

        private boolean wantsOutputs() {
            return confusion || confusionTable.isPresent() || misclassified.isPresent() || logits.isPresent();
        }
    }

    /**
     * Measures.
     *
     * @param log hears of the device, and of a file that was not needed
     * @return the figures
     * @throws handgrad.host.UserError if the model cannot take the data or has no such thing as is wanted, or a file
     *     cannot be written
     * @throws handgrad.backend.DeviceException if the device cannot be used
     */
    public EvaluationReport run(RunLog log) {
        wishes.misclassified().ifPresent(drawing -> drawing.check(model, split.test()));
        final Evaluator train = Evaluator.of(model, split.train(), "train");
        final Evaluator test = Evaluator.of(model, split.test(), "test");
        try (Session session = device.open(Stream.of(train.programs(), test.programs())
                .flatMap(List::stream)
                .toList())) {
            log.note("device  " + device.explain(session.device()));
            session.advice().ifPresent(advice -> log.note("        " + advice));
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
            final Findings findings = wishes.wantsOutputs()
                    ? findings(test.outputs(session, model.network().output().size()), log)
                    : new Findings(Optional.empty(), Optional.empty());
            return EvaluationReport.of(this, session.device(), trainMeasure, testMeasure, testSeconds, findings);
        }
    }

    /**
     * What came of the wishes.
     *
     * @param confusion the counts, or empty where they were not wanted
     * @param misclassified the picture, or empty where it was not wanted or there was nothing to draw
     */
    record Findings(Optional<Confusion> confusion, Optional<Path> misclassified) {}

    private Findings findings(float[] outputs, RunLog log) {
        wishes.logits().ifPresent(target -> writeLogits(target, outputs));
        final Optional<Confusion> counts =
                wishes.confusion() || wishes.confusionTable().isPresent()
                        ? Optional.of(Confusion.of(
                                model.objective().loss(), split.test().targets(), outputs))
                        : Optional.empty();
        wishes.confusionTable().ifPresent(table -> writeConfusion(table, counts.orElseThrow()));
        final String title = model.name() + " on " + split.name() + ", " + file.getFileName();
        final Optional<Path> drawn = wishes.misclassified()
                .filter(drawing -> drawing.draw(title, model, split.test(), outputs) > 0)
                .map(MistakesDrawing::file);
        if (drawn.isEmpty()) {
            wishes.misclassified()
                    .ifPresent(drawing ->
                            log.warning("no test sample was answered wrong: " + drawing.file() + " is not written"));
        }
        return new Findings(counts, drawn);
    }

    private static void writeConfusion(Path target, Confusion confusion) {
        final List<String> header = new ArrayList<>(List.of("true_class"));
        header.addAll(confusion.labels());
        CsvFile.write(
                target,
                header,
                IntStream.range(0, confusion.labels().size())
                        .mapToObj(row -> Stream.concat(
                                        Stream.<Object>of(confusion.labels().get(row)),
                                        confusion.counts().get(row).stream())
                                .toList())
                        .toList());
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
