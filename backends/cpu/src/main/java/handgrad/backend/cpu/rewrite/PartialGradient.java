package handgrad.backend.cpu.rewrite;

import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.program.ConvolutionOp.Conv2dBackwardWeight;
import handgrad.program.ConvolutionOp.TableConv2dBackwardWeight;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearSums;
import handgrad.program.Op;
import handgrad.program.Tensor;

/**
 * A weight gradient that is summed in parts. Each part sums over a fixed number of groups of samples, on the thread
 * that has these in its cache; then the parts are added in order. So the number of threads changes no bit.
 *
 * @param op the op that computes the gradient
 * @param x the samples
 * @param dy the gradient of the outputs
 * @param dw the weight gradient
 * @param db the bias gradient
 * @param groupsInPart how many groups of samples a part is
 */
public record PartialGradient(Op op, Tensor x, Tensor dy, Tensor dw, Tensor db, int groupsInPart) {
    /** Of a linear layer: a part reads the samples, which come from memory, once for some groups. */
    public static PartialGradient of(LinearBackwardWeight g) {
        return new PartialGradient(g, g.x(), g.dy(), g.dw(), g.db(), LinearSums.GROUPS_IN_PART);
    }

    /** Of a convolution. */
    public static PartialGradient of(Conv2dBackwardWeight g) {
        return new PartialGradient(g, g.x(), g.dy(), g.dw(), g.db(), 1);
    }

    /** Of a convolution with a connection table. */
    public static PartialGradient of(TableConv2dBackwardWeight g) {
        return new PartialGradient(g, g.x(), g.dy(), g.dw(), g.db(), 1);
    }

    /** How many parts a batch has. */
    public int parts() {
        return (GroupLayout.groups(x.shape().batch()) + groupsInPart - 1) / groupsInPart;
    }

    /** The elements of a part: dw, then db. */
    public int stride() {
        return dw.size() + db.size();
    }

    /** The elements of all parts. */
    public int size() {
        return parts() * stride();
    }
}
