package handgrad.backend.oracle;

import handgrad.backend.DeviceInfo;
import handgrad.backend.Float64Session;
import handgrad.backend.SessionTensors;
import handgrad.program.ActivationOp;
import handgrad.program.BatchOp;
import handgrad.program.ConvolutionOp;
import handgrad.program.ElementType;
import handgrad.program.LinearOp;
import handgrad.program.LossOp;
import handgrad.program.Op;
import handgrad.program.PoolingOp;
import handgrad.program.Program;
import handgrad.program.RecordOp;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp;
import java.util.List;

/** Runs programs in float64, op by op. */
public final class OracleSession implements Float64Session {
    private final DeviceInfo device;
    private final SessionTensors tensors;
    private final OracleMemory memory;

    OracleSession(DeviceInfo device, List<Program> programs) {
        this.device = device;
        this.tensors = new SessionTensors(programs);
        this.memory = new OracleMemory(tensors);
    }

    @Override
    public DeviceInfo device() {
        return device;
    }

    @Override
    public void upload(Tensor tensor, float[] values) {
        tensors.checkUpload(tensor, ElementType.FLOAT32, values.length);
        final double[] elements = memory.floats(tensor);
        for (int i = 0; i < values.length; i++) {
            elements[i] = values[i];
        }
    }

    @Override
    public void upload(Tensor tensor, int[] values) {
        tensors.checkUpload(tensor, ElementType.INT32, values.length);
        System.arraycopy(values, 0, memory.ints(tensor), 0, values.length);
    }

    @Override
    public void upload(Tensor tensor, double[] values) {
        tensors.checkUpload(tensor, ElementType.FLOAT32, values.length);
        System.arraycopy(values, 0, memory.floats(tensor), 0, values.length);
    }

    @Override
    public void download(Tensor tensor, float[] values) {
        tensors.checkDownload(tensor, ElementType.FLOAT32, values.length);
        final double[] elements = memory.floats(tensor);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) elements[i];
        }
    }

    @Override
    public void download(Tensor tensor, int[] values) {
        tensors.checkDownload(tensor, ElementType.INT32, values.length);
        System.arraycopy(memory.ints(tensor), 0, values, 0, values.length);
    }

    @Override
    public void download(Tensor tensor, double[] values) {
        tensors.checkDownload(tensor, ElementType.FLOAT32, values.length);
        System.arraycopy(memory.floats(tensor), 0, values, 0, values.length);
    }

    @Override
    public void run(Program program, int times) {
        tensors.startRun(program, times);
        for (int run = 0; run < times; run++) {
            program.ops().forEach(this::run);
        }
    }

    private void run(Op op) {
        switch (op) {
            case BatchOp batch -> BatchLoops.run(batch, memory);
            case ConvolutionOp convolution -> ConvolutionLoops.run(convolution, memory);
            case PoolingOp pooling -> PoolingLoops.run(pooling, memory);
            case LinearOp linear -> LinearLoops.run(linear, memory);
            case ActivationOp activation -> ActivationLoops.run(activation, memory);
            case LossOp loss -> LossLoops.run(loss, memory);
            case RecordOp record -> RecordLoops.run(record, memory);
            case UpdateOp update -> UpdateLoops.run(update, memory);
        }
    }

    @Override
    public void finish() {}

    @Override
    public void close() {}
}
