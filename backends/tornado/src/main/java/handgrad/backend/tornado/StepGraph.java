package handgrad.backend.tornado;

import handgrad.backend.DeviceException;
import handgrad.kernels.program.Schedule;
import handgrad.kernels.program.StepClass;
import handgrad.kernels.program.StepKernel;
import handgrad.program.ElementType;
import handgrad.program.Program;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.WorkerGrid;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;

/** Lowers a program to a graph of generated kernels. */
final class StepGraph {
    private final Program program;
    private final String name;
    private final StepPlan plan;
    private final ResidentTensors residents;
    private final DistinctArrays distinct;
    private final String device;
    private final int largestGroup;

    StepGraph(
            Program program,
            String name,
            StepPlan plan,
            TornadoDevices.Found device,
            ResidentTensors residents,
            DistinctArrays distinct) {
        this.program = program;
        this.name = name;
        this.plan = plan;
        this.residents = residents;
        this.distinct = distinct;
        this.device = device.info().toString();
        this.largestGroup = device.largestGroup();
    }

    /**
     * The graph of the generated kernels.
     *
     * @return the graph, or empty if a kernel would take more arrays than TornadoVM passes, so that the plain tasks
     *     must serve
     * @throws DeviceException if TornadoVM cannot create a task
     */
    Optional<ProgramGraph> lower() {
        final ScratchArrays arrays = new ScratchArrays(program, residents, distinct);
        final Schedule schedule = Schedule.of(program, arrays.scratch());
        final List<StepKernel> kernels = plan.kernels(program, schedule);
        if (kernels.isEmpty() || kernels.stream().anyMatch(kernel -> kernel.parameters() > StepKernel.MAX_PARAMETERS)) {
            return Optional.empty();
        }
        final TaskGraph graph = new TaskGraph(name);
        graph.consumeFromDevice(ProgramGraph.RESIDENTS, residents.arraysWithout(List.of()));
        final GraphTasks tasks = new GraphTasks(program, graph);
        final StepClass generated = new StepClass(kernels);
        final Map<String, WorkerGrid> grids = new LinkedHashMap<>();
        Optional<int[]> run = Optional.empty();
        for (final StepKernel kernel : kernels) {
            final List<Object> arguments = new ArrayList<>(List.of(new KernelContext()));
            kernel.arrays().forEach(array -> arguments.add(arrays.array(array)));
            if (kernel.form() == StepKernel.Form.STEPS_IN_ONE_GROUP) {
                final int[] steps = (int[]) distinct.of(ElementType.INT32, 1);
                graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, steps);
                arguments.add(steps);
                run = Optional.of(steps);
            }
            final String task = add(tasks, generated, kernel, arguments);
            grids.put(name + "." + task, grid(tasks.tasks().getLast(), kernel, schedule));
        }
        tasks.checkNodes(residents.arraysWithout(List.of()).length, arrays.locals().length + arrays.constants().length);
        ProgramGraph.declare(graph, arrays);
        return Optional.of(new ProgramGraph(program, name, graph.snapshot(), tasks.tasks(), arrays, grids, run));
    }

    private String add(GraphTasks tasks, StepClass generated, StepKernel kernel, List<Object> arguments) {
        try {
            return tasks.add(
                    kernel.ops(),
                    generated.method(kernel),
                    Optional.of(kernel),
                    type -> generated.reference(kernel, type),
                    arguments.toArray());
        } catch (final DeviceException e) {
            throw e;
        } catch (final RuntimeException | Error e) {
            throw new DeviceException(
                    ProgramGraph.failure(program, tasks.tasks().getLast(), e), e);
        }
    }

    /**
     * The work-groups of a kernel.
     *
     * @throws DeviceException if the device has no such groups: TornadoVM would choose others, in which barriers and
     * the numbers of the samples are wrong
     */
    private WorkerGrid grid(GraphTasks.Task task, StepKernel kernel, Schedule schedule) {
        final int group = plan.groupSize(kernel);
        if (group > largestGroup) {
            throw new DeviceException(
                    "%s cannot run the kernel %s of the program %s: it has work-groups of at most %d, not %d"
                            .formatted(device, task.description(), program.name(), largestGroup, group));
        }
        final int items = switch (kernel.form()) {
            case GROUP_A_SAMPLE -> schedule.batch() * group;
            case ITEM_A_PARAMETER -> Math.ceilDiv(kernel.parameterElements(), group) * group;
            case STEPS_IN_ONE_GROUP -> group;
        };
        final WorkerGrid grid = new WorkerGrid1D(items);
        grid.setLocalWork(group, 1, 1);
        return grid;
    }
}
