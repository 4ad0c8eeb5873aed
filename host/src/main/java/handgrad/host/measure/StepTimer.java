package handgrad.host.measure;

import handgrad.backend.Session;
import handgrad.host.measure.StepTimes.Stretch;
import handgrad.host.training.Trainer;
import handgrad.host.training.Walk;
import handgrad.random.RandomStream;
import java.util.ArrayList;
import java.util.List;

/** Runs full-batch steps of a training again and again over the first samples, and times them. */
public final class StepTimer {
    /**
     * The length of a stretch in seconds: long enough for the cost of the clock and of waiting for the device to be
     * negligible.
     */
    static final double STRETCH = 0.005;

    private final Walk walk;
    private final int[] order;
    private final int stepsPerRound;

    /**
     * Plans it.
     *
     * @param trainer the training
     * @param stream where the order of the samples comes from
     */
    public StepTimer(Trainer trainer, RandomStream stream) {
        this.walk = trainer.walk();
        this.order = trainer.orders(0, trainer.epochsAtATime(), stream);
        final int fullSteps = walk.samples() / walk.batch();
        this.stepsPerRound = walk.last().isEmpty() ? fullSteps * trainer.epochsAtATime() : fullSteps;
    }

    /**
     * How many steps one order of the samples lasts.
     *
     * @return at least 1
     */
    public int stepsPerRound() {
        return stepsPerRound;
    }

    /**
     * Goes back to the first sample, and waits for the device.
     *
     * @param session a session that has all that a step needs
     */
    public void rewind(Session session) {
        walk.begin(session, order);
        session.finish();
    }

    /**
     * Runs steps for so long.
     *
     * @param session a session that has all that a step needs
     * @param seconds how long, at least one step
     * @return their times
     */
    public List<Stretch> run(Session session, double seconds) {
        final List<Stretch> stretches = new ArrayList<>();
        final long end = System.nanoTime() + (long) (seconds * 1e9);
        int length = 1;
        do {
            rewind(session);
            for (int step = 0; step < stepsPerRound && (stretches.isEmpty() || System.nanoTime() < end); ) {
                final int steps = Math.min(length, stepsPerRound - step);
                final long start = System.nanoTime();
                session.run(walk.full(), steps);
                session.finish();
                final Stretch stretch = new Stretch(steps, (System.nanoTime() - start) / 1e9);
                stretches.add(stretch);
                step += steps;
                if (stretch.seconds() < STRETCH / 2) {
                    length = Math.min(2 * length, stepsPerRound);
                }
            }
        } while (System.nanoTime() < end);
        return stretches;
    }
}
