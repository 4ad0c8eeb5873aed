package handgrad.backend.opencl;

import handgrad.backend.DeviceInfo;
import handgrad.backend.opencl.routine.PlanKind;
import handgrad.backend.opencl.routine.Target;
import java.util.Locale;
import java.util.Optional;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/**
 * A device as its driver describes it.
 *
 * @param index its number in {@code --device opencl:NUMBER}, counted over all platforms
 * @param platform its platform
 * @param id the device
 * @param name its name
 * @param platformName its platform's name
 * @param driver the driver's version
 * @param type what it is
 * @param units compute units
 * @param globalBytes its memory
 * @param largestBytes the largest buffer that it can hold
 * @param localBytes the local memory of a work-group
 * @param maxItems the largest work-group
 * @param hasFma whether it fuses a multiplication with an addition in hardware
 * @param dividesCorrectly whether it can be asked for correctly rounded divisions
 * @param problem why it cannot be used, or empty
 */
record OpenClDevice(
        int index,
        cl_platform_id platform,
        cl_device_id id,
        String name,
        String platformName,
        String driver,
        Type type,
        int units,
        long globalBytes,
        long largestBytes,
        long localBytes,
        int maxItems,
        boolean hasFma,
        boolean dividesCorrectly,
        Optional<String> problem) {
    /** The name of PoCL's platform. */
    static final String POCL = "Portable Computing Language";

    /** The local memory that NVIDIA's OpenCL gives a work-group. */
    private static final long GPU_LOCAL_BYTES = 48 * 1024;

    /** What a device is. */
    enum Type {
        GPU,
        ACCELERATOR,
        CPU,
        OTHER
    }

    /** The plan that suits it: PoCL and its kind do not vectorise across work-items, so a CPU gets explicit vectors. */
    PlanKind bestPlan() {
        return type == Type.CPU ? PlanKind.CPU : PlanKind.GPU;
    }

    /** Whether it is a graphics card. */
    boolean isGpu() {
        return type == Type.GPU;
    }

    /** Whether PoCL runs it. */
    boolean isPocl() {
        return platformName.equals(POCL);
    }

    /**
     * What the planner must know. A GPU's plan on a processor gets no more local memory than on a GPU, so that it is
     * the same plan.
     */
    Target target(PlanKind plan, boolean mayPersist) {
        final long local =
                plan == PlanKind.GPU && type == Type.CPU ? Math.min(localBytes, GPU_LOCAL_BYTES) : localBytes;
        return new Target(plan, units, local, maxItems, hasFma, mayPersist, false);
    }

    /** As {@code devices} shows it. */
    DeviceInfo info() {
        return new DeviceInfo(OpenClBackend.NAME + ":" + index, name, details(), isGpu(), problem);
    }

    /** Driver, type, units, memory. */
    String details() {
        return "%s %s, %s, %d units, %s memory, %d KiB local memory"
                .formatted(
                        platformName,
                        driver,
                        type.name().toLowerCase(Locale.ROOT),
                        units,
                        bytes(globalBytes),
                        localBytes / 1024);
    }

    /** Bytes for a person. */
    static String bytes(long count) {
        final double mebi = count / (1024.0 * 1024);
        return mebi >= 1024
                ? String.format(Locale.ROOT, "%.1f GiB", mebi / 1024)
                : String.format(Locale.ROOT, "%.1f MiB", mebi);
    }
}
