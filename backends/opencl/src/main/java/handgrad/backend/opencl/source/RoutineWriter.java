package handgrad.backend.opencl.source;

import handgrad.backend.opencl.formula.FormulaLibrary;
import handgrad.backend.opencl.formula.FormulaUse;
import handgrad.backend.opencl.routine.Epilogue;
import handgrad.backend.opencl.routine.Operand;
import handgrad.backend.opencl.routine.Routine;
import handgrad.backend.opencl.routine.Section;
import handgrad.backend.opencl.routine.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Writes a routine as a function: its section's body, with the sizes as constants, the operands as parameters, and PUT
 * defined to compute the epilogues of an element and to store it.
 */
final class RoutineWriter {
    /** Between the lines of a macro. */
    private static final String NEXT_LINE = " \\\n        ";

    private final FormulaLibrary formulas;
    private final Target target;
    private final Routine routine;
    private final List<Place> places;
    private final StringBuilder text = new StringBuilder();
    private final List<String> defined = new ArrayList<>();

    /**
     * A writer of one routine.
     *
     * @param formulas gets the functions of its formulas
     * @param places where its operands lie
     */
    RoutineWriter(FormulaLibrary formulas, Target target, Routine routine, List<Place> places) {
        this.formulas = formulas;
        this.target = target;
        this.routine = routine;
        this.places = places;
    }

    /**
     * The function, or the two of a routine that runs in phases.
     *
     * @param name its name
     * @param samples how many samples (or groups of lanes) a call treats, for a routine by sample
     * @param items how many work-items share a call
     */
    String function(String name, int samples, int items) {
        text.append("// %s: %s → %s%n%s%n"
                .formatted(
                        routine.section().name(),
                        tensors(Operand::isRead),
                        tensors(Operand::isWritten),
                        routine.section().comment()));
        routine.constants().forEach((constant, value) -> define(name, constant, value));
        define("ITEMS", String.valueOf(items));
        places.forEach(place -> define("SPACE_" + place.operand().formal(), place.space()));
        definePut();
        for (final Phase phase : Phase.of(routine)) {
            text.append("#define PHASE ").append(phase).append('\n');
            text.append("ROUTINE %s(%s) {%n".formatted(phase.name(name), parameters()));
            text.append(constants(samples));
            text.append(phase == Phase.SUM ? "" : uniforms());
            text.append("    ").append(routine.section().body().replace("\n", "\n    "));
            text.append("\n}\n#undef PHASE\n");
        }
        defined.forEach(macro ->
                text.append("#undef ").append(macro.replaceAll("\\(.*", "")).append('\n'));
        return text.append('\n').toString();
    }

    private String tensors(Predicate<Operand> filter) {
        return routine.operands().stream()
                .filter(filter)
                .map(operand -> operand.tensor().toString())
                .distinct()
                .collect(Collectors.joining(", "));
    }

    /** Defines a constant that is no number: those are in an enum. */
    private void define(String function, String name, Object value) {
        switch (value) {
            case String macro -> define(name, macro);
            case int[] table -> {
                final String elements =
                        Arrays.stream(table).mapToObj(String::valueOf).collect(Collectors.joining(", "));
                text.append("__constant int %s_%s[%d] = {%s};%n".formatted(function, name, table.length, elements));
                define(name, function + "_" + name);
            }
            case FormulaUse use -> {
                final List<String> elements = use.formula().elements();
                final String call = formulas.call(use, uniformsOf(name), "real", elements, List.of());
                define(name + "(" + String.join(", ", elements) + ")", call);
                if (routine.operands().stream().noneMatch(Operand::bySample)) {
                    formulas.call(use, uniformsOf(name), "float", elements, List.of());
                }
            }
            default -> {}
        }
    }

    private void define(String macro, String value) {
        text.append("#define ").append(macro).append(' ').append(value).append('\n');
        defined.add(macro);
    }

    private String constants(int samples) {
        final StringBuilder constants = new StringBuilder("    enum { ");
        if (routine.kind() == Section.Kind.BY_SAMPLE) {
            constants.append("SAMPLES = ").append(samples).append(", ");
        }
        constants.append("BATCH = ").append(routine.batch());
        routine.constants().forEach((name, value) -> {
            if (value instanceof final Integer number) {
                constants.append(", ").append(name).append(" = ").append(number);
            }
        });
        return constants.append(" };\n").toString();
    }

