/**
 * The command line: {@link handgrad.cli.Main} finds the command, and turns whatever goes wrong into one line and an
 * exit code. Each family of commands has a package; all share {@code option} and {@code console}. Nothing below prints.
 */
package handgrad.cli;
