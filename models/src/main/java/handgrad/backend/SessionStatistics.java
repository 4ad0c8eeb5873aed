package handgrad.backend;

import java.util.OptionalLong;

/**
 * Internal counters of a session.
 *
 * @param launches kernels launched since the session was opened; empty if unknown, or if nothing is launched, as on the
 *     CPU
 * @param deviceBytes device memory in use, in bytes; empty if unknown, or if the device shares the host's memory
 * @param sharesHostMemory whether uploads and downloads stay within the host's memory
 */
public record SessionStatistics(OptionalLong launches, OptionalLong deviceBytes, boolean sharesHostMemory) {
    /** A session in the host's memory that launches no kernels. */
    public static final SessionStatistics ON_HOST =
            new SessionStatistics(OptionalLong.empty(), OptionalLong.empty(), true);

    /** A session on a device with its own memory, without further figures. */
    public static final SessionStatistics UNKNOWN =
            new SessionStatistics(OptionalLong.empty(), OptionalLong.empty(), false);
}
