package handgrad.host.backend.cpu;

/** Work on one group of samples at a time. */
@FunctionalInterface
interface SampleStep {
    /**
     * Does the work for one group.
     *
     * @param worker which thread does it
     * @param group which group of 16 samples
     */
    void run(int worker, int group);
}