    private String parameters() {
        final List<String> parameters = new ArrayList<>();
        for (final Place place : places) {
            final Operand operand = place.operand();
            final long pointers = places.stream()
                    .filter(other -> other.operand().tensor().equals(operand.tensor()))
                    .count();
            parameters.add("%s%s %s *%s%s"
                    .formatted(
                            place.space(),
                            operand.isWritten() ? "" : " const",
                            operand.elementType(),
                            pointers == 1 ? "restrict " : "",
                            operand.formal()));
            if (place.isCopied()) {
                parameters.add("__global " + operand.elementType() + " *restrict " + place.copy());
            }
        }
        if (routine.scratch() > 0) {
            parameters.add("__local float *scratch");
        }
        parameters.add(
                switch (routine.kind()) {
                    case BY_SAMPLE -> "int first, int item, int items";
                    case TASKS -> "int task, int item";
                    case SEQUENCE -> "int item";
                });
        return String.join(", ", parameters);
    }

    /** The uniforms of the formulas, in the arrays that the calls expect. */
    private String uniforms() {
        final StringBuilder lines = new StringBuilder();
        routine.constants().forEach((name, value) -> {
            if (value instanceof final FormulaUse use) {
                lines.append(formulas.uniforms(use, uniformsOf(name)));
            }
        });
        for (int e = 0; e < routine.epilogues().size(); e++) {
            lines.append(formulas.uniforms(routine.epilogues().get(e).use(), uniformsOf(e)));
        }
        return lines.toString();
    }

    private static String uniformsOf(Object formula) {
        return "uniforms_" + formula;
    }

    /**
     * What of these the section uses: PUT(place, value) for an element, PUT4 and PUT16 for neighbouring floats of an
     * array that is not by sample, FETCH_PUT for what they will read.
     */
    private void definePut() {
        final String body = routine.section().body();
        final boolean isBySample = routine.result().map(Operand::bySample).orElse(false);
        if (body.contains("PUT(")) {
            define("PUT(place, value)", put(isBySample ? "real" : "float", "1"));
        }
        if (body.contains("PUT4(")) {
            define("PUT4(place, value)", put("float4", "4"));
        }
        if (body.contains("PUT16(") && target.lanes() > 1) {
            define("PUT16(place, value)", put("float16", "16"));
        }
        if (body.contains("FETCH_PUT(")) {
            final String read = routine.operands().stream()
                    .filter(operand -> operand.use() == Operand.Use.UPDATE)
                    .map(operand -> "FETCH(" + operand.formal() + " + (place))")
                    .collect(Collectors.joining("; "));
            define("FETCH_PUT(place)", read);
        }
    }

    private String put(String type, String width) {
        final List<String> lines = new ArrayList<>();
        lines.add("{ const size_t at = (place);");
        lines.add(type + " made = (value);");
        for (int e = 0; e < routine.epilogues().size(); e++) {
            lines.addAll(statements(routine.epilogues().get(e), uniformsOf(e), type, width));
        }
        for (final Place place : places) {
            if (place.operand().isResult()) {
                lines.add(store(place.operand().formal(), Epilogue.MADE, width));
                if (place.isCopied()) {
                    lines.add(store(place.copy(), Epilogue.MADE, width));
                }
            }
        }
        return String.join(NEXT_LINE, lines) + " }";
    }

    private List<String> statements(Epilogue epilogue, String uniforms, String type, String width) {
        final List<String> elements = epilogue.elements().stream()
                .map(from -> from.equals(Epilogue.MADE) ? from : "LOAD%s(%s + at)".formatted(width, from))
                .toList();
        final List<String> results = epilogue.results();
        if (results.size() == 1) {
            final String value = formulas.call(epilogue.use(), uniforms, type, elements, List.of());
            return List.of(store(results.getFirst(), value, width));
        }
        final List<String> next =
                IntStream.range(0, results.size()).mapToObj(r -> "next" + r).toList();
        final List<String> addresses = next.stream().map(name -> "&" + name).toList();
        final List<String> lines = new ArrayList<>();
        lines.add(type + " " + String.join(", ", next) + ";");
        lines.add(formulas.call(epilogue.use(), uniforms, type, elements, addresses) + ";");
        for (int r = 0; r < next.size(); r++) {
            lines.add(store(results.get(r), next.get(r), width));
        }
        return lines;
    }

    private static String store(String to, String value, String width) {
        return to.equals(Epilogue.MADE) && !value.equals(Epilogue.MADE)
                ? "made = " + value + ";"
                : "STORE%s(%s, %s + at);".formatted(width, value, to);
    }
}
