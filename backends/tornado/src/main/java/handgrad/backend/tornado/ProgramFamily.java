package handgrad.backend.tornado;

import handgrad.backend.DeviceException;
import handgrad.backend.DeviceInfo;
import handgrad.backend.KernelListing;
import handgrad.backend.StepProfile;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;

/** Programs that share a plan, and so may share residents. */
final class ProgramFamily {
    /** What of a step is in no task, whose times TornadoVM's profiler tells. */
    private static final StepProfile.Piece LAUNCHING =
            StepProfile.Piece.between("between kernels: launches and TornadoVM's book-keeping");

    private final DeviceInfo device;
    private final Residents residents;
    private final List<ProgramGraph> graphs;
    private final SessionPlan plan;
    private long launches;
    private Optional<ProgramGraph> lastProgram = Optional.empty();
    /** Of the graph that ran last, whatever it was: it holds all residents. */
    private Optional<TornadoExecutionResult> lastResult = Optional.empty();

    /**
     * A family whose graphs are compiled.
     *
     * @param plan first the graphs that upload, one for each of the residents' groups, then those of the programs
     */
    ProgramFamily(DeviceInfo device, Residents residents, List<ProgramGraph> graphs, SessionPlan plan) {
        this.device = device;
        this.residents = residents;
        this.graphs = graphs;
        this.plan = plan;
    }

    /** Whether a program is of this family. */
    boolean has(Program program) {
        return graphs.stream().anyMatch(graph -> graph.program().equals(program));
    }

    /** Whether a resident is of this family. */
    boolean has(Tensor resident) {
        return residents.array(resident) != null;
    }

    /** Fills a resident from float[] or int[]. */
    void upload(Tensor resident, Object values) {
        System.arraycopy(values, 0, residents.array(resident), 0, resident.size());
        residents.markChanged(resident);
    }

    /** Reads a resident, or an output of the family's program that ran last, into float[] or int[]. */
    void download(Tensor tensor, Object values) {
        final boolean isResident = tensor.role().isResident();
        final Object array = isResident
                ? residents.array(tensor)
                : lastProgram.orElseThrow().arrays().array(tensor);
        if (!isResident || !residents.isChanged(tensor)) {
            fetch(array);
        }
        System.arraycopy(array, 0, values, 0, tensor.size());
    }

    private void fetch(Object array) {
        try {
            lastResult.orElseThrow().transferToHost(array);
        } catch (final RuntimeException | Error e) {
            throw new DeviceException(device + " failed while reading back: " + OneLine.of(e), e);
        }
    }

    /** Runs a program some times. */
    void run(Program program, int times) {
        sendChanges();
        final ProgramGraph graph = graphOf(program);
        try {
            for (int run = 0; run < times; run++) {
                lastResult = Optional.of(plan.run(indexOf(graph)));
            }
        } catch (final RuntimeException | Error e) {
            throw new DeviceException(device + " failed to run " + program.name() + ": " + OneLine.of(e), e);
        }
        launches += (long) times * graph.tasks().size();
        lastProgram = Optional.of(graph);
    }

    /** How many kernels the runs have launched so far. */
    long launches() {
        return launches;
    }

    /** A step that was watched, and what was seen of it: one span for each task that has a time, and one for the rest. */
    private record Watched(StepProfile.Step step, List<StepProfile.Span> spans) {}

