package handgrad.network;

import handgrad.program.Shape;
import handgrad.program.Tensor;

/**
 * A weight or bias with its name and shape in PyTorch and its place in a tensor. Most fill their tensor; the kernels of
 * a convolution with a connection table are slices of one tensor.
 *
 * @param name the name in a checkpoint, such as {@code c1.weight} or {@code c3.0.weight}
 * @param shape the shape in a checkpoint
 * @param tensor the tensor that holds it
 * @param offset the index of its first element in the tensor
 * @param fanIn the number of inputs that one output of the layer sums over, which scales the initial values
 * @param kind weight or bias
 */
public record Parameter(String name, Shape shape, Tensor tensor, int offset, int fanIn, Kind kind) {
    /** Only weights can be penalised. */
    public enum Kind {
        /** Multiplies an input. */
        WEIGHT,
        /** Is added. */
        BIAS
    }

    /**
     * Checks that the slice lies inside its tensor.
     *
     * @throws IllegalArgumentException if it does not, or the fan-in is below 1
     */
    public Parameter {
        if (offset < 0 || offset + shape.size() > tensor.size()) {
            throw new IllegalArgumentException(name + " [" + shape + "] at " + offset + " lies outside " + tensor);
        }
        if (fanIn < 1) {
            throw new IllegalArgumentException(name + ": a fan-in must be at least 1, not " + fanIn);
        }
    }

    /**
     * A weight that fills its tensor.
     *
     * @param tensor the tensor
     * @param fanIn the number of inputs that one output sums over
     * @return the parameter, with the tensor's name and shape
     */
    static Parameter weight(Tensor tensor, int fanIn) {
        return new Parameter(tensor.name(), tensor.shape(), tensor, 0, fanIn, Kind.WEIGHT);
    }

    /**
     * A bias that fills its tensor.
     *
     * @param tensor the tensor
     * @param fanIn the number of inputs that one output sums over
     * @return the parameter, with the tensor's name and shape
     */
    static Parameter bias(Tensor tensor, int fanIn) {
        return new Parameter(tensor.name(), tensor.shape(), tensor, 0, fanIn, Kind.BIAS);
    }
}
