package handgrad.backend.opencl.plan;

import handgrad.program.ElementType;
import handgrad.program.Tensor;

/**
 * A tensor as a routine knows it.
 *
 * @param formal the routine's name for it
 * @param tensor the tensor
 * @param use what the routine does with it
 * @param bySample whether it has a sample's elements for each sample (in lanes), or is one array for all
 */
record Operand(String formal, Tensor tensor, Use use, boolean bySample) {
    /** What a routine does with an operand. */
    enum Use {
        /** Reads it. */
        READ,
        /** Writes it. */
        WRITE,
        /** Reads and writes it. */
        UPDATE
    }

    boolean isRead() {
        return use != Use.WRITE;
    }

    boolean isWritten() {
        return use != Use.READ;
    }

    /** Whether the two have the same name or the same tensor, but not both. */
    boolean isDifferentFrom(Operand other) {
        return formal.equals(other.formal) != tensor.equals(other.tensor);
    }

    /** The same operand for what either does with it. */
    Operand and(Operand other) {
        return use == other.use ? this : new Operand(formal, tensor, Use.UPDATE, bySample);
    }

    Operand withTensor(Tensor other) {
        return new Operand(formal, other, use, bySample);
    }

    /** The type of its elements in OpenCL C. */
    String elementType() {
        if (tensor.type() == ElementType.INT32) {
            return bySample ? "integer" : "int";
        }
        return bySample ? "real" : "float";
    }
}
