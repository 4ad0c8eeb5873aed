package handgrad.backend.cpu.rewrite;

import handgrad.program.BatchOp.GatherRows;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.Op;
import handgrad.program.Program;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is planned as one: an op as it stands, or what a rewrite puts in the place of several. */
public sealed interface Piece permits Piece.Single, ClassLossFusion, WideBackwardFusion, GatherElision, ElidedGradient {
    /**
     * An op as it stands.
     *
     * @param op the op
     */
    record Single(Op op) implements Piece {}

    /**
     * Rewrites a program.
     *
     * @param program the program
     * @param rewrites those to use: {@link Rewrite#CLASS_LOSS_FUSION}, {@link Rewrite#WIDE_BACKWARD_FUSION} and
     *     {@link Rewrite#GATHER_ELISION}; the others are for what plans the pieces
     * @return the pieces in the program's order, each in the place of its first op
     */
    static List<Piece> of(Program program, Set<Rewrite> rewrites) {
        final Map<Op, WideBackwardFusion> wide =
                rewrites.contains(Rewrite.WIDE_BACKWARD_FUSION) ? WideBackwardFusion.find(program) : Map.of();
        final Map<Op, ClassLossFusion> losses = rewrites.contains(Rewrite.CLASS_LOSS_FUSION)
                ? ClassLossFusion.find(program)
                : ClassLossFusion.apart(program);
        final Map<Op, GatherElision> elided =
                rewrites.contains(Rewrite.GATHER_ELISION) ? GatherElision.find(program) : Map.of();
        final List<Piece> pieces = new ArrayList<>();
        // By identity: two equal ops may stand in one program.
        final Set<Op> done = Collections.newSetFromMap(new IdentityHashMap<>());
        for (final Op op : program.ops()) {
            if (wide.containsKey(op)) {
                pieces.add(wide.get(op));
                done.addAll(wide.get(op).ops());
            } else if (elided.containsKey(op)) {
                addElided(pieces, op, elided.get(op));
            } else if (!done.contains(op)) {
                final Piece piece = losses.containsKey(op) ? losses.get(op) : new Single(op);
                pieces.add(piece);
                if (piece instanceof final ClassLossFusion fusion) {
                    done.addAll(fusion.ops());
                }
            }
        }
        return List.copyOf(pieces);
    }

    private static void addElided(List<Piece> pieces, Op op, GatherElision elision) {
        switch (op) {
            case GatherRows _ -> {
                // Read where it is multiplied.
            }
            case LinearForward _ -> pieces.add(elision);
            case final LinearBackwardWeight gradient -> pieces.add(new ElidedGradient(gradient, elision));
            default -> throw new IllegalArgumentException(op + " does not read an elided batch");
        }
    }
}
