package handgrad.backend.opencl.plan;

import handgrad.formula.Formula;
import java.util.Map;

/**
 * A formula that a routine computes with.
 *
 * @param label what the formula is, such as {@code tanh backward}; it names the function in the source
 * @param formula the formula
 * @param scalars what its scalars are in OpenCL C; one that the formula does not use may be missing
 */
record FormulaUse(String label, Formula formula, Map<String, String> scalars) {
    /** A formula without scalars. */
    FormulaUse(String label, Formula formula) {
        this(label, formula, Map.of());
    }
}
