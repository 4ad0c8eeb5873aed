package handgrad.backend.tornado;

import handgrad.backend.DeviceException;
import handgrad.backend.SessionTensors;
import handgrad.program.ElementType;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;

/** Creates and compiles the graphs of a session, and checks that the device runs them. */
final class SessionBuilder {
    private final DeviceSelection selection;
    private final TornadoDevices.Found device;
    private final Planner planner;
    private final Lowering lowering;
    private final StepPlan steps;
    private final DistinctArrays distinct = new DistinctArrays();

    SessionBuilder(DeviceSelection selection, Planner planner, Lowering lowering) {
        this(selection, selection.steps(), planner, lowering);
    }

    /** With another plan of the generated kernels than the device's. */
    SessionBuilder(DeviceSelection selection, StepPlan steps, Planner planner, Lowering lowering) {
        this.selection = selection;
        this.device = selection.device();
        this.steps = steps;
        this.planner = planner;
        this.lowering = lowering;
    }

    /**
     * Builds a session.
     *
     * @throws DeviceException if a program is too large, does not compile, or the device does not run it
     */
    TornadoSession build(List<Program> programs) {
        final SessionTensors tensors = new SessionTensors(programs);
        final List<CompiledPrograms> compiled = new ArrayList<>();
        try {
            for (final List<Program> part : ProgramPartition.of(programs)) {
                compiled.add(compile(part));
            }
        } catch (final RuntimeException | Error e) {
            compiled.forEach(CompiledPrograms::close);
            throw e;
        }
        return new TornadoSession(selection.info(tasks(compiled)), tensors, compiled);
    }

    /** How each program runs, for the user. */
    private static String tasks(List<CompiledPrograms> compiled) {
        return compiled.stream()
                .flatMap(programs -> programs.descriptions().stream())
                .collect(Collectors.joining(", ", "; tasks a step: ", ""));
    }

    private CompiledPrograms compile(List<Program> programs) {
        final ResidentTensors residents = new ResidentTensors(new SessionTensors(programs), distinct);
        final List<ImmutableTaskGraph> uploads = new ArrayList<>();
        for (final List<Tensor> group : residents.uploadGroups()) {
            uploads.add(upload("upload" + uploads.size(), group, residents));
        }
        final List<ProgramGraph> graphs = new ArrayList<>();
        for (final Program program : programs) {
            graphs.add(lower(program, "program" + graphs.size(), residents));
        }
        checkMemory();
        final ExecutionPlan plan = new ExecutionPlan(
                device.device(),
                Stream.concat(uploads.stream(), graphs.stream().map(ProgramGraph::graph))
                        .toList(),
                graphs.stream()
                        .flatMap(graph -> graph.grids().entrySet().stream())
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
        try {
            compile(plan, uploads.size(), graphs);
            final CompiledPrograms compiled = new CompiledPrograms(selection.info(), residents, graphs, plan);
            compiled.verify();
            return compiled;
        } catch (final RuntimeException | Error e) {
            plan.close();
            throw e;
        }
    }

    private ProgramGraph lower(Program program, String name, ResidentTensors residents) {
        return new StepGraph(program, name, steps, device, residents, distinct)
                .lower()
                .orElseGet(() -> ProgramGraph.lower(program, name, residents, distinct, planner, lowering));
    }

    private ImmutableTaskGraph upload(String name, List<Tensor> group, ResidentTensors residents) {
        final int[] done = (int[]) distinct.of(ElementType.INT32, 1);
        return new TaskGraph(name)
                .transferToDevice(DataTransferMode.EVERY_EXECUTION, residents.arrays(group))
                .consumeFromDevice(ProgramGraph.RESIDENTS, residents.arraysWithout(group))
                .task("uploaded", UploadKernel::uploaded, done)
                .transferToHost(DataTransferMode.UNDER_DEMAND, done)
                .snapshot();
    }

    /** Checks the arrays so far, including those of earlier plans. */
    private void checkMemory() {
        final TornadoDevice physical = device.device();
        if (distinct.bytes() > physical.getMaxGlobalMemory() || distinct.largest() > physical.getMaxAllocMemory()) {
            throw new DeviceException(("%s has too little memory: %d MiB are needed, %d MiB of them in one piece; "
                            + "there are %d, %d in one piece. Try a smaller --batch")
                    .formatted(
                            selection.info(),
                            distinct.bytes() >> 20,
                            distinct.largest() >> 20,
                            physical.getMaxGlobalMemory() >> 20,
                            physical.getMaxAllocMemory() >> 20));
        }
    }

    private static void compile(ExecutionPlan plan, int first, List<ProgramGraph> graphs) {
        for (int upload = 0; upload < first; upload++) {
            try {
                plan.compile(upload);
            } catch (final RuntimeException | Error e) {
                throw new DeviceException("TornadoVM cannot compile the simplest kernel: " + ErrorMessage.of(e), e);
            }
        }
        for (int i = 0; i < graphs.size(); i++) {
            final ProgramGraph graph = graphs.get(i);
            try {
                plan.compile(first + i);
            } catch (final RuntimeException | Error e) {
                throw new DeviceException(graph.failure(plan, e), e);
            }
        }
    }
}
