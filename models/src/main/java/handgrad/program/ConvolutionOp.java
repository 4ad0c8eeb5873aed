package handgrad.program;

import java.util.List;

/**
 * Two-dimensional convolution (cross-correlation, as everywhere in deep learning) and its gradients. With window size
 * k, stride s and padding p, output pixel (i, j) depends on the input rows i·s − p + u and columns j·s − p + v for 0 ≤
 * u, v &lt; k; pixels outside the image are zero. Derivations: docs/derivations.md, "Convolution".
 */
public sealed interface ConvolutionOp extends Op {
    /**
     * y[n,o,i,j] = b[o] + Σ_{c,u,v} w[o,c,u,v] · x[n,c,i·s−p+u,j·s−p+v].
     *
     * @param x [B, C, H, W]
     * @param w [O, C, k, k]
     * @param b [O]
     * @param y [B, O, H', W']
     * @param window the window
     */
    record Conv2dForward(Tensor x, Tensor w, Tensor b, Tensor y, Window window) implements ConvolutionOp {
        /** Checks the shapes. */
        public Conv2dForward {
            checkImages(x, y, window);
            checkWeights(x, w, b, y, window);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x, w, b);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(y);
        }

        @Override
        public SampleScope scope() {
            return SampleScope.INDEPENDENT;
        }
    }

    /**
     * dx[n,c,r,q] = Σ_o Σ_{i,j,u,v: i·s−p+u = r, j·s−p+v = q} dy[n,o,i,j] · w[o,c,u,v].
     *
     * @param dy [B, O, H', W']
     * @param w [O, C, k, k]
     * @param dx [B, C, H, W]
     * @param window the window
     */
    record Conv2dBackwardInput(Tensor dy, Tensor w, Tensor dx, Window window) implements ConvolutionOp {
        /** Checks the shapes. */
        public Conv2dBackwardInput {
            checkImages(dx, dy, window);
            Require.floats(w);
            Require.shape(w, channels(dy), channels(dx), window.size(), window.size());
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(dy, w);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(dx);
        }

        @Override
        public SampleScope scope() {
            return SampleScope.INDEPENDENT;
        }
    }

    /**
     * dw[o,c,u,v] = Σ_{n,i,j} dy[n,o,i,j] · x[n,c,i·s−p+u,j·s−p+v]; db[o] = Σ_{n,i,j} dy[n,o,i,j].
     *
     * @param x [B, C, H, W]
     * @param dy [B, O, H', W']
     * @param dw [O, C, k, k]
     * @param db [O]
     * @param window the window
     */
    record Conv2dBackwardWeight(Tensor x, Tensor dy, Tensor dw, Tensor db, Window window) implements ConvolutionOp {
        /** Checks the shapes. */
        public Conv2dBackwardWeight {
            checkImages(x, dy, window);
            checkWeights(x, dw, db, dy, window);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x, dy);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(dw, db);
        }

        @Override
        public SampleScope scope() {
            return SampleScope.SUMMED;
        }
    }

    /**
     * As {@link Conv2dForward}, with only the connections of a table: y[n,o,i,j] = b[o] + Σ_{e of o} Σ_{u,v} w[e,u,v] ·
     * x[n,c(e),i·s−p+u,j·s−p+v], where connection e leads from input channel c(e) to output channel o.
     *
     * @param x [B, C, H, W]
     * @param w [E, k, k], one kernel for each connection
     * @param b [O]
     * @param y [B, O, H', W']
     * @param window the window
     * @param table the connections
     */
    record TableConv2dForward(Tensor x, Tensor w, Tensor b, Tensor y, Window window, ConnectionTable table)
            implements ConvolutionOp {
        /** Checks the shapes. */
        public TableConv2dForward {
            checkImages(x, y, window);
            checkTable(x, w, y, window, table);
            Require.floats(b);
            Require.shape(b, channels(y));
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x, w, b);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(y);
        }

        @Override
        public SampleScope scope() {
            return SampleScope.INDEPENDENT;
        }
    }

    /**
     * As {@link Conv2dBackwardInput}, with only the connections of a table.
     *
     * @param dy [B, O, H', W']
     * @param w [E, k, k]
     * @param dx [B, C, H, W]
     * @param window the window
     * @param table the connections
     */
    record TableConv2dBackwardInput(Tensor dy, Tensor w, Tensor dx, Window window, ConnectionTable table)
            implements ConvolutionOp {
        /** Checks the shapes. */
        public TableConv2dBackwardInput {
            checkImages(dx, dy, window);
            checkTable(dx, w, dy, window, table);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(dy, w);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(dx);
        }

        @Override
        public SampleScope scope() {
            return SampleScope.INDEPENDENT;
        }
    }

    /**
     * As {@link Conv2dBackwardWeight}, where connection e leads from input channel c(e) to output channel o(e):
     * dw[e,u,v] = Σ_{n,i,j} dy[n,o(e),i,j] · x[n,c(e),i·s−p+u,j·s−p+v]; db[o] = Σ_{n,i,j} dy[n,o,i,j].
     *
     * @param x [B, C, H, W]
     * @param dy [B, O, H', W']
     * @param dw [E, k, k]
     * @param db [O]
     * @param window the window
     * @param table the connections
     */
    record TableConv2dBackwardWeight(Tensor x, Tensor dy, Tensor dw, Tensor db, Window window, ConnectionTable table)
            implements ConvolutionOp {
        /** Checks the shapes. */
        public TableConv2dBackwardWeight {
            checkImages(x, dy, window);
            checkTable(x, dw, dy, window, table);
            Require.floats(db);
            Require.shape(db, channels(dy));
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x, dy);
        }

        @Override
        public List<Tensor> outputs() {
            return List.of(dw, db);
        }

        @Override
        public SampleScope scope() {
            return SampleScope.SUMMED;
        }
    }

    private static int channels(Tensor images) {
        return images.shape().dimension(1);
    }

    private static void checkImages(Tensor input, Tensor output, Window window) {
        Require.floats(input, output);
        Require.rank(input, 4);
        Require.rank(output, 4);
        Require.shape(
                output,
                input.shape().batch(),
                channels(output),
                window.outputExtent(input.shape().dimension(2)),
                window.outputExtent(input.shape().dimension(3)));
    }

    private static void checkWeights(Tensor input, Tensor w, Tensor b, Tensor output, Window window) {
        Require.floats(w, b);
        Require.shape(w, channels(output), channels(input), window.size(), window.size());
        Require.shape(b, channels(output));
    }

    private static void checkTable(Tensor input, Tensor w, Tensor output, Window window, ConnectionTable table) {
        Require.floats(w);
        checkChannels(input, table.inputChannels());
        checkChannels(output, table.outputChannels());
        Require.shape(w, table.connections(), window.size(), window.size());
    }

    private static void checkChannels(Tensor tensor, int expected) {
        if (channels(tensor) != expected) {
            throw new IllegalArgumentException(tensor + " should have " + expected + " channels");
        }
    }
}
