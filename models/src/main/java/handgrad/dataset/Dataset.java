package handgrad.dataset;

import handgrad.program.Shape;

/**
 * Samples with their targets, in host memory, ready for upload to a device.
 *
 * @param name its display name, such as {@code mnist (train)}
 * @param sampleShape the shape of one sample, such as 1×28×28
 * @param inputs [count × sampleShape], row-major
 * @param targets one for each sample
 */
public record Dataset(String name, Shape sampleShape, Inputs inputs, Targets targets) {
    /**
     * Checks that inputs and targets agree.
     *
     * @throws IllegalArgumentException if there is no sample, or the numbers of inputs and of targets differ
     */
    public Dataset {
        if (targets.count() == 0) {
            throw new IllegalArgumentException(name + " has no samples");
        }
        if ((long) targets.count() * sampleShape.size() != inputs.size()) {
            throw new IllegalArgumentException(name + ": " + inputs.size() + " input values do not fit "
                    + targets.count() + " targets of samples " + sampleShape);
        }
    }

    /**
     * A data set of float samples.
     *
     * @param name its display name
     * @param sampleShape the shape of one sample
     * @param inputs [count × sampleShape], row-major; not copied, so the caller must not change it afterwards
     * @param targets one for each sample
     * @throws IllegalArgumentException if there is no sample, or the numbers of inputs and of targets differ
     */
    public Dataset(String name, Shape sampleShape, float[] inputs, Targets targets) {
        this(name, sampleShape, new Inputs.Reals(inputs), targets);
    }

    /**
     * The number of samples.
     *
     * @return at least 1
     */
    public int count() {
        return targets.count();
    }

    /**
     * A prefix of this data set.
     *
     * @param samples the number of samples, at least 1; all if there are fewer
     * @return a data set of the same name, its values copied
     */
    public Dataset first(int samples) {
        final int taken = Math.min(samples, count());
        return new Dataset(name, sampleShape, inputs.first(taken * sampleShape.size()), targets.first(taken));
    }
}
