package handgrad.host.training;

import static handgrad.network.Layers.linear;
import static handgrad.network.Layers.silu;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import handgrad.backend.DeviceInfo;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.backend.oracle.OracleBackend;
import handgrad.dataset.Dataset;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.loss.Reduction;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.network.Network;
import handgrad.network.Parameter;
import handgrad.optimiser.Optimisers;
import handgrad.optimiser.Schedules;
import handgrad.program.Program;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.random.RandomStream;
import handgrad.training.DataSource.Named;
import handgrad.training.Initialiser;
import handgrad.training.Model;
import handgrad.training.Objective;
import handgrad.training.ParameterValues;
import handgrad.training.Programs;
import handgrad.training.Recipe;
import handgrad.training.Sampling;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Training with optimisers and schedules, in one go and interrupted. */
class OptimisedTrainingTest {
    private static final int EPOCHS = 5;

    /** Three steps an epoch, the last of one sample. */
    private static final int STEPS = EPOCHS * 3;

    private final Split split = new Split("samples", samples(7, 1), samples(5, 2));

    private static Dataset samples(int count, long seed) {
        final Random random = new Random(seed);
        final float[] inputs = new float[count * 4];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) random.nextGaussian();
        }
        final int[] labels = random.ints(count, 0, 3).toArray();
        return new Dataset("samples", Shape.of(4), inputs, new Targets.Classes(labels, 3));
    }

    private static Model model(String optimiser, String schedule) {
        return new Model(
                "small",
                "two layers",
                Network.of(Shape.of(4), linear("l1", 5), silu(), linear("l2", 3)),
                new Objective(new SoftmaxCrossEntropy(Reduction.MEAN), false),
                new Recipe(
                                Named.of("samples"),
                                0.1f,
                                3,
                                EPOCHS,
                                new Sampling.Shuffled(),
                                new Initialiser.PyTorchDefault())
                        .withReportEvery(2)
                        .withOptimiser(Optimisers.parse(optimiser))
                        .withSchedule(Schedules.parse(schedule)));
    }

    private static ParameterValues initial(Model model) {
        return ParameterValues.initial(model.network(), model.recipe().initialiser(), RandomStream.of(3));
    }

    /** The oracle with its state rounded to float32 after each step, as other devices store it. */
    private record Float32(Session oracle, List<Tensor> kept, List<Float> rates, Model model) implements Session {
        static Float32 open(Model model, Trainer trainer) {
            final List<Tensor> kept = new ArrayList<>(model.network().parameterTensors());
            model.network()
                    .parameterTensors()
                    .forEach(tensor -> kept.addAll(model.recipe().descent().states(tensor)));
            return new Float32(
                    new OracleBackend().open(DeviceOptions.defaults(), trainer.programs()),
                    kept,
                    new ArrayList<>(),
                    model);
        }

        @Override
        public DeviceInfo device() {
            return oracle.device();
        }

        @Override
        public void upload(Tensor tensor, float[] values) {
            oracle.upload(tensor, values);
        }

        @Override
        public void upload(Tensor tensor, int[] values) {
            oracle.upload(tensor, values);
        }

        @Override
        public void download(Tensor tensor, float[] values) {
            oracle.download(tensor, values);
        }

        @Override
        public void download(Tensor tensor, int[] values) {
            oracle.download(tensor, values);
        }

        @Override
        public void run(Program program, int times) {
            for (int step = 0; step < times; step++) {
                oracle.run(program, 1);
                if (program.name().startsWith("train")) {
                    kept.forEach(this::round);
                    final float[] rate = new float[1];
                    oracle.download(Programs.LEARNING_RATE, rate);
                    rates.add(rate[0]);
                }
            }
        }

        private void round(Tensor tensor) {
            final float[] values = new float[tensor.size()];
            oracle.download(tensor, values);
            oracle.upload(tensor, values);
        }

        @Override
        public void finish() {
            oracle.finish();
        }

        @Override
        public void close() {
            oracle.close();
        }
    }

    /** Stops after a number of steps, and keeps the state. */
    private static final class Stop implements Checkpointing {
        private final long at;
        private TrainingState kept;
        private long asked;

        Stop(long at) {
            this.at = at;
        }

        @Override
        public int mostSteps(long step) {
            asked = step;
            return 1;
        }

        @Override
        public boolean isStopRequested() {
            return asked + 1 == at;
        }

        @Override
        public void keep(TrainingState state) {
            kept = state;
        }
    }

    @ParameterizedTest
    @CsvSource({
        "momentum:mu=0.9:decay=0.01, constant",
        "nesterov, step:factor=0.5:every=4",
        "rmsprop, warmup:start=0.1:over=9",
        "adam, cosine",
        "adamw, warmup:start=0:over=7",
        "sgd, cosine"
    })
    void aTrainingResumedAnywhereEndsWithTheSameBits(String optimiser, String schedule) {
        final Model model = model(optimiser, schedule);
        final Trainer trainer = new Trainer(model, split);
        final Map<Parameter, float[]> whole = new LinkedHashMap<>();
        final List<Float> rates = new ArrayList<>();
        try (Float32 session = Float32.open(model, trainer)) {
            final TrainingResult result =
                    trainer.train(session, initial(model), RandomStream.of(5), new TrainingListener() {});
            model.network()
                    .parameters()
                    .forEach(each -> whole.put(each, result.parameters().elements(each)));
            rates.addAll(session.rates());
        }
        for (int step = 0; step < STEPS; step++) {
            assertEquals(model.recipe().schedule().rate(0.1f, step, STEPS), rates.get(step), "rate of step " + step);
        }

        for (final int at : List.of(1, 4, 6, 8, 14)) {
            final Stop stop = new Stop(at);
            try (Float32 session = Float32.open(model, trainer)) {
                final TrainingState beginning = TrainingState.beginning(
                        initial(model), RandomStream.of(5).state());
                assertThrows(
                        TrainingStoppedException.class,
                        () -> trainer.train(session, beginning, new TrainingListener() {}, stop));
            }
            assertNotNull(stop.kept);
            try (Float32 session = Float32.open(model, trainer)) {
                final TrainingResult resumed =
                        trainer.train(session, stop.kept, new TrainingListener() {}, new Checkpointing() {});
                whole.forEach((parameter, elements) -> assertArrayEquals(
                        elements, resumed.parameters().elements(parameter), parameter + " from step " + at));
                assertEquals(rates.subList(rates.size() - session.rates().size(), rates.size()), session.rates());
            }
        }
    }

    /** The test above would pass if the state were never used; this one leaves it out. */
    @Test
    void withoutItsStateATrainingEndsElsewhere() {
        final Model model = model("momentum", "constant");
        final Trainer trainer = new Trainer(model, split);
        final Stop stop = new Stop(4);
        try (Float32 session = Float32.open(model, trainer)) {
            final TrainingState beginning =
                    TrainingState.beginning(initial(model), RandomStream.of(5).state());
            assertThrows(
                    TrainingStoppedException.class,
                    () -> trainer.train(session, beginning, new TrainingListener() {}, stop));
        }
        final TrainingState kept = stop.kept;
        final TrainingState forgetful = new TrainingState(
                kept.reports(),
                kept.history(),
                kept.seconds(),
                kept.streamState(),
                kept.parameters(),
                OptimiserState.BEGINNING);

        assertFalse(Arrays.equals(end(model, trainer, kept), end(model, trainer, forgetful)));
    }

    private static float[] end(Model model, Trainer trainer, TrainingState from) {
        try (Float32 session = Float32.open(model, trainer)) {
            return trainer.train(session, from, new TrainingListener() {}, new Checkpointing() {})
                    .parameters()
                    .elements(model.network().parameters().getFirst());
        }
    }
}
