package handgrad.host.sweep;

import handgrad.host.sweep.folder.TrialState;
import handgrad.host.sweep.grid.Trial;

/** Hears how a sweep gets on, from several threads at once. */
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
     * Nothing is left but what other processes are at.
     *
     * @param trials how many they are
     */
    void waiting(int trials);
}
