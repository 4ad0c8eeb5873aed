package handgrad.backend.opencl;

import handgrad.backend.DeviceInfo;
import handgrad.backend.KernelListing;
import handgrad.backend.KernelSource;
import handgrad.backend.Session;
import handgrad.backend.SessionStatistics;
import handgrad.backend.SessionTensors;
import handgrad.backend.StepProfile;
import handgrad.backend.StepProfiler;
import handgrad.backend.opencl.plan.Planner;
import handgrad.backend.opencl.plan.ProgramPlan;
import handgrad.backend.opencl.plan.ProgramPlan.Output;
import handgrad.backend.opencl.rewrite.Rewrite;
import handgrad.program.ElementType;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jocl.CLException;
import org.jocl.Pointer;
import org.jocl.cl_mem;

/** Programs on an OpenCL device. */
final class OpenClSession implements Session, KernelSource, StepProfiler {
    private final SessionTensors tensors;
    private final Connection connection;
    private final DeviceMemory memory;
    private final Map<Program, CompiledProgram> programs;
    private final DeviceInfo info;
    private Optional<CompiledProgram> lastRun = Optional.empty();
    private boolean isOpen = true;

    private OpenClSession(
            SessionTensors tensors,
            Connection connection,
            DeviceMemory memory,
            Map<Program, CompiledProgram> programs,
            DeviceInfo info) {
        this.tensors = tensors;
        this.connection = connection;
        this.memory = memory;
        this.programs = programs;
        this.info = info;
    }

    /**
     * Plans and compiles programs, and makes room for their tensors.
     *
     * @param wrapper as in {@link Connection}
     * @param rewrites those to use
     * @throws handgrad.backend.DeviceException if the device has too little memory, or its compiler fails
     */
    static OpenClSession open(
            DeviceSelection selection, List<Program> programs, UnaryOperator<Commands> wrapper, Set<Rewrite> rewrites) {
        final SessionTensors tensors = new SessionTensors(programs);
        final Planner planner =
                new Planner(selection.device().target(selection.plan(), selection.mayPersist()), rewrites);
        final Map<Program, ProgramPlan> plans = new LinkedHashMap<>();
        programs.forEach(program -> plans.computeIfAbsent(program, _ -> planner.plan(program, "p" + plans.size())));
        final long arena = plans.values().stream()
                .mapToLong(ProgramPlan::arenaFloats)
                .max()
                .orElse(0);
        final List<AutoCloseable> opened = new ArrayList<>();
        try {
            final Connection connection = new Connection(selection.device(), wrapper);
            opened.addFirst(connection);
            final DeviceMemory memory = new DeviceMemory(connection, tensors.residents(), arena);
            opened.addFirst(memory);
            final Map<Program, CompiledProgram> compiled = new LinkedHashMap<>();
            final Map<String, List<Program>> together = plans.keySet().stream()
                    .collect(Collectors.groupingBy(program -> plans.get(program).prelude()));
            for (final List<Program> group : together.values()) {
                try (Compilation compilation = new Compilation(
                        connection, group.stream().map(plans::get).toList())) {
                    for (final Program program : group) {
                        compiled.put(program, new CompiledProgram(compilation, plans.get(program), memory));
                        opened.addFirst(compiled.get(program));
                    }
                }
            }
            return new OpenClSession(tensors, connection, memory, compiled, info(selection, plans));
        } catch (final RuntimeException e) {
            closeAll(opened, e);
            throw e;
        }
    }

    private static void closeAll(List<AutoCloseable> opened, RuntimeException cause) {
        for (final AutoCloseable each : opened) {
            try {
                each.close();
            } catch (final Exception e) {
                cause.addSuppressed(e);
            }
        }
    }

    /** The device, with what became of the programs. */
    private static DeviceInfo info(DeviceSelection selection, Map<Program, ProgramPlan> plans) {
        final String launches = plans.entrySet().stream()
                .map(entry -> entry.getKey().name() + ": " + launches(entry.getValue()))
                .collect(Collectors.joining(", "));
        final String notes = plans.values().stream()
                .flatMap(plan -> plan.notes().stream())
                .distinct()
                .map(note -> "; " + note)
                .collect(Collectors.joining());
        final OpenClDevice device = selection.device();
        return new DeviceInfo(
                selection.selector(),
                device.name(),
                device.details() + "; " + selection.plan().label() + " plan; launches a step: " + launches + notes,
                device.isGpu(),
                Optional.empty());
    }

    private static String launches(ProgramPlan plan) {
        return plan.isPersistent()
                ? "1 for all steps"
                : String.valueOf(plan.kernels().size());
    }

    @Override
    public DeviceInfo device() {
        return info;
    }

