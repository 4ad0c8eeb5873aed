package handgrad.host.sweep;

import handgrad.host.sweep.folder.TrialState;
import handgrad.host.sweep.grid.Trial;

/** Receives the progress of a sweep, from several threads at once. */
public interface SweepListener {
    /**
     * The sweep begins.
     *
     * @param trials how many there are
     * @param ended how many of them an earlier process has ended
     */
    void started(int trials, int ended);

    /**
     * A trial ended.
     *
     * @param trial the trial
     * @param state how
     */
    void ended(Trial trial, TrialState state);

    /**
     * Only trials that other processes are running are left.
     *
     * @param trials how many they are
     */
    void waiting(int trials);
}
