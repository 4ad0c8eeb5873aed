package handgrad.cli.console;

import java.io.PrintStream;

/**
 * Where a command writes.
 *
 * @param out results
 * @param err progress and log
 * @param terminal whether a person watches {@code err}, so that a line may be drawn again and again
 */
public record Console(PrintStream out, PrintStream err, boolean terminal) {}
