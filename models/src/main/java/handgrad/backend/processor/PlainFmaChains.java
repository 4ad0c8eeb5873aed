package handgrad.backend.processor;

/**
 * Fused multiply-adds in a plain loop that the JIT compiler vectorises: four independent chains of eight operations
 * between a load and a store. One instruction in five accesses memory.
 */
final class PlainFmaChains {
    private static final int NUMBERS = 1024;
    private static final int CHAINS = 4;
    private static final int LENGTH = 8;

    private final float[] a = new float[NUMBERS];
    private final float[] b = new float[NUMBERS];
    private final float[] c = new float[NUMBERS];
    private final float[] d = new float[NUMBERS];

    private PlainFmaChains() {}

    /** The work of one thread, on its own arrays. */
    static ParallelThroughput.Work work() {
        final PlainFmaChains chains = new PlainFmaChains();
        return new ParallelThroughput.Work(
                2.0 * NUMBERS * CHAINS * LENGTH, () -> run(chains.a, chains.b, chains.c, chains.d, 0.999f, 0.001f));
    }

    private static void run(float[] a, float[] b, float[] c, float[] d, float factor, float term) {
        for (int i = 0; i < a.length; i++) {
            float p = a[i];
            float q = b[i];
            float r = c[i];
            float s = d[i];
            p = Math.fma(p, factor, term);
            q = Math.fma(q, factor, term);
            r = Math.fma(r, factor, term);
            s = Math.fma(s, factor, term);
            p = Math.fma(p, factor, term);
            q = Math.fma(q, factor, term);
            r = Math.fma(r, factor, term);
            s = Math.fma(s, factor, term);
            p = Math.fma(p, factor, term);
            q = Math.fma(q, factor, term);
            r = Math.fma(r, factor, term);
            s = Math.fma(s, factor, term);
            p = Math.fma(p, factor, term);
            q = Math.fma(q, factor, term);
            r = Math.fma(r, factor, term);
            s = Math.fma(s, factor, term);
            p = Math.fma(p, factor, term);
            q = Math.fma(q, factor, term);
            r = Math.fma(r, factor, term);
            s = Math.fma(s, factor, term);
            p = Math.fma(p, factor, term);
            q = Math.fma(q, factor, term);
            r = Math.fma(r, factor, term);
            s = Math.fma(s, factor, term);
            p = Math.fma(p, factor, term);
            q = Math.fma(q, factor, term);
            r = Math.fma(r, factor, term);
            s = Math.fma(s, factor, term);
            p = Math.fma(p, factor, term);
            q = Math.fma(q, factor, term);
            r = Math.fma(r, factor, term);
            s = Math.fma(s, factor, term);
            a[i] = p;
            b[i] = q;
            c[i] = r;
            d[i] = s;
        }
    }
}
