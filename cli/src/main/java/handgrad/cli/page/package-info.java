/** {@code report}: the HTML page of runs, sweeps and timings. */
package handgrad.cli.page;