    @Override
    public void upload(Tensor tensor, float[] values) {
        tensors.checkUpload(tensor, ElementType.FLOAT32, values.length);
        guarded(() -> memory.write(tensor, Pointer.to(values)));
    }

    @Override
    public void upload(Tensor tensor, int[] values) {
        tensors.checkUpload(tensor, ElementType.INT32, values.length);
        guarded(() -> memory.write(tensor, Pointer.to(values)));
    }

    @Override
    public void download(Tensor tensor, float[] values) {
        tensors.checkDownload(tensor, ElementType.FLOAT32, values.length);
        if (tensor.role().isResident()) {
            guarded(() -> memory.read(memory.resident(tensor), 0, 4L * values.length, Pointer.to(values)));
            return;
        }
        final Output output = output(tensor);
        final float[] stored = new float[storedSize(tensor, output)];
        readArena(output, stored.length, Pointer.to(stored));
        final int size = elementsPerSample(tensor, output);
        for (int i = 0; i < values.length; i++) {
            values[i] = stored[place(i, size, output.lanes())];
        }
    }

    @Override
    public void download(Tensor tensor, int[] values) {
        tensors.checkDownload(tensor, ElementType.INT32, values.length);
        if (tensor.role().isResident()) {
            guarded(() -> memory.read(memory.resident(tensor), 0, 4L * values.length, Pointer.to(values)));
            return;
        }
        final Output output = output(tensor);
        final int[] stored = new int[storedSize(tensor, output)];
        readArena(output, stored.length, Pointer.to(stored));
        final int size = elementsPerSample(tensor, output);
        for (int i = 0; i < values.length; i++) {
            values[i] = stored[place(i, size, output.lanes())];
        }
    }

    private Output output(Tensor tensor) {
        return lastRun.orElseThrow().plan().outputs().get(tensor);
    }

    private static int elementsPerSample(Tensor tensor, Output output) {
        return output.lanes() == 1 ? tensor.size() : tensor.shape().sampleSize();
    }

    private static int storedSize(Tensor tensor, Output output) {
        return output.lanes() == 1
                ? tensor.size()
                : Math.ceilDiv(tensor.shape().batch(), output.lanes())
                        * tensor.shape().sampleSize()
                        * output.lanes();
    }

    /** Where element i of a row-major tensor lies in groups of lanes. */
    private static int place(int i, int size, int lanes) {
        final int sample = i / size;
        return (sample / lanes * size + i % size) * lanes + sample % lanes;
    }

    private void readArena(Output output, int count, Pointer values) {
        guarded(() -> {
            final cl_mem arena = memory.arena();
            memory.read(arena, 4L * output.offset(), 4L * count, values);
        });
    }

    @Override
    public void run(Program program, int times) {
        tensors.startRun(program, times);
        final CompiledProgram compiled = programs.get(program);
        if (times > 0) {
            lastRun = Optional.of(compiled);
        }
        guarded(() -> {
            compiled.enqueue(connection.commands(), times);
            connection.commands().flush();
        });
    }

    @Override
    public StepProfile profile(Program program, int times) {
        tensors.startRun(program, times);
        final CompiledProgram compiled = programs.get(program);
        lastRun = Optional.of(compiled);
        finish();
        try {
            return compiled.profile(new Commands.OfQueue(connection.timedQueue()), times);
        } catch (final CLException e) {
            throw OpenClErrors.whileWorking(connection.device(), e);
        }
    }

    @Override
    public SessionStatistics statistics() {
        return new SessionStatistics(
                OptionalLong.of(programs.values().stream()
                        .mapToLong(CompiledProgram::launches)
                        .sum()),
                OptionalLong.of(memory.bytes()),
                false);
    }

    @Override
    public void finish() {
        guarded(() -> connection.commands().finish());
    }

    @Override
    public List<KernelListing> kernels(Program program, Op op) {
        final CompiledProgram compiled = programs.get(program);
        if (compiled == null || !program.ops().contains(op)) {
            throw new IllegalArgumentException(
                    program.name() + " is not a program of this session, or does not contain " + op.name());
        }
        final ProgramPlan plan = compiled.plan();
        return plan.kernels().stream()
                .filter(kernel -> kernel.ops().contains(op))
                .map(kernel -> new KernelListing(
                        kernel.name(),
                        kernel.ops().stream().map(Op::name).distinct().toList(),
                        "OpenCL C",
                        plan.text(),
                        JavaLoops.of(op).stream().toList(),
                        Optional.empty()))
                .toList();
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (final CLException e) {
            throw OpenClErrors.whileWorking(connection.device(), e);
        }
    }

    @Override
    public void close() {
        if (isOpen) {
            isOpen = false;
            programs.values().forEach(CompiledProgram::close);
            memory.close();
            connection.close();
        }
    }
}
