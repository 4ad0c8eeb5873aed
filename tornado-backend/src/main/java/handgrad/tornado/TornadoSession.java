package handgrad.tornado;

import handgrad.backend.DeviceException;
import handgrad.backend.DeviceInfo;
import handgrad.backend.KernelListing;
import handgrad.backend.KernelSource;
import handgrad.backend.Session;
import handgrad.backend.SessionTensors;
import handgrad.program.ElementType;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;

/** Programs as the graphs of one execution plan. */
final class TornadoSession implements Session, KernelSource {
    private final DeviceInfo device;
    private final SessionTensors tensors;
    private final Residents residents;
    private final List<ProgramGraph> graphs;
    private final SessionPlan plan;
    private Optional<ProgramGraph> lastProgram = Optional.empty();
    /** Of the graph that ran last, whatever it was: it holds all residents. */
    private Optional<TornadoExecutionResult> lastResult = Optional.empty();

    private boolean closed;

    TornadoSession(
            DeviceInfo device,
            SessionTensors tensors,
            Residents residents,
            List<ProgramGraph> graphs,
            SessionPlan plan) {
        this.device = device;
        this.tensors = tensors;
        this.residents = residents;
        this.graphs = graphs;
        this.plan = plan;
    }

    @Override
    public DeviceInfo device() {
        return device;
    }

    @Override
    public void upload(Tensor tensor, float[] values) {
        tensors.checkUpload(tensor, ElementType.FLOAT32, values.length);
        upload(tensor, (Object) values);
    }

    @Override
    public void upload(Tensor tensor, int[] values) {
        tensors.checkUpload(tensor, ElementType.INT32, values.length);
        upload(tensor, (Object) values);
    }

    private void upload(Tensor tensor, Object values) {
        checkOpen();
        System.arraycopy(values, 0, residents.array(tensor), 0, tensor.size());
        residents.markChanged(tensor);
    }

    @Override
    public void download(Tensor tensor, float[] values) {
        tensors.checkDownload(tensor, ElementType.FLOAT32, values.length);
        download(tensor, (Object) values);
    }

    @Override
    public void download(Tensor tensor, int[] values) {
        tensors.checkDownload(tensor, ElementType.INT32, values.length);
        download(tensor, (Object) values);
    }

    private void download(Tensor tensor, Object values) {
        checkOpen();
        if (!tensor.role().isResident()) {
            // Of the program that ran last; an upload since then leaves its graph's arrays as they are, but not the
            // last result.
            final Object array = lastProgram.orElseThrow().arrays().array(tensor);
            fetch(array);
            System.arraycopy(array, 0, values, 0, tensor.size());
            return;
        }
        final Object array = residents.array(tensor);
        if (!residents.isChanged(tensor)) {
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

    @Override
    public void run(Program program, int times) {
        checkOpen();
        tensors.startRun(program, times);
        if (times == 0) {
            return;
        }
        sendChanges();
        final ProgramGraph graph = graphOf(program);
        final int index = residents.groups().size() + graphs.indexOf(graph);
        try {
            for (int run = 0; run < times; run++) {
                lastResult = Optional.of(plan.run(index));
            }
        } catch (final RuntimeException | Error e) {
            throw new DeviceException(device + " failed to run " + program.name() + ": " + OneLine.of(e), e);
        }
        lastProgram = Optional.of(graph);
    }

    /** Uploads what the host changed. */
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
     * Runs each program once and demands the time that each task took on the device. OpenCL's errors are only printed by TornadoVM; a kernel
     * that was refused has no such time. What the runs computed is overwritten with zeros again.
     */
    void prove() {
        sendChanges();
        for (int i = 0; i < graphs.size(); i++) {
            final ProgramGraph graph = graphs.get(i);
            final String log = plan.runProfiled(residents.groups().size() + i);
            for (final GraphTasks.Task task : graph.tasks()) {
                if (SessionPlan.nanoseconds(log, graph.fullName(task)).orElse(0L) <= 0) {
                    throw new DeviceException("%s did not run the kernel %s of the program %s: %s"
                            .formatted(
                                    device,
                                    task.description(),
                                    graph.program().name(),
                                    "the lines above from TornadoVM's OpenCL layer say why"));
                }
            }
        }
        residents.markAllChanged();
    }

    @Override
    public List<KernelListing> kernels(Program program, Op op) {
        checkOpen();
        final ProgramGraph graph = graphOf(program);
        final List<KernelListing> listings = graph.tasks().stream()
                .filter(task -> task.step().ops().contains(op))
                .map(task -> new KernelListing(
                        task.kernel().getName(),
                        task.step().ops().stream().map(Op::name).toList(),
                        "OpenCL C",
                        plan.code(graph.fullName(task), task.kernel().getName()).orElseThrow(),
                        Optional.of(task.kernel().getDeclaringClass().getName())))
                .toList();
        if (listings.isEmpty()) {
            throw new IllegalArgumentException(program.name() + " has no op " + op.name());
        }
        return listings;
    }

    private ProgramGraph graphOf(Program program) {
        return IntStream.range(0, graphs.size())
                .mapToObj(graphs::get)
                .filter(graph -> graph.program().equals(program))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("the session was not opened with the program " + program.name()));
    }

    @Override
    public void finish() {
        checkOpen();
        plan.finish();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            plan.close();
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
    }
}
