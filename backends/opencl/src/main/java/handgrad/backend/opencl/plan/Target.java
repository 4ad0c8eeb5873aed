package handgrad.backend.opencl.plan;

/**
 * What a plan is made for.
 *
 * @param kind how work is laid out
 * @param units the device's compute units
 * @param localBytes the local memory of a work-group
 * @param maxItems the largest work-group
 * @param hasFma whether the device fuses a multiplication with an addition in hardware
 * @param mayPersist whether one work-group may run whole steps, one after the other, where a step is small
 * @param persistent whether it does
 */
public record Target(
        PlanKind kind,
        int units,
        long localBytes,
        int maxItems,
        boolean hasFma,
        boolean mayPersist,
        boolean persistent) {
    /** The widest vector of OpenCL C, and one AVX-512 register. */
    static final int CPU_LANES = 16;

    /**
     * The same device, running whole steps in one work-group.
     *
     * @return the target
     */
    Target asPersistent() {
        return new Target(kind, units, localBytes, maxItems, hasFma, mayPersist, true);
    }

    /**
     * The same device with another plan.
     *
     * @param other the plan
     * @return the target, not persistent
     */
    Target withKind(PlanKind other) {
        return new Target(other, units, localBytes, maxItems, hasFma, mayPersist, false);
    }

    /** How many samples lie side by side in a {@code real}. */
    int lanes() {
        return kind == PlanKind.CPU ? CPU_LANES : 1;
    }

    /** How many groups of lanes a batch fills. */
    int groups(int batch) {
        return Math.ceilDiv(batch, lanes());
    }

    /** Work-items of a work-group that work together on a sample or a task: a power of two. */
    int items() {
        return kind == PlanKind.GPU ? Integer.highestOneBit(Math.min(maxItems, Tiling.GPU_ITEMS)) : 1;
    }

    /** Whether the work-items of a group can share sums through local memory. */
    boolean shares() {
        return items() > 1;
    }

    /** How many samples (or groups of lanes) a by-sample routine gets at once. */
    int samplesAtOnce(int batch) {
        return kind == PlanKind.PLAIN || persistent ? groups(batch) : 1;
    }
}
