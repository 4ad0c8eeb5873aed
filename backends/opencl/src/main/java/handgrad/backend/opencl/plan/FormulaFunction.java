package handgrad.backend.opencl.plan;

import handgrad.formula.Expression;
import handgrad.formula.Formula;
import handgrad.formula.Operation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A formula as functions in OpenCL C: the one place where expressions become C. What depends on scalars alone is
 * computed by a function of its own, before any loop over elements, and handed to the elements' function as an array of
 * <em>uniforms</em>.
 */
final class FormulaFunction {
    private static final String UNIFORMS = "uniforms";

    private final String name;
    private final String label;
    private final Formula formula;
    private final List<Expression> terms;
    private final Map<String, String> identifiers;
    private final Set<Expression> varying = new HashSet<>();
    private final List<Expression> uniforms;

    /**
     * A formula to be printed.
     *
     * @param name the function's name
     * @param label what the formula is, for a comment
     */
    FormulaFunction(String name, String label, Formula formula) {
        this.name = name;
        this.label = label;
        this.formula = formula.inPrimitives();
        this.terms = this.formula.terms();
        this.identifiers = identifiers(formula);
        for (final Expression term : terms) {
            if (term.operation() == Operation.ARGUMENT && formula.elements().contains(term.name())
                    || term.operands().stream().anyMatch(varying::contains)) {
                varying.add(term);
            }
        }
        this.uniforms = uniforms();
    }

    /** The terms of scalars that the elements' function takes as they are: as operands, or as results. */
    private List<Expression> uniforms() {
        final Set<Expression> taken = new LinkedHashSet<>();
        terms.stream().filter(varying::contains).forEach(term -> taken.addAll(term.operands()));
        taken.addAll(formula.results());
        return taken.stream().filter(this::isOfScalars).toList();
    }

    private boolean isOfScalars(Expression term) {
        return !varying.contains(term) && term.operation() != Operation.CONSTANT;
    }

    private static boolean isOperation(Expression term) {
        return term.operation().operands() > 0;
    }

    /** How many uniforms there are. */
    int uniformCount() {
        return uniforms.size();
    }

    /** The scalars that the uniforms are computed from. */
    List<String> usedScalars() {
        return formula.scalars().stream().filter(formula::uses).toList();
    }

    /** How many results there are. */
    int resultCount() {
        return formula.results().size();
    }

    /** The name of the function that computes the uniforms. */
    String uniformsName() {
        return name + "_" + UNIFORMS;
    }

    /** The function that computes the uniforms, empty if there are none. */
    String uniformsText() {
        if (uniforms.isEmpty()) {
            return "";
        }
        final Map<Expression, String> names = new HashMap<>();
        final String parameters = usedScalars().stream()
                .map(scalar -> "float " + identifiers.get(scalar) + ", ")
                .collect(Collectors.joining());
        final StringBuilder text = new StringBuilder("// " + label + ": what all elements share\n");
        text.append("INLINE void %s(%sfloat *%s) {%n".formatted(uniformsName(), parameters, UNIFORMS));
        text.append(constants(names, this::isOfScalars, "float"));
        for (int u = 0; u < uniforms.size(); u++) {
            text.append("    %s[%d] = %s;%n".formatted(UNIFORMS, u, names.get(uniforms.get(u))));
        }
        return text.append("}\n\n").toString();
    }

    /**
     * The function that computes the results for elements of a type: as its value, or, if they are several, in
     * variables whose addresses are its last arguments.
     */
    String elementsText(String type) {
        final Map<Expression, String> names = new HashMap<>();
        for (int u = 0; u < uniforms.size(); u++) {
            names.put(uniforms.get(u), UNIFORMS + "[" + u + "]");
        }
        final Stream<String> given = formula.elements().stream().map(element -> type + " " + identifiers.get(element));
        final Stream<String> shared = Stream.of("const float *" + UNIFORMS).filter(_ -> !uniforms.isEmpty());
        final boolean isOne = resultCount() == 1;
        final Stream<String> results =
                IntStream.range(0, isOne ? 0 : resultCount()).mapToObj(result -> "%s *next%d".formatted(type, result));
        final String parameters =
                Stream.of(given, shared, results).flatMap(each -> each).collect(Collectors.joining(", "));
        final StringBuilder text = new StringBuilder("// %s of (%s)%n"
                .formatted(
                        label,
                        Stream.concat(formula.elements().stream(), usedScalars().stream())
                                .collect(Collectors.joining(", "))));
        text.append("INLINE %s OVERLOAD %s(%s) {%n".formatted(isOne ? type : "void", name, parameters));
        text.append(constants(names, varying::contains, type));
        for (int r = 0; r < resultCount(); r++) {
            final String value = widened(formula.results().get(r), names, type);
            text.append("    %s%s;%n".formatted(isOne ? "return " : "*next" + r + " = ", value));
        }
        return text.append("}\n\n").toString();
    }

