package handgrad.backend.cpu.step.linear;

/** Sums over samples of dy times x, each worker its own: a weight gradient, one part of the batch after the other. */
public interface SampleSums {
    /** Makes a worker's sums zero. */
    void clear(int worker);

    /** Adds what the samples of a group contribute, in their order. */
    void add(int worker, int group);

    /** to[at …] = a worker's sums, [O, C]. */
    void write(int worker, float[] to, int at);
}
