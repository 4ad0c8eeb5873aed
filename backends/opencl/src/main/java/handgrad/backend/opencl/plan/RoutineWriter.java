package handgrad.backend.opencl.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes a routine as a function: its section's body, with the sizes as constants, the operands as parameters, and PUT
 * defined to finish and store an element.
 */
final class RoutineWriter {
    /** Between the lines of a macro. */
    private static final String NEXT_LINE = " \\\n        ";

    private final Sections sections;
    private final FormulaLibrary formulas;
    private final Target target;

    /**
     * A writer of one program's routines.
     *
     * @param formulas gets the functions of the routines' formulas
     */
    RoutineWriter(Sections sections, FormulaLibrary formulas, Target target) {
        this.sections = sections;
        this.formulas = formulas;
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
        defineUses(text, defined, routine);
        definePut(text, defined, routine, operands);
        for (final Phase phase : Phase.of(routine)) {
            text.append("#define PHASE ").append(phase).append('\n');
            text.append("ROUTINE %s(%s) {%n".formatted(phase.name(name), parameters(routine, operands)));
            text.append(constants(routine, samples));
            text.append(phase == Phase.SUM ? "" : uniforms(routine));
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

    /** What the formulas' elements share, for the names that the calls expect. */
    private String uniforms(Routine routine) {
        final StringBuilder text = new StringBuilder();
        routine.uses().forEach((name, use) -> text.append(formulas.uniforms(use, uniformsOf(name))));
        for (int f = 0; f < routine.finishes().size(); f++) {
            text.append(formulas.uniforms(routine.finishes().get(f).use(), uniformsOf(f)));
        }
        return text.toString();
    }

    private static String uniformsOf(Object formula) {
        return "uniforms_" + formula;
    }

    /** The functions that the section calls: of samples, or, in a routine without, of one and of 16 floats. */
    private void defineUses(StringBuilder text, List<String> defined, Routine routine) {
        final boolean hasSamples = routine.operands().stream().anyMatch(Operand::bySample);
        routine.uses().forEach((name, use) -> {
            final List<String> elements = use.formula().elements();
            final String macro = name + "(" + String.join(", ", elements) + ")";
            define(text, defined, macro, formulas.call(use, uniformsOf(name), "real", elements, List.of()));
            if (!hasSamples) {
                formulas.call(use, uniformsOf(name), "float", elements, List.of());
            }
        });
    }

    /**
     * What of these the section uses: PUT(place, value) for an element, PUT4 and PUT16 for neighbouring floats of an
     * array that is not by sample, FETCH_PUT for what they will read.
     */
    private void definePut(StringBuilder text, List<String> defined, Routine routine, List<Placed> operands) {
        final boolean isBySample =
                routine.resultOperand().map(Operand::bySample).orElse(false);
        final String body = sections.section(routine.section()).body();
        if (body.contains("PUT(")) {
            define(text, defined, "PUT(place, value)", put(routine, operands, isBySample ? "real" : "float", 1));
        }
        if (body.contains("PUT4(")) {
            define(text, defined, "PUT4(place, value)", put(routine, operands, "float4", 4));
        }
        if (body.contains("PUT16(") && target.lanes() > 1) {
            define(text, defined, "PUT16(place, value)", put(routine, operands, "float16", 16));
        }
        if (body.contains("FETCH_PUT(")) {
            final String read = routine.operands().stream()
                    .filter(operand -> operand.use() == Operand.Use.UPDATE)
                    .map(operand -> "FETCH(" + operand.formal() + " + (place))")
                    .collect(Collectors.joining("; "));
            define(text, defined, "FETCH_PUT(place)", read);
        }
    }

    private String put(Routine routine, List<Placed> operands, String type, int width) {
        final List<String> lines = new ArrayList<>();
        lines.add("{ const size_t at = (place);");
        lines.add(type + " made = (value);");
        for (int f = 0; f < routine.finishes().size(); f++) {
            lines.add(statement(routine.finishes().get(f), uniformsOf(f), type, width));
        }
        routine.resultOperand().ifPresent(result -> {
            lines.add(store(result.formal(), "made", width));
            operands.stream()
                    .filter(placed -> placed.copied() && placed.operand().equals(result))
                    .forEach(_ -> lines.add(store(copyOf(result.formal()), "made", width)));
        });
        return String.join(NEXT_LINE, lines) + " }";
    }

    private String statement(Finish finish, String uniforms, String type, int width) {
        final List<String> elements = finish.elements().stream()
                .map(from -> from.equals(Finish.MADE) ? from : load(from, width))
                .toList();
        if (finish.results().size() == 1) {
            return assign(
                    finish.results().getFirst(),
                    formulas.call(finish.use(), uniforms, type, elements, List.of()),
                    width);
        }
        final List<String> next = IntStream.range(0, finish.results().size())
                .mapToObj(result -> "next" + result)
                .toList();
        final List<String> addresses = next.stream().map(name -> "&" + name).toList();
        final List<String> lines = new ArrayList<>();
        lines.add(type + " " + String.join(", ", next) + ";");
        lines.add(formulas.call(finish.use(), uniforms, type, elements, addresses) + ";");
        for (int r = 0; r < next.size(); r++) {
            lines.add(assign(finish.results().get(r), next.get(r), width));
        }
        return String.join(NEXT_LINE, lines);
    }

    private static String assign(String to, String value, int width) {
        return to.equals(Finish.MADE) ? "made = " + value + ";" : store(to, value, width);
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
