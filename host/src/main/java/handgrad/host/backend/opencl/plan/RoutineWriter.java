package handgrad.host.backend.opencl.plan;

import handgrad.program.LegacyActivation;
import handgrad.program.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a routine as a function: its section's body, with the sizes as constants, the operands as parameters, and PUT defined to finish and
 * store an element.
 */
final class RoutineWriter {
    private final Sections sections;
    private final Target target;

    RoutineWriter(Sections sections, Target target) {
        this.sections = sections;
        this.target = target;
    }

    /**
     * Where a routine's operand lies.
     *
     * @param operand the operand
     * @param space {@code __local} or {@code __global}
     * @param copied whether a result is stored in global memory as well
     */
    record Placed(Operand operand, String space, boolean copied) {}

    /** The part of a routine that a function does: all, or that before or after the items wait for each other. */
    enum Phase {
        WHOLE(""),
        SUM("_sum"),
        STORE("_store");

        private final String suffix;

        Phase(String suffix) {
            this.suffix = suffix;
        }

        /** The phases of a routine. */
        static List<Phase> of(Routine routine) {
            return routine.isPhased() ? List.of(SUM, STORE) : List.of(WHOLE);
        }

        /** The name of the function that does it. */
        String name(String function) {
            return function + suffix;
        }
    }

    /** The name of the second pointer of an operand that is stored twice. */
    static String copyOf(String formal) {
        return formal + "_kept";
    }

    /**
     * The function, or the two of a routine that runs in phases.
     *
     * @param name its name
     * @param routine the routine
     * @param operands where its operands lie
     * @param samples how many samples (or groups of lanes) a call treats, for a routine by sample
     * @param items how many work-items share a call
     * @return OpenCL C
     */
    String function(String name, Routine routine, List<Placed> operands, int samples, String items) {
        final StringBuilder text = new StringBuilder();
        text.append("// ").append(routine.summary()).append('\n');
        text.append("// ")
                .append(sections.section(routine.section()).comment().replace("\n", " "))
                .append('\n');
        final List<String> defined = new ArrayList<>();
        routine.tables().forEach((table, values) -> {
            text.append("__constant int %s_%s[%d] = {%s};\n"
                    .formatted(
                            name,
                            table,
                            values.length,
                            Arrays.stream(values).mapToObj(String::valueOf).collect(Collectors.joining(", "))));
            define(text, defined, table, name + "_" + table);
        });
        routine.macros().forEach((macro, value) -> define(text, defined, macro, value));
        define(text, defined, "ITEMS", items);
        operands.forEach(
                placed -> define(text, defined, "SPACE_" + placed.operand().formal(), placed.space()));
        definePut(text, defined, routine, operands);
        for (final Phase phase : Phase.of(routine)) {
            text.append("#define PHASE ").append(phase).append('\n');
            text.append("ROUTINE %s(%s) {%n".formatted(phase.name(name), parameters(routine, operands)));
            text.append(constants(routine, samples));
            text.append("    ")
                    .append(sections.section(routine.section()).body().replace("\n", "\n    "))
                    .append("\n}\n#undef PHASE\n");
        }
        defined.forEach(macro ->
                text.append("#undef ").append(macro.replaceAll("\\(.*", "")).append('\n'));
        return text.append('\n').toString();
    }

    private static void define(StringBuilder text, List<String> defined, String macro, String value) {
        text.append("#define ").append(macro).append(' ').append(value).append('\n');
        defined.add(macro);
    }

    private static String constants(Routine routine, int samples) {
        final StringBuilder text = new StringBuilder("    enum { ");
        if (routine.kind() == Routine.Kind.BY_SAMPLE) {
            text.append("SAMPLES = ").append(samples).append(", ");
        } else if (routine.kind() == Routine.Kind.TASKS) {
            text.append("TASKS = ").append(routine.tasks()).append(", ");
        }
        text.append("BATCH = ").append(routine.batch());
        for (final Map.Entry<String, Integer> size : routine.sizes().entrySet()) {
            text.append(", ").append(size.getKey()).append(" = ").append(size.getValue());
        }
        return text.append(" };\n").toString();
    }

