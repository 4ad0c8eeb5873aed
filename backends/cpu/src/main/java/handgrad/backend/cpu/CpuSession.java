package handgrad.backend.cpu;

import handgrad.backend.DeviceException;
import handgrad.backend.DeviceInfo;
import handgrad.backend.Session;
import handgrad.backend.SessionStatistics;
import handgrad.backend.SessionTensors;
import handgrad.backend.SpanRecorder;
import handgrad.backend.StepProfile;
import handgrad.backend.StepProfiler;
import handgrad.backend.cpu.assembly.ProfileRecorder;
import handgrad.backend.cpu.assembly.ProgramPlan;
import handgrad.backend.cpu.execution.KernelWarmUp;
import handgrad.backend.cpu.execution.StageRunner;
import handgrad.backend.cpu.execution.ThreadUse;
import handgrad.backend.cpu.execution.WorkerPool;
import handgrad.backend.cpu.layout.IntStore;
import handgrad.backend.cpu.memory.ResidentTensors;
import handgrad.backend.cpu.plan.KernelChoice;
import handgrad.dataset.Inputs;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.ElementType;
import handgrad.program.Program;
import handgrad.program.Role;
import handgrad.program.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Programs planned for this machine's processor, with their arrays. */
final class CpuSession implements Session, StepProfiler {
    /** Steps that all workers run together. */
    private record SharedRun(StageRunner runner, int times) implements WorkerPool.Job {
        @Override
        public void run(int worker) {
            runner.work(worker, times);
        }

        @Override
        public void abort() {
            runner.abort();
        }
    }

    /** A plan with a clock around each step. */
    private record Profiled(SpanRecorder recorder, ProgramPlan plan) {}

    private final DeviceInfo device;
    private final KernelChoice kernels;
    private final int threads;
    private final SessionTensors tensors;
    private final ResidentTensors residents = new ResidentTensors();
    private final Map<Program, ProgramPlan> plans = new HashMap<>();
    private final Map<Program, Profiled> profiled = new HashMap<>();
    private final BackgroundPlanning background;
    private final KernelWarmUp warmUp;
    private final WorkerPool pool;
    private ProgramPlan last;
    private Optional<ProgramPlan> recent = Optional.empty();

    CpuSession(DeviceInfo device, BackgroundPlanning background, List<Program> programs) {
        this.device = device;
        this.background = background;
        this.kernels = background.kernels();
        this.threads = background.options().threads();
        this.tensors = new SessionTensors(programs);
        this.tensors.residents().forEach(residents::add);
        this.warmUp = new KernelWarmUp(kernels.all(), threads);
        this.pool = new WorkerPool(threads);
        try {
            for (final Program program : programs) {
                plans.computeIfAbsent(
                        program, key -> ProgramPlan.of(kernels, threads, key, residents, ProfileRecorder.NONE));
            }
        } finally {
            warmUp.planned();
        }
    }

    @Override
    public DeviceInfo device() {
        return device;
    }

    @Override
    public Optional<String> advice() {
        return kernels.usual().advice();
    }

    @Override
    public void upload(Tensor tensor, float[] values) {
        tensors.checkUpload(tensor, ElementType.FLOAT32, values.length);
        if (tensor.role() == Role.DATA) {
            residents.data(tensor).put(values);
        } else {
            System.arraycopy(values, 0, residents.floats(tensor).values, 0, values.length);
        }
    }

    @Override
    public void upload(Tensor tensor, Inputs inputs) {
        if (inputs instanceof final Inputs.Pixels pixels && isOnlyGathered(tensor)) {
            tensors.checkUpload(tensor, ElementType.FLOAT32, pixels.size());
            residents.data(tensor).put(pixels);
        } else {
            upload(tensor, inputs.floats());
        }
    }

    /** Whether programs only gather rows of a tensor. */
    private boolean isOnlyGathered(Tensor tensor) {
        return tensor.role() == Role.DATA
                && plans.keySet().stream()
                        .flatMap(program -> program.ops().stream())
                        .filter(op -> op.inputs().contains(tensor))
                        .allMatch(GatherRows.class::isInstance);
    }

