package handgrad.cli;

/** How a process ends. */
final class ExitCode {
    /** All was done, and every check passed. */
    static final int DONE = 0;

    /** Something failed: a file, a device, the training, a check. */
    static final int FAILED = 1;

    /** The command line asked for something that there is not. */
    static final int USAGE = 2;

    private ExitCode() {}
}
