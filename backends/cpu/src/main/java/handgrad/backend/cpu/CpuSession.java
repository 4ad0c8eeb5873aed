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
    /** Steps that the workers do together. */
    private record Together(StageRunner progress, int times) implements WorkerPool.Job {
        @Override
        public void run(int worker) {
            progress.work(worker, times);
        }

        @Override
        public void breakOff() {
            progress.breakOff();
        }
    }

    /** A plan whose every piece is timed. */
    private record Watched(SpanRecorder recorder, ProgramPlan plan) {}

    private final DeviceInfo device;
    private final KernelChoice kernels;
    private final int threads;
    private final SessionTensors tensors;
    private final ResidentTensors residents = new ResidentTensors();
    private final Map<Program, ProgramPlan> plans = new HashMap<>();
    private final Map<Program, Watched> watched = new HashMap<>();
    private final BackgroundPlanning anticipation;
    private final KernelWarmUp rehearsals;
    private final WorkerPool pool;
    private ProgramPlan last;
    private Optional<ProgramPlan> recent = Optional.empty();

    CpuSession(DeviceInfo device, BackgroundPlanning anticipation, List<Program> programs) {
        this.device = device;
        this.anticipation = anticipation;
        this.kernels = anticipation.kernels();
        this.threads = anticipation.options().threads();
        this.tensors = new SessionTensors(programs);
        this.tensors.residents().forEach(residents::add);
        this.rehearsals = new KernelWarmUp(kernels.all(), threads);
        this.pool = new WorkerPool(threads);
        try {
            for (final Program program : programs) {
                plans.computeIfAbsent(
                        program, key -> new ProgramPlan(kernels, threads, key, residents, ProfileRecorder.NONE));
            }
        } finally {
            rehearsals.planned();
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

    /** Whether all that programs do with a tensor is to fetch rows of it. */
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

    /** The plan of a program, which is the one that ran last most of the time: a look at all of its ops would take longer than some programs do. */
    private ProgramPlan plan(Program program) {
        if (recent.filter(plan -> plan.program() == program).isEmpty()) {
            recent = Optional.of(plans.get(program));
        }
        return recent.orElseThrow();
    }

    @Override
    public StepProfile profile(Program program, int times) {
        tensors.startRun(program, times);
        final Watched watching = watched.computeIfAbsent(program, this::watch);
        prepare(watching.plan(), times);
        guarded(program, () -> {
            for (int step = 0; step < times; step++) {
                watching.recorder().step(() -> work(watching.plan(), 1));
            }
        });
        return watching.recorder().take();
    }

    private Watched watch(Program program) {
        // Few steps are watched, and each by itself: whoever could do with one thread does.
        final int workers = ThreadUse.of(threads, program) == ThreadUse.ALL ? threads : 1;
        final SpanRecorder recorder = new SpanRecorder(IntStream.rangeClosed(1, workers)
                .mapToObj(worker -> "thread " + worker)
                .toList());
        return new Watched(
                recorder,
                new ProgramPlan(
                        kernels,
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
            rehearsals.finish(pool);
            anticipation.finish();
        }
    }

    private void work(ProgramPlan plan, int times) {
        switch (plan.threadUse()) {
            case ALONE -> plan.runAlone(times);
            case EITHER -> plan.tuner().run(times, plan::runAlone, steps -> runTogether(plan, steps));
            case ALL -> runTogether(plan, times);
        }
    }

    private void runTogether(ProgramPlan plan, int times) {
        pool.run(new Together(plan.progress(), times));
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
