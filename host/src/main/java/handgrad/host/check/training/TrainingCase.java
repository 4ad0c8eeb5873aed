package handgrad.host.check.training;

import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import handgrad.loss.ScoreLoss;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.program.Program;
import handgrad.program.Shape;
import handgrad.training.Feed;
import handgrad.training.Model;
import handgrad.training.Programs;
import java.util.List;
import java.util.stream.Stream;

/**
 * A short training of a model as the trainer would do it: whole programs, which a backend may fuse; several steps a
 * call; a smaller last batch; two passes; then an evaluation. The data are random numbers.
 *
 * @param model what is trained
 * @param schedule how many steps
 * @param feed the data's tensors
 * @param full a training step
 * @param last a training step of the smaller last batch
 * @param evaluateFull a step of the evaluation
 * @param evaluateLast a step of the evaluation with the smaller last batch
 */
record TrainingCase(
        Model model,
        Schedule schedule,
        Feed feed,
        Program full,
        Program last,
        Program evaluateFull,
        Program evaluateLast) {
    /** With more parameters than this the oracle takes seconds a step. */
    private static final int MANY_PARAMETERS = 1_000_000;

    /**
     * The steps of a case.
     *
     * @param batch samples of a full step
     * @param last samples of the last step of a pass
     * @param fullSteps full steps a pass
     * @param passes passes over the data
     */
    record Schedule(int batch, int last, int fullSteps, int passes) {
        /**
         * A model's own batch size up to 33, which fills two vector registers and leaves a rest; a last batch that is
         * prime or one.
         */
        static Schedule of(Model model) {
            if (model.network().parameterCount() > MANY_PARAMETERS) {
                return new Schedule(2, 1, 1, 1);
            }
            final int batch = Math.min(model.recipe().batch(), 33);
            return new Schedule(batch, batch > 13 ? 13 : 1, 4, 2);
        }

        int samples() {
            return batch * fullSteps + last;
        }

        int stepsOfPass() {
            return fullSteps + 1;
        }

        int steps() {
            return stepsOfPass() * passes;
        }
    }

    /** The case of a model. */
    static TrainingCase of(Model model) {
        final Schedule schedule = Schedule.of(model);
        final Feed feed = Feed.of(
                "train", emptyData(model, schedule), model.objective().loss(), schedule.samples(), schedule.steps());
        return new TrainingCase(
                model,
                schedule,
                feed,
                step(model, feed, schedule.batch()),
                step(model, feed, schedule.last()),
                Programs.evaluationStep(model.network(), model.objective(), feed, schedule.batch()),
                Programs.evaluationStep(model.network(), model.objective(), feed, schedule.last()));
    }

    private static Program step(Model model, Feed feed, int batch) {
        return Programs.trainingStep(
                model.network(), model.objective(), model.recipe().descent(), feed, batch);
    }

    /** Data of the right shapes; {@link TrainingInputs} draws the numbers. */
    private static Dataset emptyData(Model model, Schedule schedule) {
        final Shape input = model.network().input();
        final int outputs = model.network().output().size();
        final Targets targets = switch (model.objective().loss()) {
            case SoftmaxCrossEntropy _ -> new Targets.Classes(new int[schedule.samples()], outputs);
            case ScoreLoss _ -> new Targets.Reals(new float[schedule.samples() * outputs], outputs);
        };
        return new Dataset("random", input, new float[schedule.samples() * input.size()], targets);
    }

    /** All that a session is opened with: four, or two where batches are of one sample. */
    List<Program> programs() {
        return Stream.of(full, last, evaluateFull, evaluateLast).distinct().toList();
    }
}
