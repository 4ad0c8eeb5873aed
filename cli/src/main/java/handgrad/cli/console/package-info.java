/** What commands write to: standard output and error, tables, figures, signals and exit codes. */
package handgrad.cli.console;
