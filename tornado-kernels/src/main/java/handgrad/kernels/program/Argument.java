package handgrad.kernels.program;

import handgrad.program.ElementType;
import handgrad.program.Tensor;

/** An argument of a helper kernel's call, after the work-item and the number of work-items. */
public sealed interface Argument {
    /** An argument that is an array: a parameter of the generated method. */
    sealed interface Array extends Argument {
        /**
         * The type of the elements.
         *
         * @return float or int
         */
        ElementType type();
    }

    /**
     * The array of a resident tensor.
     *
     * @param tensor the tensor
     */
    record Resident(Tensor tensor) implements Array {
        @Override
        public ElementType type() {
            return tensor.type();
        }
    }

    /**
     * The array with all tensors of a type that live within a run.
     *
     * @param type the type
     */
    record Scratch(ElementType type) implements Array {}

    /** The array with all constant tables, such as those of a connection table. */
    record Tables() implements Array {
        @Override
        public ElementType type() {
            return ElementType.INT32;
        }
    }

    /**
     * The index of a tensor's first element in its array: first + sample · stride.
     *
     * @param first the index for sample 0
     * @param stride elements a sample; 0 for the index of the whole batch
     */
    record Place(int first, int stride) implements Argument {}

    /** The number of the sample in the batch. */
    record Sample() implements Argument {}

    /**
     * A size.
     *
     * @param value the number
     */
    record Count(int value) implements Argument {}

    /**
     * A factor or threshold.
     *
     * @param value the number
     */
    record Factor(float value) implements Argument {}
}
