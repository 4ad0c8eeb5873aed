package handgrad.program;

/**
 * How an op combines the samples of a batch, which determines what a backend may reorder, split over threads or fuse.
 */
public enum SampleScope {
    /**
     * The output of a sample depends on that sample alone: forward passes, losses, input gradients. A backend may run a
     * group of samples through all such ops.
     */
    INDEPENDENT,
    /** The samples are summed in a fixed order: parameter gradients and records. */
    SUMMED,
    /** No samples are involved: updates and counters. */
    NONE
}
