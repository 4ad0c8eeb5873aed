/**
 * Trainings that write a run folder and can go on after an interruption: {@link handgrad.host.run.TrainingRun} starts
 * one, {@link handgrad.host.run.ResumableRun} starts it or goes on.
 */
package handgrad.host.run;
