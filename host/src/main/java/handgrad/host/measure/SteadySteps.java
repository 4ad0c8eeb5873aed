package handgrad.host.measure;

import handgrad.backend.Session;
import handgrad.host.measure.StepTimes.Stretch;
import java.util.List;

/**
 * The steps of a training by which devices are compared: those after the JIT warm-up. A training that ends within the
 * warm-up has none; then its steps are repeated.
 *
 * @param warmUpSteps how many steps came before
 * @param warmUpSeconds how long they took
 * @param times their times, or null where even then they were too few
 * @param full whether all of them take a full batch
 */
record SteadySteps(int warmUpSteps, double warmUpSeconds, StepTimes times, boolean full) {
    /** The JIT warm-up in seconds, counted from the end of the first step, which may compile kernels. */
    private static final double WARM_UP = 1;

    /** The seconds that must remain after the warm-up; if they do not, steps are repeated for this long. */
    private static final double ENOUGH = 0.5;

    /** Fewer stretches give no useful median. */
    private static final int FEWEST_STRETCHES = 5;

    /**
     * Finds them.
     *
     * @param training all stretches of the training
     * @param again repeats its steps
     * @param session has made the training's last step, and will not be asked for its parameters any more
     */
    static SteadySteps of(List<Stretch> training, StepTimer again, Session session) {
        final double seconds = seconds(training);
        final double first = training.getFirst().seconds();
        double passed = first;
        int count = 1;
        while (count < training.size() && passed < first + WARM_UP) {
            passed += training.get(count++).seconds();
        }
        final List<Stretch> late = training.subList(count, training.size());
        if (late.size() >= FEWEST_STRETCHES && seconds - passed >= ENOUGH) {
            return new SteadySteps(steps(training.subList(0, count)), passed, StepTimes.of(late), false);
        }
        final List<Stretch> warmUp = again.run(session, WARM_UP);
        final List<Stretch> timed = again.run(session, ENOUGH);
        return new SteadySteps(
                steps(training) + steps(warmUp),
                seconds + seconds(warmUp),
                timed.size() < FEWEST_STRETCHES ? null : StepTimes.of(timed),
                true);
    }

    private static int steps(List<Stretch> stretches) {
        return stretches.stream().mapToInt(Stretch::steps).sum();
    }

    private static double seconds(List<Stretch> stretches) {
        return stretches.stream().mapToDouble(Stretch::seconds).sum();
    }
}
