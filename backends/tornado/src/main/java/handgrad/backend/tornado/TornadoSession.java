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

/** Programs on a device of TornadoVM. */
final class TornadoSession implements Session, KernelSource, StepProfiler {
    private final DeviceInfo device;
    private final SessionTensors tensors;
    private final List<ProgramFamily> families;
    private Optional<ProgramFamily> lastFamily = Optional.empty();
    private boolean closed;

    TornadoSession(DeviceInfo device, SessionTensors tensors, List<ProgramFamily> families) {
        this.device = device;
        this.tensors = tensors;
        this.families = families;
    }

    @Override
    public DeviceInfo device() {
        return device;
    }

    @Override
    public void upload(Tensor tensor, float[] values) {
        tensors.checkUpload(tensor, ElementType.FLOAT32, values.length);
        familyOf(tensor).upload(tensor, values);
    }

    @Override
    public void upload(Tensor tensor, int[] values) {
        tensors.checkUpload(tensor, ElementType.INT32, values.length);
        familyOf(tensor).upload(tensor, values);
    }

    @Override
    public void download(Tensor tensor, float[] values) {
        tensors.checkDownload(tensor, ElementType.FLOAT32, values.length);
        familyOf(tensor).download(tensor, values);
    }

    @Override
    public void download(Tensor tensor, int[] values) {
        tensors.checkDownload(tensor, ElementType.INT32, values.length);
        familyOf(tensor).download(tensor, values);
    }

    private ProgramFamily familyOf(Tensor tensor) {
        checkOpen();
        return tensor.role().isResident()
                ? families.stream()
                        .filter(family -> family.has(tensor))
                        .findFirst()
                        .orElseThrow()
                : lastFamily.orElseThrow();
    }

    @Override
    public void run(Program program, int times) {
        checkOpen();
        tensors.startRun(program, times);
        if (times > 0) {
            final ProgramFamily family = familyOf(program);
            family.run(program, times);
            lastFamily = Optional.of(family);
        }
    }

    @Override
    public StepProfile profile(Program program, int times) {
        checkOpen();
        tensors.startRun(program, times);
        final ProgramFamily family = familyOf(program);
        lastFamily = Optional.of(family);
        return family.profile(program, times);
    }

    @Override
    public SessionStatistics statistics() {
        return new SessionStatistics(
                OptionalLong.of(
                        families.stream().mapToLong(ProgramFamily::launches).sum()),
                OptionalLong.empty(),
                false);
    }

    @Override
    public List<KernelListing> kernels(Program program, Op op) {
        checkOpen();
        if (!program.ops().contains(op)) {
            throw new IllegalArgumentException(program.name() + " has no such op as " + op.name());
        }
        return familyOf(program).kernels(program, op);
    }

    private ProgramFamily familyOf(Program program) {
        return families.stream()
                .filter(family -> family.has(program))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("the session was not opened with the program " + program.name()));
    }

    @Override
    public void finish() {
        checkOpen();
        families.forEach(ProgramFamily::finish);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            families.forEach(ProgramFamily::close);
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new DeviceException("the session on " + device + " is closed");
        }
    }
}