    /**
     * Runs a program some times under TornadoVM's profiler. It tells how long each task took on the device, but not when: here each begins when
     * the one before has ended, the first with the step, and the rest of the step is launching. At times it repeats an earlier time of a task, longer
     * than the whole step: such steps are left out where there are others.
     */
    StepProfile profile(Program program, int times) {
        sendChanges();
        final ProgramGraph graph = graphOf(program);
        final List<Watched> watched = new ArrayList<>();
        try {
            for (int run = 0; run < times; run++) {
                final SessionPlan.Profiled profiled = plan.runProfiled(indexOf(graph));
                final long start = profiled.start();
                final long nanos = profiled.nanos();
                lastResult = Optional.of(profiled.result());
                watched.add(new Watched(
                        new StepProfile.Step(start, nanos), spans(graph, start, start + nanos, profiled.log())));
            }
        } catch (final RuntimeException | Error e) {
            throw new DeviceException(device + " failed to run " + program.name() + ": " + OneLine.of(e), e);
        }
        launches += (long) times * graph.tasks().size();
        lastProgram = Optional.of(graph);
        final int most =
                watched.stream().mapToInt(each -> each.spans().size()).max().orElse(0);
        final List<Watched> complete =
                watched.stream().filter(each -> each.spans().size() == most).toList();
        final Stream<StepProfile.Piece> pieces = graph.tasks().stream()
                .map(task -> StepProfile.Piece.of(task.step().ops()));
        return new StepProfile(
                List.of("device"),
                Stream.concat(pieces, Stream.of(LAUNCHING)).toList(),
                complete.stream().map(Watched::step).toList(),
                complete.stream().flatMap(each -> each.spans().stream()).toList());
    }

    private static List<StepProfile.Span> spans(ProgramGraph graph, long start, long end, String log) {
        final List<StepProfile.Span> spans = new ArrayList<>();
        long begin = start;
        for (int task = 0; task < graph.tasks().size(); task++) {
            final long nanos = SessionPlan.nanoseconds(
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

    /** Uploads what the host changed. Only before a run, so that the outputs of the run before can be had until then. */
    private void sendChanges() {
        for (int group = 0; group < residents.groups().size(); group++) {
            final List<Tensor> members = residents.groups().get(group);
            if (members.stream().noneMatch(residents::isChanged)) {
                continue;
            }
            // The whole group is uploaded: the host's arrays must be up to date.
            members.stream()
                    .filter(member -> !residents.isChanged(member))
                    .forEach(member -> fetch(residents.array(member)));
            try {
                lastResult = Optional.of(plan.run(group));
            } catch (final RuntimeException | Error e) {
                throw new DeviceException(device + " failed to take an upload: " + OneLine.of(e), e);
            }
            residents.markUploaded(members);
        }
    }

    /**
     * Runs each program once, on zeros, and demands the time that each task took on the device. OpenCL's errors are only printed by
     * TornadoVM; a kernel that was refused, or that ran as Java, has no such time.
     */
    void prove() {
        for (final ProgramGraph graph : graphs) {
            // Each from the start of the order: they share the position in it.
            residents.markWritableChanged();
            sendChanges();
            final String log = plan.runProfiled(indexOf(graph)).log();
            for (final GraphTasks.Task task : graph.tasks()) {
                if (SessionPlan.nanoseconds(log, graph.fullName(task)).orElse(0L) <= 0) {
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

    /** The code of the kernels that do an op's work. */
    List<KernelListing> kernels(Program program, Op op) {
        final ProgramGraph graph = graphOf(program);
        return graph.tasks().stream()
                .filter(task -> task.step().ops().contains(op))
                .map(task -> new KernelListing(
                        task.kernel().getName(),
                        task.step().ops().stream().map(Op::name).toList(),
                        plan.language(),
                        plan.code(graph.fullName(task), task.kernel().getName()).orElseThrow(),
                        Optional.of(task.kernel().getDeclaringClass().getName() + "."
                                + task.kernel().getName())))
                .toList();
    }

    private ProgramGraph graphOf(Program program) {
        return graphs.stream()
                .filter(graph -> graph.program().equals(program))
                .findFirst()
                .orElseThrow();
    }

    private int indexOf(ProgramGraph graph) {
        return residents.groups().size() + graphs.indexOf(graph);
    }

    /** Waits for the device. */
    void finish() {
        plan.finish();
    }

    /** Gives back the device's memory. */
    void close() {
        plan.close();
    }
}
