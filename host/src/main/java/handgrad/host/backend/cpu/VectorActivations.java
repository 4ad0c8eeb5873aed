package handgrad.host.backend.cpu;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Loops over consecutive floats, of any number: what is left at the end goes through the scalar twins. */
final class VectorActivations {
    private static final VectorSpecies<Float> SPECIES = VectorFunctions.SPECIES;

    private VectorActivations() {}

    static void tanh(float[] x, int xAt, float[] y, int yAt, int n) {
        final int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += SPECIES.length()) {
            VectorFunctions.tanh(FloatVector.fromArray(SPECIES, x, xAt + i)).intoArray(y, yAt + i);
        }
        for (int i = end; i < n; i++) {
            y[yAt + i] = ScalarFunctions.tanh(x[xAt + i]);
        }
    }

    static void sigmoid(float[] x, int xAt, float[] y, int yAt, int n) {
        final int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += SPECIES.length()) {
            VectorFunctions.sigmoid(FloatVector.fromArray(SPECIES, x, xAt + i)).intoArray(y, yAt + i);
        }
        for (int i = end; i < n; i++) {
            y[yAt + i] = ScalarFunctions.sigmoid(x[xAt + i]);
        }
    }

    /** As {@link ScalarFunctions#leaky}. */
    static void leaky(float slope, float[] x, int xAt, float[] y, int yAt, int n) {
        final int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += SPECIES.length()) {
            final FloatVector v = FloatVector.fromArray(SPECIES, x, xAt + i);
            final FloatVector below = slope == 0f ? FloatVector.zero(SPECIES) : v.mul(slope);
            v.blend(below, v.compare(VectorOperators.LE, 0f)).intoArray(y, yAt + i);
        }
        for (int i = end; i < n; i++) {
            y[yAt + i] = ScalarFunctions.leaky(slope, x[xAt + i]);
        }
    }

    static void tanhGradient(float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
        final int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += SPECIES.length()) {
            final FloatVector v = FloatVector.fromArray(SPECIES, y, yAt + i);
            final FloatVector d = FloatVector.fromArray(SPECIES, dy, dyAt + i);
            d.mul(v.neg().fma(v, FloatVector.broadcast(SPECIES, 1f))).intoArray(dx, dxAt + i);
        }
        for (int i = end; i < n; i++) {
            dx[dxAt + i] = ScalarFunctions.tanhGradient(y[yAt + i], dy[dyAt + i]);
        }
    }

    static void sigmoidGradient(float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
        final int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += SPECIES.length()) {
            final FloatVector v = FloatVector.fromArray(SPECIES, y, yAt + i);
            final FloatVector d = FloatVector.fromArray(SPECIES, dy, dyAt + i);
            d.mul(v.mul(FloatVector.broadcast(SPECIES, 1f).sub(v))).intoArray(dx, dxAt + i);
        }
        for (int i = end; i < n; i++) {
            dx[dxAt + i] = ScalarFunctions.sigmoidGradient(y[yAt + i], dy[dyAt + i]);
        }
    }

    /** As {@link ScalarFunctions#leakyGradient}. */
    static void leakyGradient(float slope, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int n) {
        final int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += SPECIES.length()) {
            final FloatVector v = FloatVector.fromArray(SPECIES, y, yAt + i);
            final FloatVector d = FloatVector.fromArray(SPECIES, dy, dyAt + i);
            final FloatVector below = slope == 0f ? FloatVector.zero(SPECIES) : d.mul(slope);
            below.blend(d, v.compare(VectorOperators.GT, 0f)).intoArray(dx, dxAt + i);
        }
        for (int i = end; i < n; i++) {
            dx[dxAt + i] = ScalarFunctions.leakyGradient(slope, y[yAt + i], dy[dyAt + i]);
        }
    }

    /** x = e^x for n consecutive floats, a multiple of a vector's length. */
    static void exp(float[] x, int at, int n) {
        for (int i = 0; i < n; i += SPECIES.length()) {
            VectorFunctions.exp(FloatVector.fromArray(SPECIES, x, at + i)).intoArray(x, at + i);
        }
    }

    /** x = log(1 + x) for n consecutive floats, a multiple of a vector's length. */
    static void log1p(float[] x, int at, int n) {
        for (int i = 0; i < n; i += SPECIES.length()) {
            VectorFunctions.log1p(FloatVector.fromArray(SPECIES, x, at + i)).intoArray(x, at + i);
        }
    }

    static void scale(float factor, float[] x, int at, int n) {
        for (int i = 0; i < n; i += SPECIES.length()) {
            FloatVector.fromArray(SPECIES, x, at + i).mul(factor).intoArray(x, at + i);
        }
    }

    static void addScaled(float factor, float[] x, int xAt, float[] y, int yAt, int n) {
        final FloatVector f = FloatVector.broadcast(SPECIES, factor);
        final int end = SPECIES.loopBound(n);
        for (int i = 0; i < end; i += SPECIES.length()) {
            FloatVector.fromArray(SPECIES, x, xAt + i)
                    .fma(f, FloatVector.fromArray(SPECIES, y, yAt + i))
                    .intoArray(y, yAt + i);
        }
        for (int i = end; i < n; i++) {
            y[yAt + i] = Math.fma(x[xAt + i], factor, y[yAt + i]);
        }
    }
}
