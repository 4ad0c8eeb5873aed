package handgrad.dataset;

import java.util.Arrays;

/** What a network is shown: the values of all samples, row-major, in host memory. */
public sealed interface Inputs {
    /**
     * The number of values.
     *
     * @return all samples' values together
     */
    int size();

    /**
     * One value.
     *
     * @param index its place, 0 ≤ index &lt; {@link #size}
     * @return the value
     */
    float at(int index);

    /**
     * All values as floats.
     *
     * @return row-major; not to be changed, as it may be the array that is kept here
     */
    float[] floats();

    /**
     * The values from the beginning on.
     *
     * @param count how many, at most {@link #size}
     * @return a copy
     */
    Inputs first(int count);

    /**
     * Some of the samples.
     *
     * @param samples the numbers of the wanted samples, in the wanted order
     * @param width how many values a sample has
     * @return a copy, [samples × width]
     */
    Inputs rows(int[] samples, int width);

    /**
     * Any numbers.
     *
     * @param values row-major; not to be changed afterwards
     */
    record Reals(float[] values) implements Inputs {
        @Override
        public int size() {
            return values.length;
        }

        @Override
        public float at(int index) {
            return values[index];
        }

        @Override
        public float[] floats() {
            return values;
        }

        @Override
        public Inputs first(int count) {
            return new Reals(Arrays.copyOf(values, count));
        }

        @Override
        public Inputs rows(int[] samples, int width) {
            final float[] chosen = new float[samples.length * width];
            for (int n = 0; n < samples.length; n++) {
                System.arraycopy(values, samples[n] * width, chosen, n * width, width);
            }
            return new Reals(chosen);
        }
    }

    /**
     * The grey levels of pictures, as they are in the files: a quarter of the memory that their floats need (MNIST: 47 MB, not 188).
     *
     * @param bytes each to be read as 0 … 255, row-major; not to be changed afterwards
     * @param scale what they are as floats
     */
    record Pixels(byte[] bytes, PixelScale scale) implements Inputs {
        @Override
        public int size() {
            return bytes.length;
        }

        @Override
        public float at(int index) {
            return scale.toFloat(bytes[index]);
        }

        @Override
        public float[] floats() {
            return scale.toFloats(bytes);
        }

        @Override
        public Inputs first(int count) {
            return new Pixels(Arrays.copyOf(bytes, count), scale);
        }

        @Override
        public Inputs rows(int[] samples, int width) {
            final byte[] chosen = new byte[samples.length * width];
            for (int n = 0; n < samples.length; n++) {
                System.arraycopy(bytes, samples[n] * width, chosen, n * width, width);
            }
            return new Pixels(chosen, scale);
        }
    }
}
