package handgrad.host.check.training;

import handgrad.backend.Session;
import handgrad.host.check.training.TrainingCase.Schedule;
import handgrad.program.Program;
import handgrad.program.Tensor;
import handgrad.training.Feed;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Runs a case in a session.
 *
 * @param trainingCase the case
 * @param session where it runs
 * @param stepper runs programs
 * @param reader reads float tensors
 */
record TrainingRun(TrainingCase trainingCase, Session session, Stepper stepper, Reader reader) {
    /** Fills the arrays before a download, so that an element that is not downloaded cannot look right by chance. */
    private static final float FLOAT_SENTINEL = -7.7e33F;

    private static final int INT_SENTINEL = Integer.MIN_VALUE + 77;

    /** Runs a program several times in a row. */
    @FunctionalInterface
    interface Stepper {
        /** As {@link Session#run}. */
        void run(Program program, int times);
    }

    /** Reads a float tensor. */
    @FunctionalInterface
    interface Reader {
        /** Its elements, with all digits that the device has. */
        double[] read(Tensor tensor);
    }

    /** A run on any device. */
    static TrainingRun on(Session session, TrainingCase trainingCase) {
        return new TrainingRun(trainingCase, session, session::run, tensor -> read(session, tensor));
    }

    private static double[] read(Session session, Tensor tensor) {
        final float[] values = new float[tensor.size()];
        Arrays.fill(values, FLOAT_SENTINEL);
        session.download(tensor, values);
        final double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    /** The whole training, then an evaluation in the order of the first pass. */
    Trace train(TrainingInputs inputs) {
        final Schedule schedule = trainingCase.schedule();
        final Feed feed = trainingCase.feed();
        inputs.uploadTo(session);
        final Map<Trace.Moment, double[]> parameters = new LinkedHashMap<>();
        for (int pass = 0; pass < schedule.passes(); pass++) {
            start(inputs.orders().get(pass), pass * schedule.stepsOfPass());
            stepper.run(trainingCase.full(), 1);
            if (pass == 0) {
                readParameters(1, parameters);
            }
            stepper.run(trainingCase.full(), schedule.fullSteps() - 1);
            stepper.run(trainingCase.last(), 1);
        }
        readParameters(schedule.steps(), parameters);
        final Map<String, double[]> losses = new LinkedHashMap<>();
        final Map<String, int[]> counts = new LinkedHashMap<>();
        losses.put("training losses", reader.read(feed.lossHistory()));
        counts.put("training hits", readInts(feed.hitHistory()));
        counts.put("position after training", readInts(feed.position()));

        start(inputs.orders().getFirst(), 0);
        stepper.run(trainingCase.evaluateFull(), schedule.fullSteps());
        stepper.run(trainingCase.evaluateLast(), 1);
        losses.put("evaluation losses", Arrays.copyOf(reader.read(feed.lossHistory()), schedule.stepsOfPass()));
        counts.put("evaluation hits", Arrays.copyOf(readInts(feed.hitHistory()), schedule.stepsOfPass()));
        counts.put("position after evaluation", readInts(feed.position()));
        return new Trace(parameters, losses, counts);
    }

    /** One step. */
    Trace step(TrainingInputs inputs) {
        inputs.uploadTo(session);
        start(inputs.orders().getFirst(), 0);
        stepper.run(trainingCase.full(), 1);
        final Map<Trace.Moment, double[]> parameters = new LinkedHashMap<>();
        readParameters(1, parameters);
        final double[] losses = reader.read(trainingCase.feed().lossHistory());
        return new Trace(parameters, Map.of("loss", Arrays.copyOf(losses, 1)), Map.of());
    }

    private void start(int[] order, int stepsDone) {
        session.upload(trainingCase.feed().order(), order.clone());
        session.upload(trainingCase.feed().position(), new int[] {0, stepsDone});
    }

    private void readParameters(int steps, Map<Trace.Moment, double[]> parameters) {
        session.finish();
        for (final Tensor tensor : trainingCase.model().network().parameterTensors()) {
            parameters.put(new Trace.Moment(tensor, steps), reader.read(tensor));
        }
    }

    private int[] readInts(Tensor tensor) {
        final int[] values = new int[tensor.size()];
        Arrays.fill(values, INT_SENTINEL);
        session.download(tensor, values);
        return values;
    }
}
