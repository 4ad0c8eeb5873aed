package handgrad.kernels.program;

import handgrad.kernels.program.Call.Share;
import handgrad.program.Op;
import handgrad.program.Tensor;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A generated kernel: its lines, and how its work-items are numbered.
 *
 * @param name the name of its method
 * @param form what its work-groups are
 * @param lines the lines of its body
 */
public record StepKernel(String name, Form form, List<Line> lines) {
    /** The most parameters of a kernel, the context included, for which TornadoVM has a functional interface. */
    public static final int MAX_PARAMETERS = 20;

    /** What the work-groups of a kernel are. */
    public enum Form {
        /** One for each sample of the batch. */
        GROUP_A_SAMPLE,
        /** As many work-items as parameters; a work-item is a parameter. */
        ITEM_A_PARAMETER,
        /** A single one, which runs a number of steps. */
        STEPS_IN_ONE_GROUP
    }

    /** Copies the lines. */
    public StepKernel {
        lines = List.copyOf(lines);
    }

    /**
     * The calls in order.
     *
     * @return those in loops included
     */
    public List<Call> calls() {
        return lines.stream().flatMap(StepKernel::calls).toList();
    }

    private static Stream<Call> calls(Line line) {
        return switch (line) {
            case Line.Helper(Call call) -> Stream.of(call);
            case Line.Barrier barrier -> Stream.empty();
            case Line.SampleLoop loop -> loop.lines().stream().flatMap(StepKernel::calls);
        };
    }

    /**
     * The ops that the kernel computes.
     *
     * @return each once
     */
    public List<Op> ops() {
        return calls().stream().map(Call::op).distinct().toList();
    }

    /**
     * The arrays that the kernel takes, after the context.
     *
     * @return in the order of its parameters
     */
    public List<Argument.Array> arrays() {
        final Set<Argument.Array> arrays = new LinkedHashSet<>();
        calls().forEach(call -> call.arguments().stream()
                .filter(Argument.Array.class::isInstance)
                .map(Argument.Array.class::cast)
                .forEach(arrays::add));
        return List.copyOf(arrays);
    }

    /**
     * The number of parameters: the context, the arrays and, for several steps, their number.
     *
     * @return at most {@link #MAX_PARAMETERS} if TornadoVM can take it
     */
    public int parameters() {
        return arrays().size() + (form == Form.STEPS_IN_ONE_GROUP ? 2 : 1);
    }

    /**
     * The number of the first work-item of each parameter, by its gradient.
     *
     * @return the numbers
     */
    Map<Tensor, Integer> starts() {
        final Map<Tensor, Integer> starts = new LinkedHashMap<>();
        int next = 0;
        for (final Call call : calls()) {
            if (call.share() instanceof Share.OfParameter(Tensor gradient) && !starts.containsKey(gradient)) {
                starts.put(gradient, next);
                next += gradient.size();
            }
        }
        return starts;
    }

    /**
     * The number of work-items that a kernel with a work-item a parameter needs.
     *
     * @return the sum of the sizes of the parameters, at least 1
     */
    public int parameterElements() {
        return Math.max(1, starts().keySet().stream().mapToInt(Tensor::size).sum());
    }
}
