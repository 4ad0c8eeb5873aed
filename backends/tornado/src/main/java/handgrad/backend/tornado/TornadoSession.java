package handgrad.backend.tornado;

import handgrad.backend.DeviceException;
import handgrad.backend.DeviceInfo;
import handgrad.backend.KernelListing;
import handgrad.backend.KernelSource;
import handgrad.backend.Session;
import handgrad.backend.SessionStatistics;
import handgrad.backend.SessionTensors;
import handgrad.backend.StepProfile;
import handgrad.backend.StepProfiler;
import handgrad.program.ElementType;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A session on a device of TornadoVM. */
final class TornadoSession implements Session, KernelSource, StepProfiler {
    private final DeviceInfo device;
    private final SessionTensors tensors;
    private final List<CompiledPrograms> compiled;
    private Optional<CompiledPrograms> lastPrograms = Optional.empty();
    private boolean closed;

    TornadoSession(DeviceInfo device, SessionTensors tensors, List<CompiledPrograms> compiled) {
        this.device = device;
        this.tensors = tensors;
        this.compiled = compiled;
    }

    @Override
    public DeviceInfo device() {
        return device;
    }

    @Override
    public void upload(Tensor tensor, float[] values) {
        tensors.checkUpload(tensor, ElementType.FLOAT32, values.length);
        programsOf(tensor).upload(tensor, values);
    }

    @Override
    public void upload(Tensor tensor, int[] values) {
        tensors.checkUpload(tensor, ElementType.INT32, values.length);
        programsOf(tensor).upload(tensor, values);
    }

    @Override
    public void download(Tensor tensor, float[] values) {
        tensors.checkDownload(tensor, ElementType.FLOAT32, values.length);
        programsOf(tensor).download(tensor, values);
    }

    @Override
    public void download(Tensor tensor, int[] values) {
        tensors.checkDownload(tensor, ElementType.INT32, values.length);
        programsOf(tensor).download(tensor, values);
    }

    private CompiledPrograms programsOf(Tensor tensor) {
        checkOpen();
        return tensor.role().isResident()
                ? compiled.stream()
                        .filter(programs -> programs.has(tensor))
                        .findFirst()
                        .orElseThrow()
                : lastPrograms.orElseThrow();
    }

    @Override
    public void run(Program program, int times) {
        checkOpen();
        tensors.startRun(program, times);
        if (times > 0) {
            final CompiledPrograms programs = programsOf(program);
            programs.run(program, times);
            lastPrograms = Optional.of(programs);
        }
    }

    @Override
    public StepProfile profile(Program program, int times) {
        checkOpen();
        tensors.startRun(program, times);
        final CompiledPrograms programs = programsOf(program);
        lastPrograms = Optional.of(programs);
        return programs.profile(program, times);
    }

    @Override
    public SessionStatistics statistics() {
        return new SessionStatistics(
                OptionalLong.of(
                        compiled.stream().mapToLong(CompiledPrograms::launches).sum()),
                OptionalLong.empty(),
                false);
    }

    @Override
    public List<KernelListing> kernels(Program program, Op op) {
        checkOpen();
        if (!program.ops().contains(op)) {
            throw new IllegalArgumentException(program.name() + " has no such op as " + op.name());
        }
        return programsOf(program).kernels(program, op);
    }

    private CompiledPrograms programsOf(Program program) {
        return compiled.stream()
                .filter(programs -> programs.has(program))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("the session was not opened with the program " + program.name()));
    }

    @Override
    public void finish() {
        checkOpen();
        compiled.forEach(CompiledPrograms::finish);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            compiled.forEach(CompiledPrograms::close);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new DeviceException("the session on " + device + " is closed");
        }
    }
}
