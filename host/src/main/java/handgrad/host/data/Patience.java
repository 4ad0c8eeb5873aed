package handgrad.host.data;

import java.time.Duration;

/**
 * How long a download waits before it gives up on a mirror.
 *
 * @param connect for a connection
 * @param answer for the beginning of an answer, connecting included
 * @param stall for the next bytes of a transfer under way
 * @param attempts how often one transfer is taken up again after it was cut off part of the way
 */
record Patience(Duration connect, Duration answer, Duration stall, int attempts) {
    /** For a download that was asked for. */
    public static final Patience LONG =
            new Patience(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30), 5);

    /** For a download with an alternative: without a network it ends within seconds. */
    public static final Patience SHORT =
            new Patience(Duration.ofSeconds(2), Duration.ofSeconds(4), Duration.ofSeconds(10), 3);
}