    @Override
    public void upload(Tensor tensor, int[] values) {
        tensors.checkUpload(tensor, ElementType.INT32, values.length);
        final IntStore store = residents.ints(tensor);
        if (tensor.role() == Role.DATA) {
            store.values = values;
        } else {
            System.arraycopy(values, 0, store.values, 0, values.length);
        }
    }

    @Override
    public void download(Tensor tensor, float[] values) {
        tensors.checkDownload(tensor, ElementType.FLOAT32, values.length);
        if (tensor.role().isResident()) {
            residents.fillMissing(tensor);
            residents.data(tensor).expand();
            System.arraycopy(residents.floats(tensor).values, 0, values, 0, values.length);
        } else {
            last.memory().download(tensor, values);
        }
    }

    @Override
    public void download(Tensor tensor, int[] values) {
        tensors.checkDownload(tensor, ElementType.INT32, values.length);
        if (tensor.role().isResident()) {
            residents.fillMissing(tensor);
            System.arraycopy(residents.ints(tensor).values, 0, values, 0, values.length);
        } else {
            last.memory().download(tensor, values);
        }
    }

    @Override
    public void run(Program program, int times) {
        tensors.startRun(program, times);
        final ProgramPlan plan = plan(program);
        prepare(plan, times);
        guarded(program, () -> work(plan, times));
    }

    /**
     * The plan of a program, made again if it was made for pixels and the data are floats. The last one is remembered:
     * comparing programs op by op would take longer than some programs run.
     */
    private ProgramPlan plan(Program program) {
        if (recent.filter(plan -> plan.program() == program && plan.fitsData()).isEmpty()) {
            recent = Optional.of(plans.compute(
                    program,
                    (key, plan) -> plan.fitsData()
                            ? plan
                            : ProgramPlan.of(kernels.ofFloats(), threads, key, residents, ProfileRecorder.NONE)));
        }
        return recent.orElseThrow();
    }

    @Override
    public StepProfile profile(Program program, int times) {
        tensors.startRun(program, times);
        final Profiled profiling = profiled.compute(
                program, (key, known) -> known != null && known.plan().fitsData() ? known : toProfile(key));
        prepare(profiling.plan(), times);
        guarded(program, () -> {
            for (int step = 0; step < times; step++) {
                profiling.recorder().step(() -> work(profiling.plan(), 1));
            }
        });
        return profiling.recorder().take();
    }

    private Profiled toProfile(Program program) {
        // Few steps are profiled, each by itself: programs that are tuned run on one thread.
        final int workers = ThreadUse.of(threads, program) == ThreadUse.ALL ? threads : 1;
        final SpanRecorder recorder = new SpanRecorder(IntStream.rangeClosed(1, workers)
                .mapToObj(worker -> "thread " + worker)
                .toList());
        return new Profiled(
                recorder,
                ProgramPlan.of(
                        plan(program).elided().isEmpty() ? kernels.ofFloats() : kernels,
                        workers,
                        program,
                        residents,
                        new ProfileRecorder.Clock(recorder, workers == 1, residents, program)));
    }

    private void prepare(ProgramPlan plan, int times) {
        plan.data().forEach(residents::fillMissing);
        if (times > 0) {
            last = plan;
        }
        if (plan.needsWarmUp()) {
            warmUp.finish(pool);
            background.finish();
        }
    }

    private void work(ProgramPlan plan, int times) {
        switch (plan.threadUse()) {
            case ONE -> plan.runAlone(times);
            case TUNED -> plan.tuner().run(times, plan::runAlone, steps -> runTogether(plan, steps));
            case ALL -> runTogether(plan, times);
        }
    }

    private void runTogether(ProgramPlan plan, int times) {
        pool.run(new SharedRun(plan.runner(), times));
    }

    private static void guarded(Program program, Runnable work) {
        try {
            work.run();
        } catch (final IndexOutOfBoundsException e) {
            throw new DeviceException(
                    program.name() + " reached outside a tensor: the order, the position or a label is out of range ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    @Override
    public SessionStatistics statistics() {
        return SessionStatistics.ON_HOST;
    }

    @Override
    public void finish() {
        // run returns only when all is done.
    }

    @Override
    public void close() {
        pool.close();
    }
}
