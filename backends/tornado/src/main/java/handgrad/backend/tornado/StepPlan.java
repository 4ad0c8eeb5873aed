package handgrad.backend.tornado;

import handgrad.kernels.program.Schedule;
import handgrad.kernels.program.StepKernel;
import handgrad.program.Program;
import handgrad.program.Role;
import java.util.List;

/** Decides how a program runs: as generated kernels, and in which work-groups, or as plain tasks. */
interface StepPlan {
    /** The most multiplications of a step for which a single work-group is quicker than two kernels. */
    int SMALL_STEP = 1 << 14;

    /** The generated kernels of a program; none for plain tasks. */
    List<StepKernel> kernels(Program program, Schedule schedule);

    /** The number of work-items in a group. */
    int groupSize(StepKernel kernel);

    /** Plain tasks only. */
    static StepPlan plain() {
        return new StepPlan() {
            @Override
            public List<StepKernel> kernels(Program program, Schedule schedule) {
                return List.of();
            }

            @Override
            public int groupSize(StepKernel kernel) {
                throw new IllegalStateException("plain tasks have no work-groups");
            }
        };
    }

    /**
     * For a GPU: a kernel for each stage, or one that runs many small steps.
     *
     * @param largestGroup the device's limit
     */
    static StepPlan gpu(int largestGroup) {
        return new StepPlan() {
            @Override
            public List<StepKernel> kernels(Program program, Schedule schedule) {
                return isSmall(program, schedule) && fits(schedule.steps())
                        ? List.of(schedule.steps())
                        : schedule.kernels();
            }

            @Override
            public int groupSize(StepKernel kernel) {
                return Math.min(256, largestGroup);
            }
        };
    }

    /** For a processor: only small steps gain by a generated kernel, which a single work-item runs. */
    static StepPlan processor() {
        return new StepPlan() {
            @Override
            public List<StepKernel> kernels(Program program, Schedule schedule) {
                return isSmall(program, schedule) && fits(schedule.steps()) ? List.of(schedule.steps()) : List.of();
            }

            @Override
            public int groupSize(StepKernel kernel) {
                return 1;
            }
        };
    }

    /** Whether TornadoVM passes as many arrays. */
    private static boolean fits(StepKernel kernel) {
        return kernel.parameters() <= StepKernel.MAX_PARAMETERS;
    }

    /** Whether the batch times the parameters, about the multiplications of linear layers, is small. */
    private static boolean isSmall(Program program, Schedule schedule) {
        final long parameters = program.residents().stream()
                .filter(tensor -> tensor.role() == Role.PARAMETER)
                .mapToLong(tensor -> tensor.size())
                .sum();
        return schedule.batch() * parameters <= SMALL_STEP;
    }
}
