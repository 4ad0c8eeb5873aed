package handgrad.backend.opencl.routine;

import handgrad.backend.opencl.formula.FormulaUse;
import java.util.List;

/**
 * A formula that is computed for each element of a routine's result before, or instead of, storing it.
 *
 * @param use the formula
 * @param elements for each of its element arguments {@link #MADE}, or the operand whose element at the same place it is
 * @param results where each of its results goes: {@link #MADE}, or an operand
 * @param operands the operands that it adds to the routine
 */
public record Epilogue(FormulaUse use, List<String> elements, List<String> results, List<Operand> operands) {
    /** The element that the routine has made. */
    public static final String MADE = "made";

    /** Whether it makes something else of the element, such as the next weight, and so is the last epilogue. */
    public boolean isLast() {
        return !results.contains(MADE);
    }
}
