package handgrad.backend.tornado;

import handgrad.backend.DeviceException;
import handgrad.backend.DeviceInfo;
import handgrad.backend.KernelListing;
import handgrad.backend.StepProfile;
import handgrad.kernels.program.StepText;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;

/** Programs that are compiled into one execution plan and may share resident tensors. */
final class CompiledPrograms {
    /** The time of a step outside of tasks; TornadoVM's profiler reports only that of tasks. */
    private static final StepProfile.Piece LAUNCHING =
            StepProfile.Piece.between("between kernels: launches and TornadoVM's book-keeping");

    /** The most steps of a launch, so that the watchdog of a display's driver does not stop it. */
    private static final int MAX_STEPS = 1000;

    private final DeviceInfo device;
    private final ResidentTensors residents;
    private final List<ProgramGraph> graphs;
    private final ExecutionPlan plan;
    private long launches;
    private Optional<ProgramGraph> lastProgram = Optional.empty();
    /** The result of the graph that ran last, whose buffers include all residents. */
    private Optional<TornadoExecutionResult> lastResult = Optional.empty();

    /**
     * Programs whose graphs are compiled.
     *
     * @param plan its graphs are first the uploads, one for each upload group, then the programs
     */
    CompiledPrograms(DeviceInfo device, ResidentTensors residents, List<ProgramGraph> graphs, ExecutionPlan plan) {
        this.device = device;
        this.residents = residents;
        this.graphs = graphs;
        this.plan = plan;
    }

    /** Each program with its tasks a step. */
    List<String> descriptions() {
        return graphs.stream()
                .map(graph -> graph.program().name() + ": "
                        + (graph.steps().isPresent()
                                ? "1 generated kernel for up to %,d steps".formatted(MAX_STEPS)
                                : graph.tasks().size() + (graph.grids().isEmpty() ? " plain" : " generated")))
                .toList();
    }

    /** Whether a program is one of these. */
    boolean has(Program program) {
        return graphs.stream().anyMatch(graph -> graph.program().equals(program));
    }

    /** Whether a resident tensor belongs to these programs. */
    boolean has(Tensor resident) {
        return residents.array(resident) != null;
    }

    /** Fills a resident tensor from float[] or int[]. */
    void upload(Tensor resident, Object values) {
        System.arraycopy(values, 0, residents.array(resident), 0, resident.size());
        residents.markChanged(resident);
    }

    /** Reads a resident tensor, or an output of the program that ran last, into float[] or int[]. */
    void download(Tensor tensor, Object values) {
        final boolean isResident = tensor.role().isResident();
        final Object array = isResident ? residents.array(tensor) : outputs().array(tensor);
        if (!isResident || !residents.isChanged(tensor)) {
            fetch(array);
        }
        System.arraycopy(array, isResident ? 0 : outputs().place(tensor), values, 0, tensor.size());
    }

    /** The arrays of the program that ran last. */
    private TensorArrays outputs() {
        return lastProgram.orElseThrow().arrays();
    }

    private void fetch(Object array) {
        try {
            lastResult.orElseThrow().transferToHost(array);
        } catch (final RuntimeException | Error e) {
            throw new DeviceException(device + " failed while reading back: " + ErrorMessage.of(e), e);
        }
    }

    /** Runs a program a number of times. */
    void run(Program program, int times) {
        uploadChanges();
        final ProgramGraph graph = graphOf(program);
        try {
            int done = 0;
            while (done < times) {
                final int next = graph.steps().isPresent() ? Math.min(times - done, MAX_STEPS) : 1;
                execute(graph, next);
                done += next;
            }
        } catch (final RuntimeException | Error e) {
            throw new DeviceException(device + " failed to run " + program.name() + ": " + ErrorMessage.of(e), e);
        }
        lastProgram = Optional.of(graph);
    }

    /** Runs a graph once: a number of steps where its kernel loops over them, else one. */
    private void execute(ProgramGraph graph, int steps) {
        graph.steps().ifPresent(number -> number[0] = steps);
        lastResult = Optional.of(plan.run(indexOf(graph)));
        launches += graph.tasks().size();
    }

    /** The number of kernels launched so far. */
    long launches() {
        return launches;
    }

    /** A profiled step with one span for each task with a time, and one for the rest. */
    private record ProfiledStep(StepProfile.Step step, List<StepProfile.Span> spans) {}

