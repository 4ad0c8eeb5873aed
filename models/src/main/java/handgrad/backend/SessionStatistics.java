package handgrad.backend;

import java.util.OptionalLong;

/**
 * What a session knows of its own costs, beyond what can be seen from outside.
 *
 * @param launches how many kernels it has given to the device since it was opened; empty where there is no such thing, as on the host's own
 *     processor, or where it is not known
 * @param deviceBytes how much of the device's memory it holds, in bytes; empty where the device's memory is the host's, or where it is not known
 * @param sharesHostMemory true if an upload or download stays within the host's memory, false if it crosses to a device of its own memory
 */
public record SessionStatistics(OptionalLong launches, OptionalLong deviceBytes, boolean sharesHostMemory) {
    /** A session in the host's memory that launches nothing. */
    public static final SessionStatistics ON_HOST =
            new SessionStatistics(OptionalLong.empty(), OptionalLong.empty(), true);

    /** A session with a device of its own that tells nothing more. */
    public static final SessionStatistics UNKNOWN =
            new SessionStatistics(OptionalLong.empty(), OptionalLong.empty(), false);
}
