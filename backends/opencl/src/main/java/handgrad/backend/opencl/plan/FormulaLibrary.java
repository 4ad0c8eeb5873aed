package handgrad.backend.opencl.plan;

import handgrad.formula.Formula;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The functions of a program's formulas: equal formulas have one, written once for each type it is called with. */
final class FormulaLibrary {
    private final String prefix;
    private final int lanes;
    private final Map<Formula, FormulaFunction> functions = new LinkedHashMap<>();
    private final Map<FormulaFunction, String> names = new LinkedHashMap<>();
    private final Set<String> written = new HashSet<>();
    private final StringBuilder text = new StringBuilder();

    /**
     * A library without functions.
     *
     * @param prefix what the functions' names begin with, which must differ between programs that are compiled together
     * @param lanes how many floats a {@code real} has
     */
    FormulaLibrary(String prefix, int lanes) {
        this.prefix = prefix;
        this.lanes = lanes;
    }

    /** What has been asked for, each after what it needs. */
    String text() {
        return text.toString();
    }

    /** The lines at the beginning of a routine that compute what all elements share, empty if there is nothing. */
    String uniforms(FormulaUse use, String array) {
        final FormulaFunction function = function(use);
        if (function.uniformCount() == 0) {
            return "";
        }
        write(function, "", function.uniformsText());
        final List<String> arguments = new ArrayList<>();
        function.usedScalars().forEach(scalar -> arguments.add(use.scalars().get(scalar)));
        arguments.add(array);
        return "    float %s[%d];%n    %s(%s);%n"
                .formatted(array, function.uniformCount(), function.uniformsName(), String.join(", ", arguments));
    }

    /**
     * A call that computes the results for an element, or for several at once.
     *
     * @param array what {@link #uniforms} has computed
     * @param type {@code real}, or the type of a few elements of an array without samples
     * @param elements the elements' arguments
     * @param results the addresses for the results, if they are several
     */
    String call(FormulaUse use, String array, String type, List<String> elements, List<String> results) {
        final FormulaFunction function = function(use);
        final String exact = type.equals(lanes == 1 ? "float" : "float" + lanes) ? "real" : type;
        write(function, exact, function.elementsText(exact));
        final List<String> arguments = new ArrayList<>(elements);
        if (function.uniformCount() > 0) {
            arguments.add(array);
        }
        arguments.addAll(results);
        return names.get(function) + "(" + String.join(", ", arguments) + ")";
    }

    private FormulaFunction function(FormulaUse use) {
        return functions.computeIfAbsent(use.formula(), formula -> {
            final String wanted = prefix + "_" + use.label().replaceAll("[^A-Za-z0-9]+", "_");
            String name = wanted;
            for (int another = 2; names.containsValue(name); another++) {
                name = wanted + "_" + another;
            }
            final FormulaFunction function = new FormulaFunction(name, use.label(), formula);
            names.put(function, name);
            return function;
        });
    }

    private void write(FormulaFunction function, String type, String functionText) {
        if (written.add(names.get(function) + " " + type)) {
            text.append(functionText);
        }
    }
}