    /**
     * Runs a program under TornadoVM's profiler, which reports the duration of each task but not its start. Tasks are
     * laid end to end from the start of the step; the rest of the step is launch overhead. Sometimes the profiler
     * repeats an old duration that exceeds the step; such steps are left out if there are others.
     */
    StepProfile profile(Program program, int times) {
        uploadChanges();
        final ProgramGraph graph = graphOf(program);
        graph.steps().ifPresent(number -> number[0] = 1);
        final List<ProfiledStep> profiledSteps = new ArrayList<>();
        try {
            for (int run = 0; run < times; run++) {
                final ExecutionPlan.Profiled profiled = plan.runProfiled(indexOf(graph));
                final long start = profiled.start();
                final long nanos = profiled.nanos();
                lastResult = Optional.of(profiled.result());
                profiledSteps.add(new ProfiledStep(
                        new StepProfile.Step(start, nanos), spans(graph, start, start + nanos, profiled.log())));
            }
        } catch (final RuntimeException | Error e) {
            throw new DeviceException(device + " failed to run " + program.name() + ": " + ErrorMessage.of(e), e);
        }
        launches += (long) times * graph.tasks().size();
        lastProgram = Optional.of(graph);
        final int most = profiledSteps.stream()
                .mapToInt(each -> each.spans().size())
                .max()
                .orElse(0);
        final List<ProfiledStep> complete = profiledSteps.stream()
                .filter(each -> each.spans().size() == most)
                .toList();
        final Stream<StepProfile.Piece> pieces = graph.tasks().stream().map(task -> StepProfile.Piece.of(task.ops()));
        return new StepProfile(
                List.of("device"),
                Stream.concat(pieces, Stream.of(LAUNCHING)).toList(),
                complete.stream().map(ProfiledStep::step).toList(),
                complete.stream().flatMap(each -> each.spans().stream()).toList());
    }

    private static List<StepProfile.Span> spans(ProgramGraph graph, long start, long end, String log) {
        final List<StepProfile.Span> spans = new ArrayList<>();
        long begin = start;
        for (int task = 0; task < graph.tasks().size(); task++) {
            final long nanos = ExecutionPlan.nanoseconds(
                            log, graph.fullName(graph.tasks().get(task)))
                    .orElse(0L);
            if (nanos > 0 && begin + nanos <= end) {
                spans.add(new StepProfile.Span(task, 0, begin, nanos));
                begin += nanos;
            }
        }
        spans.add(new StepProfile.Span(graph.tasks().size(), 0, begin, end - begin));
        return spans;
    }

    /**
     * Uploads changed residents. Called only before a run, so that outputs of the previous run can be downloaded until
     * then.
     */
    private void uploadChanges() {
        for (int group = 0; group < residents.uploadGroups().size(); group++) {
            final List<Tensor> members = residents.uploadGroups().get(group);
            if (members.stream().noneMatch(residents::isChanged)) {
                continue;
            }
            // The whole group is uploaded, so its unchanged arrays must first be current on the host.
            members.stream()
                    .filter(member -> !residents.isChanged(member))
                    .forEach(member -> fetch(residents.array(member)));
            try {
                lastResult = Optional.of(plan.run(group));
            } catch (final RuntimeException | Error e) {
                throw new DeviceException(device + " failed to take an upload: " + ErrorMessage.of(e), e);
            }
            residents.markUploaded(members);
        }
    }

    /**
     * Runs each program once, on zeros, and checks that the profiler has a device time for each task. TornadoVM only
     * prints OpenCL's errors; a kernel that was rejected or ran as Java has no device time.
     */
    void verify() {
        for (final ProgramGraph graph : graphs) {
            // Reset before each program, since they share the position in the order.
            residents.markWritableChanged();
            uploadChanges();
            graph.steps().ifPresent(number -> number[0] = 1);
            final String log = plan.runProfiled(indexOf(graph)).log();
            for (final GraphTasks.Task task : graph.tasks()) {
                if (ExecutionPlan.nanoseconds(log, graph.fullName(task)).orElse(0L) <= 0) {
                    throw new DeviceException("%s did not run the kernel %s of the program %s: %s"
                            .formatted(
                                    device,
                                    task.description(),
                                    graph.program().name(),
                                    "what TornadoVM's OpenCL layer printed above says why"));
                }
            }
        }
        residents.markWritableChanged();
    }

    /** The code of the kernels that compute an op. */
    List<KernelListing> kernels(Program program, Op op) {
        final ProgramGraph graph = graphOf(program);
        return graph.tasks().stream()
                .filter(task -> task.ops().contains(op))
                .map(task -> new KernelListing(
                        task.kernel().getName(),
                        task.ops().stream().map(Op::name).toList(),
                        plan.language(),
                        plan.code(graph.fullName(task), task.kernel().getName()).orElseThrow(),
                        task.javaKernels(op),
                        task.generated().map(StepText::of)))
                .toList();
    }

    private ProgramGraph graphOf(Program program) {
        return graphs.stream()
                .filter(graph -> graph.program().equals(program))
                .findFirst()
                .orElseThrow();
    }

    private int indexOf(ProgramGraph graph) {
        return residents.uploadGroups().size() + graphs.indexOf(graph);
    }

    /** Waits for the device. */
    void finish() {
        plan.finish();
    }

    /** Frees the device's memory. */
    void close() {
        plan.close();
    }
}
