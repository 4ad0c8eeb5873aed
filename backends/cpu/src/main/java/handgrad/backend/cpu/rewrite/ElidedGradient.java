package handgrad.backend.cpu.rewrite;

import handgrad.program.LinearOp.LinearBackwardWeight;

/**
 * The weight gradient of a batch that is not gathered.
 *
 * @param op the gradient
 * @param batch the batch
 */
public record ElidedGradient(LinearBackwardWeight op, GatherElision batch) implements Piece {}
