package handgrad.host.check.training;

import handgrad.backend.Float64Session;
import handgrad.host.devices.Float64Oracle;
import handgrad.program.Program;
import handgrad.program.Tensor;
import handgrad.training.Model;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The oracle's results of a short training of a model, and of a step with a NaN in the data; computed once for all
 * devices.
 */
public final class TrainingReference {
    /**
     * How far data must keep from kinks: ten times the error, relative to its size, that ten steps in float32 leave in
     * a tensor.
     */
    private static final double CLEARANCE = 1e-5;

    /**
     * The most draws of data; after that, the draw that keeps furthest from kinks is used. A model with many ReLUs
     * needs a few.
     */
    private static final int MOST_DRAWS = 20;

    /** 2⁶⁴ divided by the golden ratio: seeds that are far apart. */
    private static final long NEXT_SEED = 0x9E3779B97F4A7C15L;

    private final TrainingCase trainingCase;
    private final TrainingInputs inputs;
    private final Trace trained;
    private final Trace withNaN;

    private TrainingReference(TrainingCase trainingCase, TrainingInputs inputs, Trace trained, Trace withNaN) {
        this.trainingCase = trainingCase;
        this.inputs = inputs;
        this.trained = trained;
        this.withNaN = withNaN;
    }

    /**
     * Draws data and parameters, and trains on the oracle.
     *
     * @param model what to train
     * @param seed of the random numbers
     * @return what every device must come to
     */
    public static TrainingReference of(Model model, long seed) {
        final TrainingCase trainingCase = TrainingCase.of(model);
        final Map<Program, Program> watched = new LinkedHashMap<>();
        trainingCase.programs().forEach(program -> watched.put(program, Kinks.watched(program)));
        try (Float64Session session = Float64Oracle.open(List.copyOf(watched.values()))) {
            Draw best = Draw.of(trainingCase, seed, session, watched);
            for (int draw = 1; draw < MOST_DRAWS && best.distance() < CLEARANCE; draw++) {
                final Draw other = Draw.of(trainingCase, seed + draw * NEXT_SEED, session, watched);
                best = other.distance() > best.distance() ? other : best;
            }
            final Trace withNaN = new TrainingRun(
                            trainingCase, session, new Watch(session, watched)::run, tensor -> read(session, tensor))
                    .step(best.inputs().withNaN(trainingCase));
            return new TrainingReference(trainingCase, best.inputs(), best.trained(), withNaN);
        }
    }

    /**
     * A draw of data and parameters.
     *
     * @param inputs the numbers
     * @param trained what the oracle makes of them
     * @param distance how near it came to a kink
     */
    private record Draw(TrainingInputs inputs, Trace trained, double distance) {
        static Draw of(TrainingCase trainingCase, long seed, Float64Session session, Map<Program, Program> watched) {
            final TrainingInputs inputs = TrainingInputs.draw(trainingCase, seed);
            final Watch watch = new Watch(session, watched);
            final Trace trained =
                    new TrainingRun(trainingCase, session, watch::run, tensor -> read(session, tensor)).train(inputs);
            return new Draw(inputs, trained, watch.distance);
        }
    }

    private static double[] read(Float64Session session, Tensor tensor) {
        final double[] values = new double[tensor.size()];
        session.download(tensor, values);
        return values;
    }

    /** Runs the watched programs step by step and remembers how near they came to a kink. */
    private static final class Watch {
        private final Float64Session session;
        private final Map<Program, Program> watched;
        private double distance = Double.POSITIVE_INFINITY;

        Watch(Float64Session session, Map<Program, Program> watched) {
            this.session = session;
            this.watched = watched;
        }

        void run(Program program, int times) {
            final Program seen = watched.get(program);
            for (int run = 0; run < times; run++) {
                session.run(seen, 1);
                distance = Math.min(distance, Kinks.distance(seen, session));
            }
        }
    }

    /**
     * The programs of a model's training and evaluation.
     *
     * @param model the model
     * @return what a device would have to run
     */
    public static List<Program> programs(Model model) {
        return TrainingCase.of(model).programs();
    }

    /**
     * What was trained.
     *
     * @return the model
     */
    public Model model() {
        return trainingCase.model();
    }

    TrainingCase trainingCase() {
        return trainingCase;
    }

    TrainingInputs inputs() {
        return inputs;
    }

    Trace trained() {
        return trained;
    }

    Trace withNaN() {
        return withNaN;
    }
}
