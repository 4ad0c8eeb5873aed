package handgrad.host.check;

import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;

/** How far the activations may be off, element by element, and what may be lost to flushed subnormals on the way. */
final class ElementwiseBounds {
    /**
     * A transcendental function may be off by 16 u = 8 ulp: OpenCL 1.2 (section 7.4) allows its tanh 5 ulp, its exp 3 and a division 2.5, so a
     * sigmoid about 6; the rational tanh of a CPU takes 5.
     */
    static final double TRANSCENDENTAL = 16;

    /** What may be lost: a few steps of an elementwise function may each flush a subnormal number. */
    static final double FLUSHED = 4 * Rounding.SMALLEST;

    private ElementwiseBounds() {}

    /** Relative to the exact value everywhere, near zero too: a vanishing signal keeps its digits. */
    static double[] forward(ActivationForward op, CaseInputs inputs) {
        final float[] x = inputs.floats().get(op.x());
        final double[] bounds = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            final double bound = switch (handgrad.program.LegacyActivation.of(op.function())) {
                case handgrad.program.LegacyActivation.Tanh _ -> TRANSCENDENTAL * Math.abs(Math.tanh(x[i]));
                case handgrad.program.LegacyActivation.Sigmoid _ -> TRANSCENDENTAL / (1 + Math.exp(-x[i]));
                case handgrad.program.LegacyActivation.Relu _ -> 0;
                case handgrad.program.LegacyActivation.LeakyRelu leaky -> leaky.slope() * Math.max(0, -(double) x[i]);
            };
            bounds[i] = Rounding.UNIT * bound + FLUSHED;
        }
        return bounds;
    }

    /** Relative to dy·(1 + y²) or dy·(|y| + y²), the terms of dy·(1 − y²) and dy·(y − y²), each in four roundings. */
    static double[] backward(ActivationBackward op, CaseInputs inputs) {
        final float[] outputs = inputs.floats().get(op.y());
        final float[] dy = inputs.floats().get(op.dy());
        final double[] bounds = new double[outputs.length];
        for (int i = 0; i < bounds.length; i++) {
            final double y = Math.abs((double) outputs[i]);
            final double bound = switch (handgrad.program.LegacyActivation.of(op.function())) {
                case handgrad.program.LegacyActivation.Tanh _ -> 4 * (1 + y * y);
                case handgrad.program.LegacyActivation.Sigmoid _ -> 4 * (y + y * y);
                case handgrad.program.LegacyActivation.Relu _ -> 0;
                case handgrad.program.LegacyActivation.LeakyRelu leaky -> outputs[i] > 0 ? 0 : leaky.slope();
            };
            bounds[i] = Rounding.UNIT * bound * Math.abs(dy[i]) + FLUSHED * (1 + Math.abs(dy[i]));
        }
        return bounds;
    }
}
