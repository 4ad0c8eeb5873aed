package handgrad.host.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.backend.reference.JavaBackend;
import handgrad.homework.Homework;
import handgrad.host.measure.StepTimes.Stretch;
import handgrad.host.training.Trainer;
import handgrad.random.RandomStream;
import handgrad.training.Model;
import handgrad.training.TrainingSetup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteadyStepsTest {
    private static SteadySteps of(List<Stretch> training) {
        final Model model = Homework.find("two-layer").orElseThrow();
        final RandomStream stream = RandomStream.of(RandomStream.Kind.HANDGRAD, 0);
        final TrainingSetup beginning = TrainingSetup.of(model, stream, name -> {
            throw new AssertionError("two-layer makes its own data, and needs no " + name);
        });
        final Trainer trainer = new Trainer(model, beginning.split());
        final StepTimer again = new StepTimer(trainer, stream);
        try (Session session = new JavaBackend().open(new DeviceOptions(List.of(), 1), trainer.programs())) {
            trainer.upload(session, beginning.parameters());
            return SteadySteps.of(training, again, session);
        }
    }

    private static List<Stretch> stretches(Stretch first, int count, Stretch each) {
        final List<Stretch> stretches = new ArrayList<>(List.of(first));
        stretches.addAll(Collections.nCopies(count, each));
        return stretches;
    }

    /**
     * A first step of two seconds, then steps of a quarter: four of them are the second after it, the other six are
     * steady.
     */
    @Test
    void beginASecondAfterTheFirstStep() {
        final SteadySteps steady = of(stretches(new Stretch(1, 2), 10, new Stretch(2, 0.25)));

        assertEquals(new SteadySteps(9, 3, new StepTimes(0.125, 0.125, 0.125, 6, 2), false), steady);
    }

    /** Ten thousand steps in a hundredth of a second end before the JIT compiler has seen them. */
    @Test
    void ofAShortTrainingAreMadeAfterIt() {
        final SteadySteps steady = of(stretches(new Stretch(1, 0.001), 9, new Stretch(1000, 0.001)));

        assertTrue(steady.full() && steady.warmUpSteps() > 9001 && steady.warmUpSeconds() > 0.5, "" + steady);
        // A step of 50 hidden units is far below this on any machine.
        // step.
        assertTrue(steady.times().median() > 0 && steady.times().median() < 1e-3, "" + steady);
        assertTrue(steady.times().samples() >= 5, "" + steady);
    }
}
