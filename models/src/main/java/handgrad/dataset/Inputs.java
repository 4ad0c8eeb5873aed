package handgrad.dataset;

import java.util.Arrays;

/** The input values of all samples, row-major, in host memory. */
public sealed interface Inputs {
    /**
     * The number of values.
     *
     * @return the number of samples times the sample size
     */
    int size();

    /**
     * One value.
     *
     * @param index its index, 0 ≤ index &lt; {@link #size}
     * @return the value
     */
    float at(int index);

    /**
     * All values as floats.
     *
     * @return row-major; may be the internal array, so the caller must not change it
     */
    float[] floats();

    /**
     * The first values.
     *
     * @param count the number of values, at most {@link #size}
     * @return a copy
     */
    Inputs first(int count);

    /**
     * Some of the samples.
     *
     * @param samples the indices of the samples, in the order wanted
     * @param width the number of values of a sample
     * @return a copy, [samples × width]
     */
    Inputs rows(int[] samples, int width);

    /**
     * Inputs kept as floats.
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
     * Grey levels kept as bytes, which take a quarter of the memory of floats (MNIST: 47 MB instead of 188 MB).
     *
     * @param bytes unsigned, 0 … 255, row-major; not to be changed afterwards
     * @param scale the conversion to floats
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
