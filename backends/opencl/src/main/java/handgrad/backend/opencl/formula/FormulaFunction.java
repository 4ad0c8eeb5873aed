package handgrad.backend.opencl.formula;

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
 * A formula as functions in OpenCL C: the one place where expressions become C. Terms that depend on scalars alone are
 * <em>uniforms</em>: a function of their own computes them before the loop over elements.
 */
public final class FormulaFunction {
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

    /** The terms of scalars that are operands of varying terms, or results. */
    private List<Expression> uniforms() {
        final Set<Expression> taken = new LinkedHashSet<>();
        terms.stream().filter(varying::contains).forEach(term -> taken.addAll(term.operands()));
        taken.addAll(formula.results());
        return taken.stream().filter(this::isOfScalars).toList();
    }

    private boolean isOfScalars(Expression term) {
        return !varying.contains(term) && term.operation() != Operation.CONSTANT;
    }

    String name() {
        return name;
    }

    int uniformCount() {
        return uniforms.size();
    }

    /** The scalars that the uniforms depend on. */
    List<String> usedScalars() {
        return formula.scalars().stream().filter(formula::uses).toList();
    }

    /** The function {@code NAME_uniforms(scalars …, float *uniforms)}. */
    String uniformsText() {
        final Map<Expression, String> names = new HashMap<>();
        final String parameters = usedScalars().stream()
                .map(scalar -> "float " + identifiers.get(scalar) + ", ")
                .collect(Collectors.joining());
        final StringBuilder text = new StringBuilder("// " + label + ": the uniforms\n");
        text.append("INLINE void %s_uniforms(%sfloat *uniforms) {%n".formatted(name, parameters));
        text.append(constants(names, this::isOfScalars, "float"));
        for (int u = 0; u < uniforms.size(); u++) {
            text.append("    uniforms[%d] = %s;%n".formatted(u, names.get(uniforms.get(u))));
        }
        return text.append("}\n\n").toString();
    }

    /** The function for elements of a type: returns its one result, or stores several through its last arguments. */
    String elementsText(String type) {
        final Map<Expression, String> names = new HashMap<>();
        for (int u = 0; u < uniforms.size(); u++) {
            names.put(uniforms.get(u), "uniforms[" + u + "]");
        }
        final List<Expression> results = formula.results();
        final boolean isOne = results.size() == 1;
        final String parameters = Stream.of(
                        formula.elements().stream().map(element -> type + " " + identifiers.get(element)),
                        Stream.of("const float *uniforms").filter(_ -> !uniforms.isEmpty()),
                        IntStream.range(0, isOne ? 0 : results.size()).mapToObj(r -> type + " *next" + r))
                .flatMap(each -> each)
                .collect(Collectors.joining(", "));
        final String arguments = Stream.concat(formula.elements().stream(), usedScalars().stream())
                .collect(Collectors.joining(", "));
        final StringBuilder text = new StringBuilder("// %s of (%s)%n".formatted(label, arguments));
        text.append("INLINE %s OVERLOAD %s(%s) {%n".formatted(isOne ? type : "void", name, parameters));
        text.append(constants(names, varying::contains, type));
        for (int r = 0; r < results.size(); r++) {
            final String value = widened(results.get(r), names, type);
            text.append("    %s%s;%n".formatted(isOne ? "return " : "*next" + r + " = ", value));
        }
        return text.append("}\n\n").toString();
    }

    /** A line for each operation among the chosen terms, whose names join the others. */
    private String constants(Map<Expression, String> names, Predicate<Expression> chosen, String type) {
        final StringBuilder text = new StringBuilder();
        int count = 0;
        for (final Expression term : terms) {
            if (term.operation() == Operation.CONSTANT) {
                names.put(term, literal(term.value()));
            } else if (chosen.test(term) && term.operation() == Operation.ARGUMENT) {
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

    /** A term in the elements' type: unlike operators, functions and ?: do not widen scalars to vectors. */
    private String widened(Expression term, Map<Expression, String> names, String type) {
        final String value = names.get(term);
        return varying.contains(term) || type.equals("float") ? value : "(%s)(%s)".formatted(type, value);
    }

    /** The arguments' names in C: one letter, or anything that ends in an underscore, is no word of OpenCL C. */
    private static Map<String, String> identifiers(Formula formula) {
        final Map<String, String> identifiers = new HashMap<>();
        Stream.concat(formula.elements().stream(), formula.scalars().stream()).forEach(argument -> {
            String identifier = argument.replaceAll("[^A-Za-z0-9]", "_").replaceFirst("^(?![A-Za-z])", "a");
            while (identifier.length() > 1 && !identifier.endsWith("_") || identifiers.containsValue(identifier)) {
                identifier += "_";
            }
            identifiers.put(argument, identifier);
        });
        return identifiers;
    }

    /** A number, rounded to float, as OpenCL C reads it back without loss; in brackets if it is negative. */
    public static String literal(double number) {
        final float value = (float) number;
        if (Float.isNaN(value)) {
            return "NAN";
        }
        final String size = Float.isInfinite(value) ? "INFINITY" : Math.abs(value) + "f";
        return Float.floatToRawIntBits(value) < 0 ? "(-" + size + ")" : size;
    }
}
