package handgrad.host.profile;

import handgrad.backend.StepProfile.Piece;
import java.util.List;

/**
 * One piece of a step, or the time spent outside of all pieces.
 *
 * @param name what it does
 * @param kind {@link #OP}, {@link #BACKEND} or {@link #BETWEEN}
 * @param ops the names of the ops whose work it is; none for work that the backend adds, and for what is in no piece
 * @param tensor the name of the tensor that the piece makes, or an empty text
 * @param seconds of a step: the time of all tracks together, divided by how many there are
 * @param share of the step, 0 … 1
 * @param tasks in how many parts a step does it
 * @param flops floating-point operations a step, at least
 * @param bytes read and written a step, at least
 * @param dataBytes those of them that are read from the data set, other ones in every step
 * @param visitedBytes how much of the data set the timed steps went through, each sample once
 */
public record ProfileRow(
        String name,
        String kind,
        List<String> ops,
        String tensor,
        double seconds,
        double share,
        int tasks,
        long flops,
        long bytes,
        long dataBytes,
        long visitedBytes) {
    /** The kind of pieces that compute ops. */
    static final String OP = "op";

    /** The kind of work that the backend adds, such as rearranging a tensor. */
    static final String BACKEND = "backend";

    /** The kind of pieces that do no work on tensors: launching, waiting. */
    static final String BETWEEN = "between";

    /** The kind of a piece. */
    static String kind(Piece piece) {
        if (!piece.isWork()) {
            return BETWEEN;
        }
        return piece.ops().isEmpty() ? BACKEND : OP;
    }

    /** Whether it is work on tensors. */
    boolean isWork() {
        return !kind.equals(BETWEEN);
    }

    /** Copies the list. */
    public ProfileRow {
        ops = List.copyOf(ops);
    }
}
