package handgrad.program;

/**
 * The description of a named array on a device. Tensors of the same name are the same array and must be equal.
 *
 * @param name unique within a session, such as {@code c1.weight}
 * @param shape its extents; activations and their gradients have the batch outermost
 * @param type the element type
 * @param role its role, which determines its lifetime
 */
public record Tensor(String name, Shape shape, ElementType type, Role role) {
    /**
     * A float tensor of samples or targets.
     *
     * @param name its name
     * @param shape its shape, samples outermost
     * @return the tensor
     */
    public static Tensor data(String name, Shape shape) {
        return new Tensor(name, shape, ElementType.FLOAT32, Role.DATA);
    }

    /**
     * An int tensor of class labels.
     *
     * @param name its name
     * @param count the number of labels
     * @return the tensor, of shape [count]
     */
    public static Tensor labels(String name, int count) {
        return new Tensor(name, Shape.of(count), ElementType.INT32, Role.DATA);
    }

    /**
     * A float tensor of weights or biases.
     *
     * @param name its name
     * @param shape its shape
     * @return the tensor
     */
    public static Tensor parameter(String name, Shape shape) {
        return new Tensor(name, shape, ElementType.FLOAT32, Role.PARAMETER);
    }

    /**
     * A float tensor that outlives a step, such as the learning rate.
     *
     * @param name its name
     * @param size the number of elements
     * @return the tensor, of shape [size]
     */
    public static Tensor state(String name, int size) {
        return new Tensor(name, Shape.of(size), ElementType.FLOAT32, Role.STATE);
    }

    /**
     * An int tensor that outlives a step, such as the order of the samples.
     *
     * @param name its name
     * @param size the number of elements
     * @return the tensor, of shape [size]
     */
    public static Tensor counters(String name, int size) {
        return new Tensor(name, Shape.of(size), ElementType.INT32, Role.STATE);
    }

    /**
     * A float tensor of the forward pass.
     *
     * @param name its name
     * @param shape its shape, the batch outermost
     * @return the tensor
     */
    public static Tensor activation(String name, Shape shape) {
        return new Tensor(name, shape, ElementType.FLOAT32, Role.ACTIVATION);
    }

    /**
     * The gradient of the loss with respect to a tensor.
     *
     * @param of the tensor by which the loss is differentiated
     * @return a tensor of the same shape, named {@code d(NAME)}
     */
    public static Tensor gradient(Tensor of) {
        return new Tensor("d(" + of.name + ")", of.shape, ElementType.FLOAT32, Role.GRADIENT);
    }

    /**
     * The number of elements.
     *
     * @return the product of the extents
     */
    public int size() {
        return shape.size();
    }

    /**
     * As generated for a record. The generated method is a chain of method handles, slow before JIT compilation, and
     * planners compare thousands of tensors before that.
     */
    @Override
    public boolean equals(Object other) {
        return this == other
                || other instanceof final Tensor that
                        && name.equals(that.name)
                        && shape.equals(that.shape)
                        && type == that.type
                        && role == that.role;
    }

    /** Of the name only, which identifies a tensor. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** The name and the shape, as in {@code c1.weight [6×1×5×5]}. */
    @Override
    public String toString() {
        return name + " [" + shape + "]";
    }
}
