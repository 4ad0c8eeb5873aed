package handgrad.host.data;

import handgrad.dataset.BinaryCoding;
import handgrad.dataset.Dataset;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.host.UserError;
import java.util.stream.IntStream;

/**
 * Two classes of a data set as a binary problem: samples of other classes are left out, the order is kept.
 *
 * @param negative the class that becomes −1 or 0
 * @param positive the class that becomes +1
 * @param coding which numbers stand for them
 */
record BinaryDigits(int negative, int positive, BinaryCoding coding) {
    /**
     * Restricts both parts of a data set.
     *
     * @param split a data set with a class for each sample
     * @param name what the result is called
     * @return targets of width 1
     * @throws UserError if a part has no sample of either class
     */
    Split of(Split split, String name) {
        return new Split(name, of(split.train(), name + " (train)"), of(split.test(), name + " (test)"));
    }

    private Dataset of(Dataset dataset, String name) {
        if (!(dataset.targets() instanceof Targets.Classes(int[] labels, int _))) {
            throw new IllegalArgumentException(dataset.name() + " has no classes");
        }
        final int[] chosen = IntStream.range(0, labels.length)
                .filter(i -> labels[i] == negative || labels[i] == positive)
                .toArray();
        if (chosen.length == 0) {
            throw new UserError(
                    dataset.name() + " has no sample of class " + negative + " or " + positive + "; use more samples");
        }
        final int size = dataset.sampleShape().size();
        final float[] values = new float[chosen.length];
        for (int i = 0; i < chosen.length; i++) {
            values[i] = labels[chosen[i]] == positive ? coding.positive() : coding.negative();
        }
        return new Dataset(
                name, dataset.sampleShape(), dataset.inputs().rows(chosen, size), new Targets.Reals(values, 1));
    }
}
