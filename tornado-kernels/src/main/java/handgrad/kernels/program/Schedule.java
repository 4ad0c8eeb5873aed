package handgrad.kernels.program;

import handgrad.kernels.program.Call.Share;
import handgrad.kernels.program.StepKernel.Form;
import handgrad.program.Program;
import handgrad.program.SampleScope;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Divides the calls of a program into stages. Within a stage, a call that uses the result of another is done by the
 * same work-group (calls for a sample) or by the same work-item (calls for a parameter, or done once); what depends on
 * the work of all others waits for the next stage. Training has two stages: all that a sample needs, from gathering to
 * the first layer's gradient; then the gradients of the parameters with their updates and records.
 */
public final class Schedule {
    private final List<List<Call>> stages;
    private final int batch;

    private Schedule(List<List<Call>> stages, int batch) {
        this.stages = stages;
        this.batch = batch;
    }

    /**
     * Divides a program.
     *
     * @param program the program
     * @param scratch the places of its tensors
     * @return its stages
     */
    public static Schedule of(Program program, Scratch scratch) {
        final OpCalls lowering = new OpCalls(scratch);
        final List<Call> calls =
                program.ops().stream().flatMap(op -> lowering.of(op).stream()).toList();
        final List<Integer> stageOf = new ArrayList<>();
        for (int later = 0; later < calls.size(); later++) {
            int stage = 0;
            for (int earlier = 0; earlier < later; earlier++) {
                if (dependent(calls.get(earlier), calls.get(later))) {
                    final boolean together = together(calls.get(earlier), calls.get(later));
                    stage = Math.max(stage, stageOf.get(earlier) + (together ? 0 : 1));
                }
            }
            stageOf.add(stage);
        }
        final List<List<Call>> stages = IntStream.range(0, stageOf.isEmpty() ? 0 : Collections.max(stageOf) + 1)
                .mapToObj(stage -> IntStream.range(0, calls.size())
                        .filter(call -> stageOf.get(call) == stage)
                        .mapToObj(calls::get)
                        .toList())
                .toList();
        return new Schedule(stages, batch(program));
    }

    private static int batch(Program program) {
        return program.ops().stream()
                .filter(op -> op.scope() == SampleScope.INDEPENDENT)
                .mapToInt(op -> op.outputs().getFirst().shape().batch())
                .findFirst()
                .orElse(1);
    }

    /** Whether the later call must see what the earlier one did, or must not disturb it. */
    private static boolean dependent(Call earlier, Call later) {
        return common(earlier.writes(), later.reads())
                || common(earlier.writes(), later.writes())
                || common(earlier.reads(), later.writes());
    }

    private static boolean common(List<Tensor> some, List<Tensor> others) {
        return !Collections.disjoint(some, others);
    }

    /** Whether two dependent calls may be in one stage. */
    private static boolean together(Call earlier, Call later) {
        return switch (earlier.share()) {
            case Share.OfSample sample -> later.share() instanceof Share.OfSample;
            case Share.Once once -> later.share() instanceof Share.Once;
            case Share.OfParameter parameter -> parameter.equals(later.share());
        };
    }

    /**
     * The batch size.
     *
     * @return B
     */
    public int batch() {
        return batch;
    }

    /**
     * A kernel for each stage; several for the parameters if there are too many for one.
     *
     * @return the kernels in order
     */
    public List<StepKernel> kernels() {
        final List<StepKernel> kernels = new ArrayList<>();
        for (final List<Call> stage : stages) {
            if (stage.stream().anyMatch(call -> call.share() instanceof Share.OfSample)) {
                kernels.add(new StepKernel("samples" + kernels.size(), Form.GROUP_A_SAMPLE, withBarriers(stage)));
            } else {
                addParameterKernels(stage, kernels);
            }
        }
        return kernels;
    }

    /** One kernel, or several where it would take more arrays than TornadoVM passes. */
    private static void addParameterKernels(List<Call> stage, List<StepKernel> kernels) {
        final Map<Share, List<Call>> byShare = new LinkedHashMap<>();
        stage.forEach(call ->
                byShare.computeIfAbsent(call.share(), _ -> new ArrayList<>()).add(call));
        StepKernel kernel = parameterKernel(kernels.size(), List.of());
        for (final List<Call> calls : byShare.values()) {
            final StepKernel more = parameterKernel(
                    kernels.size(),
                    Stream.concat(kernel.calls().stream(), calls.stream()).toList());
            if (more.parameters() <= StepKernel.MAX_PARAMETERS || kernel.lines().isEmpty()) {
                kernel = more;
            } else {
                kernels.add(kernel);
                kernel = parameterKernel(kernels.size(), calls);
            }
        }
        kernels.add(kernel);
    }

    private static StepKernel parameterKernel(int number, List<Call> calls) {
        return new StepKernel(
                "parameters" + number,
                Form.ITEM_A_PARAMETER,
                calls.stream().<Line>map(Line.Helper::new).toList());
    }

    /**
     * One kernel that runs any number of steps in a single work-group.
     *
     * @return the kernel
     */
    public StepKernel steps() {
        final List<Line> lines = new ArrayList<>();
        for (final List<Call> stage : stages) {
            final List<Call> bySample = stage.stream()
                    .filter(call -> call.share() instanceof Share.OfSample)
                    .toList();
            final List<Line> sample = withBarriers(bySample);
            if (batch > 1 && !sample.isEmpty()) {
                lines.add(new Line.SampleLoop(batch, sample));
            } else {
                lines.addAll(sample);
            }
            stage.stream()
                    .filter(call -> !bySample.contains(call))
                    .map(Line.Helper::new)
                    .forEach(lines::add);
            lines.add(new Line.Barrier());
        }
        return new StepKernel("steps", Form.STEPS_IN_ONE_GROUP, lines);
    }

    /** A barrier before each call that uses what a call for the same sample wrote since the last barrier. */
    private static List<Line> withBarriers(List<Call> calls) {
        final List<Line> lines = new ArrayList<>();
        final Collection<Call> since = new ArrayList<>();
        for (final Call call : calls) {
            if (call.share() instanceof Share.OfSample
                    && since.stream().anyMatch(earlier -> dependent(earlier, call))) {
                lines.add(new Line.Barrier());
                since.clear();
            }
            lines.add(new Line.Helper(call));
            since.add(call);
        }
        return lines;
    }
}