    /** A line for each operation among the chosen terms; the names of these terms join the others. */
    private String constants(Map<Expression, String> names, Predicate<Expression> chosen, String type) {
        final StringBuilder text = new StringBuilder();
        int count = 0;
        for (final Expression term : terms) {
            if (term.operation() == Operation.CONSTANT) {
                names.put(term, literal(term.value()));
            } else if (chosen.test(term) && !isOperation(term)) {
                names.put(term, identifiers.get(term.name()));
            } else if (chosen.test(term)) {
                count++;
                text.append("    const %s t%d = %s;%n".formatted(type, count, value(term, names, type)));
                names.put(term, "t" + count);
            }
        }
        return text.toString();
    }

    private String value(Expression term, Map<Expression, String> names, String type) {
        final String[] v = term.operands().stream().map(names::get).toArray(String[]::new);
        final String[] wide = term.operands().stream()
                .map(operand -> widened(operand, names, type))
                .toArray(String[]::new);
        return switch (term.operation()) {
            case NEGATE -> "-" + v[0];
            case ABS -> "fabs(" + v[0] + ")";
            case SQRT -> "sqrt(" + v[0] + ")";
            case EXP -> "exp_of(" + v[0] + ")";
            case LOG1P_ABOVE -> "log1p_of(" + v[0] + ")";
            case TANH -> "tanh_of(" + v[0] + ")";
            case SIGMOID -> "sigmoid_of(" + v[0] + ")";
            case PLUS -> v[0] + " + " + v[1];
            case MINUS -> v[0] + " - " + v[1];
            case TIMES -> v[0] + " * " + v[1];
            case OVER -> v[0] + " / " + v[1];
            case FMA -> "FMA(" + String.join(", ", wide) + ")";
            case SELECT_LESS -> v[0] + " < " + v[1] + " ? " + wide[2] + " : " + wide[3];
            case SELECT_LESS_OR_EQUAL -> v[0] + " <= " + v[1] + " ? " + wide[2] + " : " + wide[3];
            case SELECT_EQUAL -> v[0] + " == " + v[1] + " ? " + wide[2] + " : " + wide[3];
            case CONSTANT, ARGUMENT, SIGN, EXPM1, LOG, LOG1P, ERF, MIN, MAX ->
                throw new IllegalStateException(term.operation() + " is no primitive operation");
        };
    }

    /** A term in the elements' type: functions and ?: do not widen numbers by themselves, as operators do. */
    private String widened(Expression term, Map<Expression, String> names, String type) {
        final String value = names.get(term);
        return varying.contains(term) || type.equals("float") ? value : "(%s)(%s)".formatted(type, value);
    }

    /** Arguments' names in C: a letter is no word of OpenCL C, nor is anything that ends in an underscore. */
    private static Map<String, String> identifiers(Formula formula) {
        final Map<String, String> identifiers = new HashMap<>();
        for (final String argument : Stream.of(formula.elements(), formula.scalars())
                .flatMap(List::stream)
                .toList()) {
            String identifier = argument.replaceAll("[^A-Za-z0-9]", "_").replaceFirst("^(?![A-Za-z])", "a");
            while (identifier.length() > 1 && !identifier.endsWith("_") || identifiers.containsValue(identifier)) {
                identifier += "_";
            }
            identifiers.put(argument, identifier);
        }
        return identifiers;
    }

    /** A number as OpenCL C reads it back without loss, rounded to float. */
    static String literal(double number) {
        final float value = (float) number;
        if (Float.isNaN(value)) {
            return "NAN";
        }
        final String size = Float.isInfinite(value) ? "INFINITY" : Math.abs(value) + "f";
        return Float.floatToRawIntBits(value) < 0 ? "(-" + size + ")" : size;
    }
}
