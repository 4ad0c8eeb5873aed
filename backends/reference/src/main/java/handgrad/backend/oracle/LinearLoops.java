package handgrad.backend.oracle;

import handgrad.program.LinearOp;
import handgrad.program.LinearOp.LinearBackwardInput;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.Tensor;

/** The fully connected layer in float64: x is [B, C], w [O, C], y [B, O]. */
final class LinearLoops {
    private LinearLoops() {}

    static void run(LinearOp op, OracleMemory memory) {
        switch (op) {
            case LinearForward f ->
                forward(f.w(), memory.floats(f.x()), memory.floats(f.w()), memory.floats(f.b()), memory.floats(f.y()));
            case LinearBackwardInput i ->
                backwardInput(i.w(), memory.floats(i.dy()), memory.floats(i.w()), memory.floats(i.dx()));
            case LinearBackwardWeight w ->
                backwardWeight(
                        w.dw(),
                        memory.floats(w.x()),
                        memory.floats(w.dy()),
                        memory.floats(w.dw()),
                        memory.floats(w.db()));
        }
    }

    private static void forward(Tensor weight, double[] x, double[] w, double[] b, double[] y) {
        final int outputs = weight.shape().dimension(0);
        final int inputs = weight.shape().dimension(1);
        for (int n = 0; n < y.length / outputs; n++) {
            for (int o = 0; o < outputs; o++) {
                double sum = b[o];
                for (int c = 0; c < inputs; c++) {
                    sum += w[o * inputs + c] * x[n * inputs + c];
                }
                y[n * outputs + o] = sum;
            }
        }
    }

    private static void backwardInput(Tensor weight, double[] dy, double[] w, double[] dx) {
        final int outputs = weight.shape().dimension(0);
        final int inputs = weight.shape().dimension(1);
        for (int n = 0; n < dy.length / outputs; n++) {
            for (int c = 0; c < inputs; c++) {
                double sum = 0;
                for (int o = 0; o < outputs; o++) {
                    sum += dy[n * outputs + o] * w[o * inputs + c];
                }
                dx[n * inputs + c] = sum;
            }
        }
    }

    private static void backwardWeight(Tensor weight, double[] x, double[] dy, double[] dw, double[] db) {
        final int outputs = weight.shape().dimension(0);
        final int inputs = weight.shape().dimension(1);
        final int batch = dy.length / outputs;
        for (int o = 0; o < outputs; o++) {
            for (int c = 0; c < inputs; c++) {
                double sum = 0;
                for (int n = 0; n < batch; n++) {
                    sum += dy[n * outputs + o] * x[n * inputs + c];
                }
                dw[o * inputs + c] = sum;
            }
            double sum = 0;
            for (int n = 0; n < batch; n++) {
                sum += dy[n * outputs + o];
            }
            db[o] = sum;
        }
    }
}
