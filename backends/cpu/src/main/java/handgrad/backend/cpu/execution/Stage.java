package handgrad.backend.cpu.execution;

import handgrad.backend.cpu.step.BlockStep;
import handgrad.backend.cpu.step.SampleStep;
import java.util.List;

/**
 * A part of a step whose tasks may run in any order and concurrently.
 *
 * @param tasks how many there are
 * @param needs how many of the step's stages, from the first, must have finished before a task may begin
 * @param body does a task
 */
public record Stage(int tasks, int needs, Body body) {
    /** Does a task. */
    @FunctionalInterface
    public interface Body {
        /**
         * Does one task.
         *
         * @param worker which thread does it
         * @param task which task
         */
        void run(int worker, int task);
    }

    /**
     * Some groups of samples, each a task that goes through all steps.
     *
     * @param steps in order
     * @param first the first group
     * @param end the group after the last
     * @param needs how many stages must have finished
     * @return the stage
     */
    public static Stage samples(List<SampleStep> steps, int first, int end, int needs) {
        final SampleStep[] sequence = steps.toArray(SampleStep[]::new);
        return new Stage(end - first, needs, (worker, task) -> {
            for (final SampleStep step : sequence) {
                step.run(worker, first + task);
            }
        });
    }

    /**
     * All groups of samples, several in a task, through all steps.
     *
     * @param steps in order
     * @param groups how many there are
     * @param groupsInTask how many a task has
     * @param needs how many stages must have finished
     * @return the stage
     */
    public static Stage samplesInTasks(List<SampleStep> steps, int groups, int groupsInTask, int needs) {
        final SampleStep[] sequence = steps.toArray(SampleStep[]::new);
        return new Stage(Math.ceilDiv(groups, groupsInTask), needs, (worker, task) -> {
            final int first = task * groupsInTask;
            final int end = Math.min(groups, first + groupsInTask);
            for (final SampleStep step : sequence) {
                step.run(worker, first, end);
            }
        });
    }

    /**
     * The blocks of steps that need not wait for the last group of samples.
     *
     * @param steps the steps
     * @param needs how many stages must have finished
     * @return the stage
     */
    public static Stage early(List<BlockStep> steps, int needs) {
        final int[] starts = new int[steps.size() + 1];
        for (int s = 0; s < steps.size(); s++) {
            starts[s + 1] = starts[s] + steps.get(s).earlyBlocks();
        }
        return new Stage(starts[steps.size()], needs, (worker, task) -> {
            final int s = stepOf(starts, task);
            steps.get(s).runEarly(worker, task - starts[s]);
        });
    }

    /**
     * The blocks of steps.
     *
     * @param steps the steps
     * @param needs how many stages must have finished
     * @return the stage
     */
    public static Stage blocks(List<BlockStep> steps, int needs) {
        final int[] starts = new int[steps.size() + 1];
        for (int s = 0; s < steps.size(); s++) {
            starts[s + 1] = starts[s] + steps.get(s).blocks();
        }
        return new Stage(starts[steps.size()], needs, (worker, task) -> {
            final int s = stepOf(starts, task);
            steps.get(s).run(worker, task - starts[s]);
        });
    }

    private static int stepOf(int[] starts, int task) {
        int s = 0;
        while (task >= starts[s + 1]) {
            s++;
        }
        return s;
    }
}
