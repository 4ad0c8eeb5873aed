package handgrad.backend;

import handgrad.program.Op;
import handgrad.program.Tensor;
import java.util.List;

/**
 * When each piece of some runs of a program was worked on. Times are nanoseconds from any fixed point.
 *
 * @param tracks what works side by side, such as threads; each does one piece at a time
 * @param pieces what the program was cut into
 * @param steps the runs, in order, from their start until all their work was done
 * @param spans what was done when; a piece may be done in several parts
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
     * A part of a program that the backend does as one.
     *
     * @param name what it does
     * @param ops the ops whose work it is, none for work that the backend adds, such as rearranging a tensor
     * @param counted those of the ops whose arithmetic and traffic count here: where several pieces share an op, it counts in one of them
     * @param bytes tensors of which the backend keeps each element in one byte: data, and batches that it reads where the data are
     * @param share which part of these ops' arithmetic is done at least: less than 1 where zeros in the data are left out
     * @param isWork whether it is work on tensors, and not what passes in between, such as launching the next kernel
     */
    public record Piece(String name, List<Op> ops, List<Op> counted, List<Tensor> bytes, double share, boolean isWork) {
        /** More ops than these are not all named. */
        private static final int MOST_NAMED = 3;

        /** Copies the lists. */
        public Piece {
            ops = List.copyOf(ops);
            counted = List.copyOf(counted);
            bytes = List.copyOf(bytes);
        }

        /**
         * A piece that does all the work of its ops.
         *
         * @param name what it does
         * @param ops the ops whose work it is
         */
        public Piece(String name, List<Op> ops) {
            this(name, ops, ops, List.of(), 1, true);
        }

        /**
         * What passes between one piece of work and the next.
         *
         * @param name what the device waits for
         * @return a piece without ops
         */
        public static Piece between(String name) {
            return new Piece(name, List.of(), List.of(), List.of(), 1, false);
        }

        /**
         * The same piece, where the backend keeps some tensors in fewer bytes than floats have.
         *
         * @param tensors those that have one byte for each element
         * @return a piece
         */
        public Piece withBytes(List<Tensor> tensors) {
            return new Piece(name, ops, counted, tensors, share, isWork);
        }

        /**
         * The same piece, where the backend leaves arithmetic out.
         *
         * @param done which part is done at least
         * @return a piece
         */
        public Piece withShare(double done) {
            return new Piece(name, ops, counted, bytes, done, isWork);
        }

        /**
         * A piece that is named after its ops.
         *
         * @param ops at least one
         * @return such as {@code Conv2dForward c1} or {@code LinearBackwardWeight + Update f6.weight}
         */
        public static Piece of(List<Op> ops) {
            return of(ops, ops);
        }

        /**
         * A piece that is named after its ops, of which some count elsewhere.
         *
         * @param ops at least one
         * @param counted those of them whose arithmetic and traffic count here
         * @return as {@link #of(List)}
         */
        public static Piece of(List<Op> ops, List<Op> counted) {
            final List<String> names = ops.stream().map(Op::name).distinct().toList();
            final String shown = names.size() <= MOST_NAMED
                    ? String.join(" + ", names)
                    : names.getFirst() + " + " + (names.size() - 2) + " others + " + names.getLast();
            return new Piece(shown + " " + ops.getLast().outputs().getFirst().name(), ops, counted, List.of(), 1, true);
        }
    }

    /**
     * One run of the program, or several that the device was given at once, and between which there is no border.
     *
     * @param start when it began
     * @param nanos how long it took
     * @param runs how many runs it is
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
     * One stretch of work.
     *
     * @param piece the number of the piece
     * @param track the number of the track
     * @param start when it began
     * @param nanos how long it took
     */
    public record Span(int piece, int track, long start, long nanos) {}
}
