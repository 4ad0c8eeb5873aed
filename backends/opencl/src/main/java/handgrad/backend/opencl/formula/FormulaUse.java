package handgrad.backend.opencl.formula;

import handgrad.formula.Formula;
import java.util.Map;

/**
 * A formula that a routine computes with.
 *
 * @param label what the formula is, such as {@code tanh backward}; it names the function in the source
 * @param formula the formula
 * @param scalars its scalars in OpenCL C; one that the formula does not use may be missing
 */
public record FormulaUse(String label, Formula formula, Map<String, String> scalars) {
    /** A formula without scalars. */
    public FormulaUse(String label, Formula formula) {
        this(label, formula, Map.of());
    }
}
