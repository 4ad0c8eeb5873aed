package handgrad.backend.cpu.kernel.vector;

import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.PoolingWindows;
import handgrad.backend.cpu.layout.GroupLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Pooling, for as many of the 16 lanes as a vector holds; bases point to the first of them. */
final class VectorPooling {
    private static final VectorSpecies<Float> SPECIES = VectorFunctions.SPECIES;
    private static final VectorSpecies<Integer> INTS = VectorSpecies.of(int.class, SPECIES.vectorShape());

    private VectorPooling() {}

    /** As {@link Kernels#averagePool}. */
    static void average(PoolingWindows windows, float[] x, int xBase, float[] y, int yBase) {
        final int[] taps = windows.taps();
        final int[] xPositions = windows.xPositions();
        final int[] yPositions = windows.yPositions();
        final float factor = 1f / taps.length;
        if (taps.length == 4) {
            final int right = taps[1];
            final int below = taps[2];
            final int corner = taps[3];
            for (int w = 0; w < xPositions.length; w++) {
                final int at = xBase + xPositions[w];
                FloatVector.fromArray(SPECIES, x, at)
                        .add(FloatVector.fromArray(SPECIES, x, at + right))
                        .add(FloatVector.fromArray(SPECIES, x, at + below))
                        .add(FloatVector.fromArray(SPECIES, x, at + corner))
                        .mul(factor)
                        .intoArray(y, yBase + yPositions[w]);
            }
        } else {
            for (int w = 0; w < xPositions.length; w++) {
                average(taps, factor, x, xBase + xPositions[w], y, yBase + yPositions[w]);
            }
        }
    }

    private static void average(int[] taps, float factor, float[] x, int at, float[] y, int to) {
        FloatVector sum = FloatVector.fromArray(SPECIES, x, at);
        for (int t = 1; t < taps.length; t++) {
            sum = sum.add(FloatVector.fromArray(SPECIES, x, at + taps[t]));
        }
        sum.mul(factor).intoArray(y, to);
    }

    /** As {@link Kernels#averagePoolGradient}. */
    static void averageGradient(PoolingWindows windows, float[] dy, int yBase, float[] dx, int xBase) {
        final int[] taps = windows.taps();
        final int[] xPositions = windows.xPositions();
        final int[] yPositions = windows.yPositions();
        final float factor = 1f / taps.length;
        for (int w = 0; w < xPositions.length; w++) {
            final FloatVector d =
                    FloatVector.fromArray(SPECIES, dy, yBase + yPositions[w]).mul(factor);
            final int at = xBase + xPositions[w];
            if (windows.overlap()) {
                for (int t = 0; t < taps.length; t++) {
                    FloatVector.fromArray(SPECIES, dx, at + taps[t]).add(d).intoArray(dx, at + taps[t]);
                }
            } else {
                for (int t = 0; t < taps.length; t++) {
                    d.intoArray(dx, at + taps[t]);
                }
            }
        }
    }

    /** As {@link Kernels#maxPool}. */
    static void max(PoolingWindows windows, float[] x, int xBase, float[] y, int yBase, int[] winner, int winnerBase) {
        for (int w = 0; w < windows.xPositions().length; w++) {
            final int at = xBase + windows.xPositions()[w];
            FloatVector best = FloatVector.fromArray(SPECIES, x, at);
            IntVector place = IntVector.broadcast(INTS, windows.places()[w]);
            for (int t = 1; t < windows.taps().length; t++) {
                final FloatVector v = FloatVector.fromArray(SPECIES, x, at + windows.taps()[t]);
                final VectorMask<Float> better = v.compare(VectorOperators.GT, best)
                        .or(v.compare(VectorOperators.NE, v).and(best.compare(VectorOperators.EQ, best)));
                best = best.blend(v, better);
                place = place.blend(windows.places()[w] + windows.placeTaps()[t], better.cast(INTS));
            }
            best.intoArray(y, yBase + windows.yPositions()[w]);
            place.intoArray(winner, winnerBase + w * GroupLayout.LANES);
        }
    }

    /** As {@link Kernels#maxPoolGradient}. */
    static void maxGradient(
            PoolingWindows windows, float[] dy, int yBase, int[] winner, int winnerBase, float[] dx, int xBase) {
        final int[] taps = windows.taps();
        final FloatVector zero = FloatVector.zero(SPECIES);
        for (int w = 0; w < windows.xPositions().length; w++) {
            final FloatVector d = FloatVector.fromArray(SPECIES, dy, yBase + windows.yPositions()[w]);
            final IntVector place = IntVector.fromArray(INTS, winner, winnerBase + w * GroupLayout.LANES);
            final int at = xBase + windows.xPositions()[w];
            for (int t = 0; t < taps.length; t++) {
                final int here = windows.places()[w] + windows.placeTaps()[t];
                final FloatVector part =
                        zero.blend(d, place.compare(VectorOperators.EQ, here).cast(SPECIES));
                final FloatVector before = windows.overlap() ? FloatVector.fromArray(SPECIES, dx, at + taps[t]) : zero;
                before.add(part).intoArray(dx, at + taps[t]);
            }
        }
    }
}
