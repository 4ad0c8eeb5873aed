package handgrad.host.check.training;

import handgrad.backend.Backend;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;

/**
 * A short training on a device against the oracle; then twice more, in sessions of their own, the second with another
 * number of threads, both of which must give the same bits.
 */
public final class TrainingCheck {
    private final Backend backend;
    private final DeviceOptions options;

    /**
     * A check of one device.
     *
     * @param backend whose device it is
     * @param options which device, and how to use it
     */
    public TrainingCheck(Backend backend, DeviceOptions options) {
        this.backend = backend;
        this.options = options;
    }

    /**
     * Trains and compares.
     *
     * @param reference what should come out
     * @return what did
     * @throws handgrad.backend.DeviceException if the device cannot be used
     */
    public TrainingReport check(TrainingReference reference) {
        final Comparison comparison = new Comparison(reference);
        final Trace first;
        try (Session session = open(options, reference)) {
            final TrainingRun run = TrainingRun.on(session, reference.trainingCase());
            first = run.train(reference.inputs());
            comparison.ofTraining(first).ofNaN(run.step(reference.inputs().withNaN(reference.trainingCase())));
        }
        final DeviceOptions otherThreads = otherThreads(options);
        train(options, reference)
                .firstDifference(first)
                .ifPresent(what -> comparison.fail("a second run gives other bits: " + what));
        train(otherThreads, reference)
                .firstDifference(first)
                .ifPresent(what -> comparison.fail(options.threads() + " and " + otherThreads.threads()
                        + " threads give different bits: " + what));
        return comparison.report();
    }

    /**
     * The same device with another number of threads.
     *
     * @param options how it is used
     * @return one thread, or two where it was one
     */
    public static DeviceOptions otherThreads(DeviceOptions options) {
        return new DeviceOptions(options.path(), options.threads() == 1 ? 2 : 1);
    }

    private Trace train(DeviceOptions how, TrainingReference reference) {
        try (Session session = open(how, reference)) {
            return TrainingRun.on(session, reference.trainingCase()).train(reference.inputs());
        }
    }

    private Session open(DeviceOptions how, TrainingReference reference) {
        return backend.open(how, reference.trainingCase().programs());
    }
}
