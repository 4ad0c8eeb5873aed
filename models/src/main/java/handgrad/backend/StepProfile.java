package handgrad.backend;

import handgrad.program.Op;
import handgrad.program.Tensor;
import java.util.List;

/**
 * A timeline of several runs of a program. Times are nanoseconds from an arbitrary fixed point.
 *
 * @param tracks the parallel workers, such as threads; each works on one piece at a time
 * @param pieces the units that the program is divided into
 * @param steps the runs in order, each from its start until all its work is done
 * @param spans the work on pieces; one piece may have several spans
 */
public record StepProfile(List<String> tracks, List<Piece> pieces, List<Step> steps, List<Span> spans) {
    /** Copies the lists. */
    public StepProfile {
        tracks = List.copyOf(tracks);
        pieces = List.copyOf(pieces);
        steps = List.copyOf(steps);
        spans = List.copyOf(spans);
    }

    /**
     * A part of a program that the backend executes as a unit.
     *
     * @param name a label
     * @param ops the ops that it computes; none for work that the backend adds, such as a layout change
     * @param counted the ops whose arithmetic and memory traffic are attributed to this piece; an op shared by several
     *     pieces is attributed to one
     * @param bytes tensors that the backend stores as one byte an element: data, and batches read from them directly
     * @param share a lower bound of the fraction of the ops' arithmetic that is done: below 1 with zero skipping
     * @param isWork whether this is work on tensors, not overhead such as a kernel launch
     */
    public record Piece(String name, List<Op> ops, List<Op> counted, List<Tensor> bytes, double share, boolean isWork) {
        /** A longer list of ops is abbreviated. */
        private static final int MAX_NAMED = 3;

        /** Copies the lists. */
        public Piece {
            ops = List.copyOf(ops);
            counted = List.copyOf(counted);
            bytes = List.copyOf(bytes);
        }

        /**
         * A piece that does all the work of its ops in float32.
         *
         * @param name a label
         * @param ops the ops that it computes
         */
        public Piece(String name, List<Op> ops) {
            this(name, ops, ops, List.of(), 1, true);
        }

        /**
         * Overhead between pieces of work.
         *
         * @param name the kind of overhead
         * @return a piece without ops
         */
        public static Piece between(String name) {
            return new Piece(name, List.of(), List.of(), List.of(), 1, false);
        }

        /**
         * The same piece with tensors that are stored as bytes.
         *
         * @param tensors the tensors with one byte an element
         * @return a piece
         */
        public Piece withBytes(List<Tensor> tensors) {
            return new Piece(name, ops, counted, tensors, share, isWork);
        }

        /**
         * The same piece with arithmetic that is skipped.
         *
         * @param done a lower bound of the fraction that is done
         * @return a piece
         */
        public Piece withShare(double done) {
            return new Piece(name, ops, counted, bytes, done, isWork);
        }

        /**
         * A piece labelled by its ops.
         *
         * @param ops at least one
         * @return such as {@code Conv2dForward c1} or {@code LinearBackwardWeight + Update f6.weight}
         */
        public static Piece of(List<Op> ops) {
            return of(ops, ops);
        }

        /**
         * A piece labelled by its ops, some of which are attributed to other pieces.
         *
         * @param ops at least one
         * @param counted those whose arithmetic and memory traffic are attributed to this piece
         * @return as {@link #of(List)}
         */
        public static Piece of(List<Op> ops, List<Op> counted) {
            final List<String> names = ops.stream().map(Op::name).distinct().toList();
            final String shown = names.size() <= MAX_NAMED
                    ? String.join(" + ", names)
                    : names.getFirst() + " + " + (names.size() - 2) + " others + " + names.getLast();
            return new Piece(shown + " " + ops.getLast().outputs().getFirst().name(), ops, counted, List.of(), 1, true);
        }
    }

    /**
     * One run of the program, or several that were submitted together and cannot be told apart.
     *
     * @param start when it began
     * @param nanos how long it took
     * @param runs the number of runs
     */
    public record Step(long start, long nanos, int runs) {
        /**
         * One run.
         *
         * @param start when it began
         * @param nanos how long it took
         */
        public Step(long start, long nanos) {
            this(start, nanos, 1);
        }
    }

    /**
     * A time interval of work on one piece.
     *
     * @param piece the number of the piece
     * @param track the number of the track
     * @param start when it began
     * @param nanos how long it took
     */
    public record Span(int piece, int track, long start, long nanos) {}
}
