package handgrad.program;

import java.util.List;

/**
 * Pooling over windows of each channel, without padding, and its gradients. Windows may overlap (stride below size);
 * pixels at the lower and right edges that no window contains are ignored. Derivations: docs/derivations.md, "Pooling".
 */
public sealed interface PoolingOp extends Op {
    /**
     * y[n,c,i,j] = (1/k²) Σ_{u,v} x[n,c,i·s+u,j·s+v].
     *
     * @param x [B, C, H, W]
     * @param y [B, C, H', W']
     * @param window the window, padding 0
     */
    record AveragePoolForward(Tensor x, Tensor y, Window window) implements PoolingOp {
        /** Checks the shapes. */
        public AveragePoolForward {
            check(x, y, window);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(y);
        }
    }

    /**
     * dx[n,c,r,q] = (1/k²) Σ over the windows (i, j) that contain (r, q) of dy[n,c,i,j].
     *
     * @param dy [B, C, H', W']
     * @param dx [B, C, H, W]
     * @param window the window, padding 0
     */
    record AveragePoolBackward(Tensor dy, Tensor dx, Window window) implements PoolingOp {
        /** Checks the shapes. */
        public AveragePoolBackward {
            check(dx, dy, window);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(dy);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(dx);
        }
    }

    /**
     * y[n,c,i,j] = max_{u,v} x[n,c,i·s+u,j·s+v]; winner[n,c,i,j] is the index r·W + q of that maximum in its channel.
     * As in PyTorch, the first of equal values in row-major order wins, and NaN is larger than every number.
     *
     * @param x [B, C, H, W]
     * @param y [B, C, H', W']
     * @param winner [B, C, H', W'] ints
     * @param window the window, padding 0
     */
    record MaxPoolForward(Tensor x, Tensor y, Tensor winner, Window window) implements PoolingOp {
        /** Checks the shapes. */
        public MaxPoolForward {
            check(x, y, window);
            Require.ints(winner);
            Require.sameShape(y, winner);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(y, winner);
        }
    }

    /**
     * dx[n,c,r,q] = Σ over the windows (i, j) whose winner is (r, q) of dy[n,c,i,j].
     *
     * @param dy [B, C, H', W']
     * @param winner [B, C, H', W'] ints
     * @param dx [B, C, H, W]
     * @param window the window, padding 0
     */
    record MaxPoolBackward(Tensor dy, Tensor winner, Tensor dx, Window window) implements PoolingOp {
        /** Checks the shapes. */
        public MaxPoolBackward {
            check(dx, dy, window);
            Require.ints(winner);
            Require.sameShape(dy, winner);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(dy, winner);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(dx);
        }
    }

    @Override
    default SampleScope scope() {
        return SampleScope.INDEPENDENT;
    }

    private static void check(Tensor input, Tensor output, Window window) {
        Require.floats(input, output);
        Require.rank(input, 4);
        Require.that(window.padding() == 0, "pooling takes no padding, not " + window.padding());
        final Shape shape = input.shape();
        Require.shape(
                output,
                shape.batch(),
                shape.dimension(1),
                window.outputExtent(shape.dimension(2)),
                window.outputExtent(shape.dimension(3)));
    }
}
