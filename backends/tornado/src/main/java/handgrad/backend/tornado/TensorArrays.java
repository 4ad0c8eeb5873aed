package handgrad.backend.tornado;

import handgrad.program.Tensor;

/** Where the tensors of a program are: each is a stretch of a Java array that stands for a device buffer. */
interface TensorArrays {
    /** The array of a tensor, float[] or int[], which may hold others too. */
    Object array(Tensor tensor);

    /** The index of the tensor's first element in its array. */
    int place(Tensor tensor);

    /** The arrays of tensors that live within a run. */
    Object[] locals();

    /** The constant arrays, such as connection tables. */
    Object[] constants();
}