    private String parameters(Routine routine, List<Placed> operands) {
        final List<String> parameters = new ArrayList<>();
        for (final Placed placed : operands) {
            final Operand operand = placed.operand();
            final boolean isShared = operands.stream()
                            .filter(other -> other.operand().tensor().equals(operand.tensor()))
                            .count()
                    > 1;
            parameters.add(placed.space() + (operand.isWritten() ? " " : " const ") + operand.elementType() + " *"
                    + (isShared ? "" : "restrict ") + operand.formal());
            if (placed.copied()) {
                parameters.add("__global " + operand.elementType() + " *restrict " + copyOf(operand.formal()));
            }
        }
        if (routine.scratch() > 0) {
            parameters.add("__local float *scratch");
        }
        parameters.addAll(
                switch (routine.kind()) {
                    case BY_SAMPLE -> List.of("int first", "int item", "int items");
                    case TASKS -> List.of("int task", "int item");
                    case SEQUENCE -> List.of("int item");
                });
        return String.join(", ", parameters);
    }

    /** PUT(place, value) for an element, PUT4 and PUT16 for neighbouring floats of an array that is not by sample, FETCH_PUT for what they will read. */
    private void definePut(StringBuilder text, List<String> defined, Routine routine, List<Placed> operands) {
        final boolean isBySample =
                routine.resultOperand().map(Operand::bySample).orElse(false);
        define(text, defined, "PUT(place, value)", put(routine, operands, isBySample ? "real" : "float", 1));
        if (!isBySample && target.lanes() > 1) {
            define(text, defined, "PUT4(place, value)", put(routine, operands, "float4", 4));
            define(text, defined, "PUT16(place, value)", put(routine, operands, "float16", 16));
            final String read = routine.operands().stream()
                    .filter(operand -> operand.use() == Operand.Use.UPDATE)
                    .map(operand -> "FETCH(" + operand.formal() + " + (place))")
                    .collect(Collectors.joining("; "));
            define(text, defined, "FETCH_PUT(place)", read);
        }
    }

    private static String put(Routine routine, List<Placed> operands, String type, int width) {
        final List<String> lines = new ArrayList<>();
        lines.add("{ const size_t at = (place);");
        lines.add(type + " made = (value);");
        routine.finishes().forEach(finish -> lines.add(statement(finish, type, width)));
        routine.resultOperand().ifPresent(result -> {
            lines.add(store(result.formal(), "made", width));
            operands.stream()
                    .filter(placed -> placed.copied() && placed.operand().equals(result))
                    .forEach(_ -> lines.add(store(copyOf(result.formal()), "made", width)));
        });
        return String.join(" \\\n        ", lines) + " }";
    }

    private static String statement(Finish finish, String type, int width) {
        return switch (finish) {
            case Finish.Activate(Activation function) -> "made = " + activation(function) + ";";
            case Finish.ActivationGradient(Activation function, String output) ->
                "made = " + gradient(function, output + "[at]") + ";";
            case Finish.Penalty(String weight, String lambda) ->
                "made = FMA((%s)(2.0f * %s[0]), %s, made);".formatted(type, lambda, load(weight, width));
            case Finish.Update(String weight, String rate) ->
                store(weight, "FMA((%s)(-%s[0]), made, %s)".formatted(type, rate, load(weight, width)), width);
        };
    }

    private static String activation(Activation function) {
        return switch (LegacyActivation.of(function)) {
            case LegacyActivation.Tanh() -> "tanh_of(made)";
            case LegacyActivation.Sigmoid() -> "sigmoid_of(made)";
            case LegacyActivation.Relu() -> "relu_of(made)";
            case LegacyActivation.LeakyRelu(float slope) -> "leaky_relu_of(made, " + SampleRoutines.literal(slope) + ")";
        };
    }

    private static String gradient(Activation function, String output) {
        return switch (LegacyActivation.of(function)) {
            case LegacyActivation.Tanh() -> "tanh_gradient(" + output + ", made)";
            case LegacyActivation.Sigmoid() -> "sigmoid_gradient(" + output + ", made)";
            case LegacyActivation.Relu() -> "relu_gradient(" + output + ", made)";
            case LegacyActivation.LeakyRelu(float slope) ->
                "leaky_relu_gradient(" + output + ", made, " + SampleRoutines.literal(slope) + ")";
        };
    }

    private static String load(String pointer, int width) {
        return switch (width) {
            case 1 -> pointer + "[at]";
            case 16 -> "LOAD16(" + pointer + " + at)";
            default -> "vload" + width + "(0, " + pointer + " + at)";
        };
    }

    private static String store(String pointer, String value, int width) {
        return switch (width) {
            case 1 -> pointer + "[at] = " + value + ";";
            case 16 -> "STORE16(" + value + ", " + pointer + " + at);";
            default -> "vstore" + width + "(" + value + ", 0, " + pointer + " + at);";
        };
    }
}
