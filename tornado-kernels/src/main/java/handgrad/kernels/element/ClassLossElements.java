package handgrad.kernels.element;

/** One sample of the loss of a classifier with K classes. Derivations: docs/derivations.md, "Losses". */
public final class ClassLossElements {
    private ClassLossElements() {}

    /**
     * log Σ_k e^z_k − z_label. With m the largest logit this is log(1 + Σ_{k≠m} e^(z_k − z_m)) + (z_m − z_label): no
     * exponential overflows, and the small loss of a confident correct prediction keeps its digits.
     *
     * @param logits contains z, [classes]
     * @param first the index of its first element
     * @param label the sample's class
     * @param classes K
     * @return the loss
     */
    public static float loss(float[] logits, int first, int label, int classes) {
        final int m = largest(logits, first, classes);
        final float top = logits[first + m];
        // 0, but NaN for an infinite logit, where softmax is undefined.
        float others = top - top;
        for (int k = 0; k < classes; k++) {
            others += k == m ? 0f : ElementaryFunctions.exponential(logits[first + k] - top);
        }
        return ElementaryFunctions.logOnePlus(others) + (top - logits[first + label]);
    }

    /**
     * dz_k = scale · (a_k − 1[k = label]) with a = softmax(z), because ∂/∂z_k log Σ e^z = a_k. At the label, a − 1 is
     * computed as −Σ of the other a, which does not cancel.
     *
     * @param logits contains z, [classes]
     * @param first the index of its first element
     * @param gradient contains dz, [classes]
     * @param gradientFirst the index of its first element
     * @param label the sample's class
     * @param classes K
     * @param scale 1/B for the mean over the batch, 1 for the sum
     */
    public static void gradient(
            float[] logits, int first, float[] gradient, int gradientFirst, int label, int classes, float scale) {
        final float top = logits[first + largest(logits, first, classes)];
        float others = 0f;
        for (int k = 0; k < classes; k++) {
            final float e = ElementaryFunctions.exponential(logits[first + k] - top);
            gradient[gradientFirst + k] = e;
            others += k == label ? 0f : e;
        }
        final float factor = scale / (others + gradient[gradientFirst + label]);
        for (int k = 0; k < classes; k++) {
            gradient[gradientFirst + k] = factor * (k == label ? -others : gradient[gradientFirst + k]);
        }
    }

    /**
     * The index, relative to {@code first}, of the largest of {@code count} values: the first of equal ones; NaN
     * exceeds every number.
     *
     * @param values contains the values
     * @param first the index of the first value
     * @param count the number of values
     * @return the index
     */
    public static int largest(float[] values, int first, int count) {
        int place = 0;
        float largest = values[first];
        for (int k = 1; k < count; k++) {
            final float value = values[first + k];
            if (value > largest || (value != value && largest == largest)) {
                largest = value;
                place = k;
            }
        }
        return place;
    }
}
