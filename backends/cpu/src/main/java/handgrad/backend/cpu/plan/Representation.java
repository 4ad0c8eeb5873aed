package handgrad.backend.cpu.plan;

import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.rewrite.PartialGradient;

/**
 * How the elements of a tensor are arranged. A tensor may exist in several ways at once; the planner inserts the
 * conversions.
 */
public enum Representation {
    /** The samples of a group innermost, as {@link GroupLayout} says. */
    GROUPED,
    /** Row-major, a sample's elements consecutive; also everything that has no samples. */
    ROWS,
    /** A weight matrix [O, C] row-major as [C, O]. */
    TRANSPOSED,
    /** A weight gradient, and the bias gradient that belongs to it, as the parts of a {@link PartialGradient}. */
    PARTIAL,
    /**
     * Not the elements but which of them are not zero: an int for each of a sample's elements and each group, whose
     * bit l speaks of the group's sample l.
     */
    NONZEROS
}
