package handgrad.host.run;

import java.io.Serial;
import java.nio.file.Path;

/** A training was stopped on request and can go on from its checkpoint. The message is one line for a person. */
public final class RunInterruptedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient Path folder;
    private final int epoch;
    private final String where;

    /**
     * A training whose state lies in its folder.
     *
     * @param folder the run folder
     * @param epoch how many epochs are complete
     * @param where how far it came, for a person
     */
    public RunInterruptedException(Path folder, int epoch, String where) {
        super("interrupted " + where + "; go on with: " + ResumeCommand.of(folder));
        this.folder = folder;
        this.epoch = epoch;
        this.where = where;
    }

    /**
     * The same for a folder of several runs.
     *
     * @param common the folder around the runs
     * @param run which run was interrupted
     * @return a new exception
     */
    public RunInterruptedException in(Path common, String run) {
        return new RunInterruptedException(common, epoch, where + " of " + run);
    }

    /**
     * Where the state lies.
     *
     * @return the run folder
     */
    public Path folder() {
        return folder;
    }

    /**
     * How far it came.
     *
     * @return how many epochs are complete
     */
    public int epoch() {
        return epoch;
    }
}
