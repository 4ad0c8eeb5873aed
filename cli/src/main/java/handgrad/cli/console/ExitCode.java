package handgrad.cli.console;

/** The exit codes of the process. */
public final class ExitCode {
    /** All was done, and every check passed. */
    public static final int DONE = 0;

    /** Something failed: a file, a device, the training, a check. */
    public static final int FAILED = 1;

    /** The command line asked for something that does not exist. */
    public static final int USAGE = 2;

    private ExitCode() {}
}
