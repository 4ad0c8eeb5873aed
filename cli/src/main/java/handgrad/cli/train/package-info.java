/** {@code train} and {@code evaluate}: their options, progress displays and tables. */
package handgrad.cli.train;
