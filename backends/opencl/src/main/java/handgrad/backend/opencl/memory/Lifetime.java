package handgrad.backend.opencl.memory;

import handgrad.backend.opencl.launch.Launch;
import handgrad.backend.opencl.routine.Operand;
import handgrad.backend.opencl.routine.Routine;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** From when to when a tensor is used, in launches and in routines counted over the program. */
final class Lifetime {
    final Tensor tensor;
    final boolean bySample;
    final int batch;
    final int firstLaunch;
    final int firstRoutine;
    /** Integer.MAX_VALUE for what the host reads. */
    int lastLaunch;

    int lastRoutine;
    /** The last routine of the first launch. */
    int lastHere;
    /** Whether the first launch reads it. */
    boolean isReadHere;

    private Lifetime(Operand operand, int batch, int launch, int routine) {
        this.tensor = operand.tensor();
        this.bySample = operand.bySample();
        this.batch = batch;
        this.firstLaunch = launch;
        this.firstRoutine = routine;
    }

    /** The lifetimes of all tensors that are not resident, in the order of their first uses. */
    static Map<Tensor, Lifetime> of(List<Launch> launches, Program program) {
        final Map<Tensor, Lifetime> lifetimes = new LinkedHashMap<>();
        int routine = 0;
        for (int l = 0; l < launches.size(); l++) {
            for (final Routine each : launches.get(l).routines()) {
                for (final Operand operand : each.operands()) {
                    if (!operand.tensor().role().isResident()) {
                        if (!lifetimes.containsKey(operand.tensor())) {
                            lifetimes.put(operand.tensor(), new Lifetime(operand, each.batch(), l, routine));
                        }
                        lifetimes.get(operand.tensor()).extend(operand, l, routine);
                    }
                }
                routine++;
            }
        }
        for (final Tensor output : program.outputs()) {
            if (lifetimes.containsKey(output)) {
                lifetimes.get(output).lastLaunch = Integer.MAX_VALUE;
                lifetimes.get(output).lastRoutine = Integer.MAX_VALUE;
            }
        }
        return lifetimes;
    }

    private void extend(Operand operand, int launch, int routine) {
        lastLaunch = launch;
        lastRoutine = routine;
        if (launch == firstLaunch) {
            lastHere = routine;
            isReadHere |= operand.isRead();
        }
    }

    /** Whether a later launch or the host wants it. */
    boolean isKept() {
        return lastLaunch > firstLaunch;
    }
}
