/** {@code lab}: the experiments of the course. */
package handgrad.cli.lab;
