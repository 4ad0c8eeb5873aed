package handgrad.backend.reference;

import handgrad.backend.DeviceInfo;
import handgrad.backend.Session;
import handgrad.backend.SessionStatistics;
import handgrad.backend.SessionTensors;
import handgrad.backend.StepProfile;
import handgrad.backend.StepProfiler;
import handgrad.program.ElementType;
import handgrad.program.Program;
import handgrad.program.Role;
import handgrad.program.Tensor;
import java.util.List;

/** A session on plain Java arrays. */
final class JavaSession implements Session, StepProfiler {
    private final DeviceInfo device;
    private final SessionTensors tensors;
    private final TensorArrays residents = new TensorArrays();
    private final List<BoundProgram> programs;
    private TensorArrays localsOfLastRun = new TensorArrays();

    JavaSession(DeviceInfo device, List<Program> programs) {
        this.device = device;
        this.tensors = new SessionTensors(programs);
        this.programs = programs.stream()
                .map(program -> new BoundProgram(program, residents))
                .toList();
    }

    @Override
    public DeviceInfo device() {
        return device;
    }

    @Override
    public void upload(Tensor tensor, float[] values) {
        tensors.checkUpload(tensor, ElementType.FLOAT32, values.length);
        if (tensor.role() == Role.DATA) {
            residents.adopt(tensor, values);
            programs.forEach(BoundProgram::unbind);
        } else {
            System.arraycopy(values, 0, residents.floats(tensor), 0, values.length);
        }
    }

    @Override
    public void upload(Tensor tensor, int[] values) {
        tensors.checkUpload(tensor, ElementType.INT32, values.length);
        if (tensor.role() == Role.DATA) {
            residents.adopt(tensor, values);
            programs.forEach(BoundProgram::unbind);
        } else {
            System.arraycopy(values, 0, residents.ints(tensor), 0, values.length);
        }
    }

    @Override
    public void download(Tensor tensor, float[] values) {
        tensors.checkDownload(tensor, ElementType.FLOAT32, values.length);
        System.arraycopy(arraysOf(tensor).floats(tensor), 0, values, 0, values.length);
    }

    @Override
    public void download(Tensor tensor, int[] values) {
        tensors.checkDownload(tensor, ElementType.INT32, values.length);
        System.arraycopy(arraysOf(tensor).ints(tensor), 0, values, 0, values.length);
    }

    private TensorArrays arraysOf(Tensor tensor) {
        return tensor.role().isResident() ? residents : localsOfLastRun;
    }

    @Override
    public void run(Program program, int times) {
        tensors.startRun(program, times);
        if (times == 0) {
            return;
        }
        bound(program).run(times);
    }

    @Override
    public StepProfile profile(Program program, int times) {
        tensors.startRun(program, times);
        return bound(program).profile(times);
    }

    /** The bound form of a program, which {@link SessionTensors} has checked to exist. */
    private BoundProgram bound(Program program) {
        final BoundProgram bound = programs.stream()
                .filter(candidate -> candidate.program().equals(program))
                .findFirst()
                .orElseThrow();
        localsOfLastRun = bound.locals();
        return bound;
    }

    @Override
    public SessionStatistics statistics() {
        return SessionStatistics.ON_HOST;
    }

    @Override
    public void finish() {}

    @Override
    public void close() {
        programs.forEach(program -> {
            program.unbind();
            program.locals().clear();
        });
        residents.clear();
    }
}
