package handgrad.backend.opencl.routine;

import handgrad.program.ElementType;
import handgrad.program.Tensor;

/**
 * A tensor as a routine knows it.
 *
 * @param formal the routine's name for it
 * @param tensor the tensor
 * @param use what the routine does with it
 * @param bySample whether it has a sample's elements for each sample (in lanes), or is one array for all
 * @param isResult whether PUT stores it
 */
public record Operand(String formal, Tensor tensor, Use use, boolean bySample, boolean isResult) {
    /** What a routine does with an operand. */
    public enum Use {
        /** Reads it. */
        READ,
        /** Writes it. */
        WRITE,
        /** Reads and writes it. */
        UPDATE
    }

    /** An operand that PUT does not store. */
    public Operand(String formal, Tensor tensor, Use use, boolean bySample) {
        this(formal, tensor, use, bySample, false);
    }

    /** Whether the routine reads or updates it. */
    public boolean isRead() {
        return use != Use.WRITE;
    }

    /** Whether the routine writes or updates it. */
    public boolean isWritten() {
        return use != Use.READ;
    }

    /** Whether the two have the same name or the same tensor, but not both. */
    boolean isDifferentFrom(Operand other) {
        return formal.equals(other.formal) != tensor.equals(other.tensor);
    }

    /** The same operand for what either does with it. */
    Operand and(Operand other) {
        return use == other.use ? this : new Operand(formal, tensor, Use.UPDATE, bySample, isResult);
    }

    /** The same place for another tensor. */
    public Operand withTensor(Tensor other) {
        return new Operand(formal, other, use, bySample, isResult);
    }

    /** The type of its elements in OpenCL C: real or integer by sample, else float or int. */
    public String elementType() {
        if (tensor.type() == ElementType.INT32) {
            return bySample ? "integer" : "int";
        }
        return bySample ? "real" : "float";
    }
}
