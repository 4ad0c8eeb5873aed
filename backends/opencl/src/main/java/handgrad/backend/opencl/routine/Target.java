package handgrad.backend.opencl.routine;

/**
 * What a plan is made for.
 *
 * @param kind how work is laid out
 * @param units the device's compute units
 * @param localBytes the local memory of a work-group
 * @param maxItems the largest work-group
 * @param hasFma whether the device has a fused multiply-add in hardware
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
    private static final int CPU_LANES = 16;

    /** Work-items of a GPU work-group: 8 warps hide each other's latency, and 255 registers are left to each item. */
    public static final int GPU_ITEMS = 256;

    /** The same device with another plan, of which one work-group runs whole steps if it persists. */
    public Target with(PlanKind other, boolean persists) {
        return new Target(other, units, localBytes, maxItems, hasFma, mayPersist, persists);
    }

    /** The samples that lie side by side in a {@code real}: 16 on a CPU, else 1. */
    public int lanes() {
        return kind == PlanKind.CPU ? CPU_LANES : 1;
    }

    /** The groups of lanes that a batch fills. */
    public int groups(int batch) {
        return Math.ceilDiv(batch, lanes());
    }

    /** The work-items that work together on a sample or a task, a power of two. */
    public int items() {
        return kind == PlanKind.GPU ? Integer.highestOneBit(Math.min(maxItems, GPU_ITEMS)) : 1;
    }

    /** The samples (or groups of lanes) that a by-sample routine gets at once. */
    public int samplesAtOnce(int batch) {
        return kind == PlanKind.PLAIN || persistent ? groups(batch) : 1;
    }
}
