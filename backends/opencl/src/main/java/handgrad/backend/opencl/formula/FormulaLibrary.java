package handgrad.backend.opencl.formula;

import handgrad.formula.Formula;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The functions of a program's formulas: equal formulas share one, written once for each type it is called with. */
public final class FormulaLibrary {
    private final String prefix;
    private final int lanes;
    private final Map<Formula, FormulaFunction> functions = new LinkedHashMap<>();
    private final Set<String> written = new HashSet<>();
    private final StringBuilder text = new StringBuilder();

    /**
     * A library without functions.
     *
     * @param prefix of the functions' names, which differs between programs that are compiled together
     * @param lanes the floats of a {@code real}
     */
    public FormulaLibrary(String prefix, int lanes) {
        this.prefix = prefix;
        this.lanes = lanes;
    }

    /** The functions that calls were asked for, each after what it needs. */
    public String text() {
        return text.toString();
    }

    /** The lines at the beginning of a routine that compute a formula's uniforms into an array; empty if none. */
    public String uniforms(FormulaUse use, String array) {
        final FormulaFunction function = function(use);
        if (function.uniformCount() == 0) {
            return "";
        }
        if (written.add(function.name())) {
            text.append(function.uniformsText());
        }
        final List<String> arguments = new ArrayList<>();
        function.usedScalars().forEach(scalar -> arguments.add(use.scalars().get(scalar)));
        arguments.add(array);
        return "    float %s[%d];%n    %s_uniforms(%s);%n"
                .formatted(array, function.uniformCount(), function.name(), String.join(", ", arguments));
    }

    /**
     * A call that computes a formula for an element, or for several at once.
     *
     * @param use the formula
     * @param array what {@link #uniforms} has computed
     * @param type {@code real}, or the type of a few neighbouring floats
     * @param elements the elements' arguments
     * @param results addresses for the results if they are several, else none
     * @return an expression in OpenCL C
     */
    public String call(FormulaUse use, String array, String type, List<String> elements, List<String> results) {
        final FormulaFunction function = function(use);
        final String exact = type.equals(lanes == 1 ? "float" : "float" + lanes) ? "real" : type;
        if (written.add(function.name() + " " + exact)) {
            text.append(function.elementsText(exact));
        }
        final List<String> arguments = new ArrayList<>(elements);
        if (function.uniformCount() > 0) {
            arguments.add(array);
        }
        arguments.addAll(results);
        return function.name() + "(" + String.join(", ", arguments) + ")";
    }

    private FormulaFunction function(FormulaUse use) {
        return functions.computeIfAbsent(use.formula(), formula -> {
            final String wanted = prefix + "_" + use.label().replaceAll("[^A-Za-z0-9]+", "_");
            String name = wanted;
            for (int another = 2; isTaken(name); another++) {
                name = wanted + "_" + another;
            }
            return new FormulaFunction(name, use.label(), formula);
        });
    }

    private boolean isTaken(String name) {
        return functions.values().stream().anyMatch(function -> function.name().equals(name));
    }
}
