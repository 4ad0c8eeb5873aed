package handgrad.backend.opencl;

import handgrad.backend.StepProfile;
import handgrad.backend.StepProfile.Piece;
import handgrad.backend.StepProfile.Span;
import handgrad.backend.StepProfile.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a queue did while it worked through groups of steps, without a gap: each nanosecond of a group belongs to a
 * kernel or to one of three ways of waiting for the next one. Times are the device's, which need not be the host's; the
 * host's clock says how long a group took altogether.
 */
final class LaunchTimes {
    /** The device is idle since the host has not put the next kernel into the queue yet. */
    static final Piece HOST = Piece.between("between kernels: the host launches the next one");

    /** The next kernel is in the queue, and the driver has not begun it yet. */
    static final Piece DRIVER = Piece.between("between kernels: the driver begins the next one");

    /**
     * All kernels are done. The host's clock began before the first was in the queue, and goes on until the host has
     * heard of the last.
     */
    static final Piece ENDS = Piece.between("before the first kernel and after the last: the host");

    /**
     * One kernel's launch, in nanoseconds of the device.
     *
     * @param queued when it was put into the queue
     * @param begin when it began
     * @param end when it ended
     */
    record Launch(long queued, long begin, long end) {}

    private final int kernels;
    private final List<Step> steps = new ArrayList<>();
    private final List<Span> spans = new ArrayList<>();

    /**
     * Nothing yet.
     *
     * @param kernels how many kernels there are, which are launched in turn
     */
    LaunchTimes(int kernels) {
        this.kernels = kernels;
    }

    /**
     * Adds a group of steps that were given to the device at once.
     *
     * @param launches in order, at least one
     * @param runs how many steps they were
     * @param hostNanos how long they took by the host's clock, from before the first was launched until all were known
     *     to be done
     */
    void add(List<Launch> launches, int runs, long hostNanos) {
        final long start = launches.getFirst().queued();
        long reached = start;
        for (int k = 0; k < launches.size(); k++) {
            final Launch launch = launches.get(k);
            final long queued = Math.clamp(launch.queued(), reached, Math.max(reached, launch.begin()));
            between(kernels, reached, queued);
            between(kernels + 1, queued, launch.begin());
            spans.add(new Span(k % kernels, 0, launch.begin(), launch.end() - launch.begin()));
            reached = Math.max(reached, launch.end());
        }
        // Two clocks: where the device's says more, there is nothing left for the host.
        final long end = Math.max(reached, start + hostNanos);
        between(kernels + 2, reached, end);
        steps.add(new Step(start, end - start, runs));
    }

    private void between(int piece, long from, long to) {
        if (to > from) {
            spans.add(new Span(piece, 0, from, to - from));
        }
    }

    /**
     * What was added.
     *
     * @param pieces one for each kernel
     * @return all groups, on one track
     */
    StepProfile profile(List<Piece> pieces) {
        return new StepProfile(
                List.of("device"),
                Stream.concat(pieces.stream(), Stream.of(HOST, DRIVER, ENDS)).toList(),
                steps,
                spans);
    }
}
