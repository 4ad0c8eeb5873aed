package handgrad.backend.cpu.kernel.vector;

import handgrad.backend.processor.ParallelThroughput;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The peak rate of fused multiply-adds in the Vector API: twelve independent chains in registers, as many as two units
 * with a latency of six cycles need. Loaded only where the module jdk.incubator.vector is.
 */
public final class VectorFmaChains {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
    private static final int CHAINS = 12;

    /** So many that loads and stores take no part of the time. */
    private static final int ROUNDS = 2000;

    private VectorFmaChains() {}

    /** One thread's share, on numbers of its own. */
    public static ParallelThroughput.Work work() {
        final float[] values = new float[SPECIES.length()];
        return new ParallelThroughput.Work(2.0 * CHAINS * SPECIES.length() * ROUNDS, () -> run(values, ROUNDS));
    }

    private static void run(float[] values, int rounds) {
        final FloatVector factor = FloatVector.broadcast(SPECIES, 0.999f);
        final FloatVector term = FloatVector.broadcast(SPECIES, 0.001f);
        FloatVector a = FloatVector.fromArray(SPECIES, values, 0);
        FloatVector b = a.add(1);
        FloatVector c = a.add(2);
        FloatVector d = a.add(3);
        FloatVector e = a.add(4);
        FloatVector f = a.add(5);
        FloatVector g = a.add(6);
        FloatVector h = a.add(7);
        FloatVector i = a.add(8);
        FloatVector j = a.add(9);
        FloatVector k = a.add(10);
        FloatVector l = a.add(11);
        for (int round = 0; round < rounds; round++) {
            a = a.fma(factor, term);
            b = b.fma(factor, term);
            c = c.fma(factor, term);
            d = d.fma(factor, term);
            e = e.fma(factor, term);
            f = f.fma(factor, term);
            g = g.fma(factor, term);
            h = h.fma(factor, term);
            i = i.fma(factor, term);
            j = j.fma(factor, term);
            k = k.fma(factor, term);
            l = l.fma(factor, term);
        }
        a.add(b)
                .add(c)
                .add(d)
                .add(e)
                .add(f)
                .add(g)
                .add(h)
                .add(i)
                .add(j)
                .add(k)
                .add(l)
                .intoArray(values, 0);
    }
}
