package handgrad.backend.tornado;

import handgrad.backend.DeviceException;
import handgrad.backend.SessionTensors;
import handgrad.program.ElementType;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;

/** Makes the graphs of a session, compiles them, and has the device prove that it runs them. */
final class SessionBuilder {
    private final TornadoDevices.Found device;
    private final Planner planner;
    private final Lowering lowering;
    private final DistinctArrays distinct = new DistinctArrays();

    SessionBuilder(TornadoDevices.Found device, Planner planner, Lowering lowering) {
        this.device = device;
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
        final List<ProgramFamily> families = new ArrayList<>();
        try {
            for (final List<Program> family : Families.of(programs)) {
                families.add(family(family));
            }
        } catch (final RuntimeException | Error e) {
            families.forEach(ProgramFamily::close);
            throw e;
        }
        return new TornadoSession(device.info(), tensors, families);
    }

    private ProgramFamily family(List<Program> programs) {
        final Residents residents = new Residents(new SessionTensors(programs), distinct);
        final List<ImmutableTaskGraph> uploads = new ArrayList<>();
        for (final List<Tensor> group : residents.groups()) {
            uploads.add(upload("upload" + uploads.size(), group, residents));
        }
        final List<ProgramGraph> graphs = new ArrayList<>();
        for (final Program program : programs) {
            graphs.add(ProgramGraph.lower(program, "program" + graphs.size(), residents, distinct, planner, lowering));
        }
        checkMemory();
        final SessionPlan plan = new SessionPlan(
                device.device(),
                Stream.concat(uploads.stream(), graphs.stream().map(ProgramGraph::graph))
                        .toList());
        try {
            compile(plan, uploads.size(), graphs);
            final ProgramFamily family = new ProgramFamily(device.info(), residents, graphs, plan);
            family.prove();
            return family;
        } catch (final RuntimeException | Error e) {
            plan.close();
            throw e;
        }
    }

    private ImmutableTaskGraph upload(String name, List<Tensor> group, Residents residents) {
        final int[] done = (int[]) distinct.of(ElementType.INT32, 1);
        return new TaskGraph(name)
                .transferToDevice(DataTransferMode.EVERY_EXECUTION, residents.arrays(group))
                .consumeFromDevice(ProgramGraph.RESIDENTS, residents.arraysWithout(group))
                .task("uploaded", UploadKernel::uploaded, done)
                .transferToHost(DataTransferMode.UNDER_DEMAND, done)
                .snapshot();
    }

    /** The arrays so far, those of the families before included. */
    private void checkMemory() {
        final TornadoDevice physical = device.device();
        if (distinct.bytes() > physical.getMaxGlobalMemory() || distinct.largest() > physical.getMaxAllocMemory()) {
            throw new DeviceException(
                    "%s has too little memory: %d MiB are needed, %d MiB of them in one piece; there are %d, %d in one piece. Try a smaller --batch"
                            .formatted(
                                    device.info(),
                                    distinct.bytes() >> 20,
                                    distinct.largest() >> 20,
                                    physical.getMaxGlobalMemory() >> 20,
                                    physical.getMaxAllocMemory() >> 20));
        }
    }

    private static void compile(SessionPlan plan, int first, List<ProgramGraph> graphs) {
        for (int upload = 0; upload < first; upload++) {
            try {
                plan.compile(upload);
            } catch (final RuntimeException | Error e) {
                throw new DeviceException("TornadoVM cannot compile the simplest kernel: " + OneLine.of(e), e);
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
