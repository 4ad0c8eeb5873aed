package handgrad.host.backend.oracle;

import handgrad.program.Activation;
import handgrad.program.Activation.LeakyRelu;
import handgrad.program.Activation.Relu;
import handgrad.program.Activation.Sigmoid;
import handgrad.program.Activation.Tanh;
import handgrad.program.ActivationOp;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;

/** The activations in float64. */
final class ActivationLoops {
    private ActivationLoops() {}

    static void run(ActivationOp op, OracleMemory memory) {
        switch (op) {
            case ActivationForward f -> forward(f.function(), memory.floats(f.x()), memory.floats(f.y()));
            case ActivationBackward b ->
                backward(b.function(), memory.floats(b.y()), memory.floats(b.dy()), memory.floats(b.dx()));
        }
    }

    private static void forward(Activation function, double[] x, double[] y) {
        for (int i = 0; i < x.length; i++) {
            y[i] = value(function, x[i]);
        }
    }

    private static void backward(Activation function, double[] y, double[] dy, double[] dx) {
        for (int i = 0; i < y.length; i++) {
            dx[i] = dy[i] * derivative(function, y[i]);
        }
    }

    /** σ(x); NaN for NaN, whatever the function. */
    private static double value(Activation function, double x) {
        return switch (function) {
            case Tanh _ -> Math.tanh(x);
            case Sigmoid _ -> 1 / (1 + Math.exp(-x));
            case Relu _ -> Math.max(0, x);
            case LeakyRelu leaky -> x > 0 ? x : leaky.slope() * x;
        };
    }

    /** σ'(x), told from y = σ(x). */
    private static double derivative(Activation function, double y) {
        return switch (function) {
            case Tanh _ -> 1 - y * y;
            case Sigmoid _ -> y * (1 - y);
            case Relu _ -> y > 0 ? 1 : 0;
            case LeakyRelu leaky -> y > 0 ? 1 : leaky.slope();
        };
    }
}
