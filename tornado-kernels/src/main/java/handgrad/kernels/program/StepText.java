package handgrad.kernels.program;

import handgrad.kernels.program.Call.Share;
import handgrad.kernels.program.StepKernel.Form;
import handgrad.program.ElementType;
import handgrad.program.Tensor;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A generated kernel as Java text, for readers; the same as what {@link StepClass} writes as bytecode. */
public final class StepText {
    private final StepKernel kernel;
    private final List<Argument.Array> arrays;
    private final List<String> names;
    private final Map<Tensor, Integer> starts;
    private final StringBuilder text = new StringBuilder();

    private StepText(StepKernel kernel) {
        this.kernel = kernel;
        this.arrays = kernel.arrays();
        this.names = ParameterNames.of(arrays);
        this.starts = kernel.starts();
    }

    /**
     * The method of a kernel.
     *
     * @param kernel the kernel
     * @return Java
     */
    public static String of(StepKernel kernel) {
        final StepText writer = new StepText(kernel);
        writer.write();
        return writer.text.toString();
    }

    private void write() {
        text.append("static void ").append(kernel.name()).append("(\n        KernelContext context");
        for (int array = 0; array < arrays.size(); array++) {
            text.append(",\n        ")
                    .append(arrays.get(array).type() == ElementType.FLOAT32 ? "float[] " : "int[] ")
                    .append(names.get(array));
        }
        if (kernel.form() == Form.STEPS_IN_ONE_GROUP) {
            text.append(",\n        int[] run");
        }
        text.append(") {\n");
        line(1, "final int item = context.localIdx;");
        line(1, "final int items = context.localGroupSizeX;");
        switch (kernel.form()) {
            case GROUP_A_SAMPLE -> {
                line(1, "final int sample = context.groupIdx;");
                line(1, "final int globalItem = context.globalIdx;");
                line(1, "final int globalItems = context.globalGroupSizeX;");
                lines(1, kernel.lines());
            }
            case ITEM_A_PARAMETER -> {
                line(1, "final int globalItem = context.globalIdx;");
                line(1, "final int globalItems = context.globalGroupSizeX;");
                lines(1, kernel.lines());
            }
            case STEPS_IN_ONE_GROUP -> {
                line(1, "final int count = run[0];");
                line(1, "for (int number = 0; number < count; number++) {");
                lines(2, kernel.lines());
                line(1, "}");
            }
        }
        text.append("}\n");
    }

    private void lines(int depth, List<Line> lines) {
        for (final Line line : lines) {
            switch (line) {
                case Line.Helper(Call call) -> line(depth, call(call));
                case Line.Barrier barrier -> line(depth, "context.globalBarrier();");
                case Line.SampleLoop loop -> {
                    line(depth, "for (int sample = 0; sample < " + loop.samples() + "; sample++) {");
                    lines(depth + 1, loop.lines());
                    line(depth, "}");
                }
            }
        }
    }

    private void line(int depth, String line) {
        text.append("    ".repeat(depth)).append(line).append('\n');
    }

    private String call(Call call) {
        return call.helper().getSimpleName() + "." + call.method()
                + call.arguments().stream()
                        .map(this::argument)
                        .collect(Collectors.joining(", ", "(" + item(call) + ", ", ");"))
                + "  // " + call.op().name() + " "
                + call.op().outputs().getFirst().name()
                + call.formula().map(formula -> ", " + formulaName(formula)).orElse("");
    }

    private String item(Call call) {
        if (call.share() instanceof Share.OfSample || kernel.form() == Form.STEPS_IN_ONE_GROUP) {
            return "item, items";
        }
        return kernel.form() == Form.ITEM_A_PARAMETER
                        && call.share() instanceof Share.OfParameter(Tensor gradient)
                        && starts.get(gradient) > 0
                ? "(globalItem + globalItems - " + starts.get(gradient) + ") % globalItems, globalItems"
                : "globalItem, globalItems";
    }

    private String argument(Argument argument) {
        return switch (argument) {
            case Argument.Array array -> names.get(arrays.indexOf(array));
            case Argument.Place(int first, int stride) ->
                stride == 0
                        ? String.valueOf(first)
                        : (first == 0 ? "" : first + " + ") + sampleNumber() + " * " + stride;
            case Argument.Sample sample -> sampleNumber();
            case Argument.Count(int value) -> String.valueOf(value);
            case Argument.Factor(float value) -> value + "f";
        };
    }

    private String sampleNumber() {
        return kernel.form() != Form.STEPS_IN_ONE_GROUP
                        || kernel.lines().stream().anyMatch(Line.SampleLoop.class::isInstance)
                ? "sample"
                : "0";
    }

    private static String formulaName(Record formula) {
        return formula.toString().lines().findFirst().orElse("");
    }
}
