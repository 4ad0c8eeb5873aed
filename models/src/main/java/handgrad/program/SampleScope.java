package handgrad.program;

/** How an op treats the samples of a batch: what a backend may reorder, split over threads, or run together. */
public enum SampleScope {
    /**
     * Each sample's output depends on that sample alone: forward steps, losses, input gradients. A backend may take a group of samples
     * through all such ops at once.
     */
    INDEPENDENT,
    /** The samples are summed: parameter gradients and records. The sum runs in a fixed order. */
    SUMMED,
    /** No samples take part: updates and counters. */
    NONE
}
