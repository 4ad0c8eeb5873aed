package handgrad.backend;

import handgrad.program.Tensor;

/** A session that computes in float64: its float tensors can be read and written without rounding to float32. */
public interface Float64Session extends Session {
    /**
     * Fills a resident float tensor without rounding.
     *
     * @param tensor a resident tensor of one of the session's programs
     * @param values its elements
     * @throws IllegalArgumentException if no program has such a tensor, or the number of elements differs
     */
    void upload(Tensor tensor, double[] values);

    /**
     * Reads a float tensor without rounding.
     *
     * @param tensor a resident tensor, or an output of the program that ran last
     * @param values receives its elements
     * @throws IllegalArgumentException if the tensor is neither of these, or the number of elements differs
     */
    void download(Tensor tensor, double[] values);
}
