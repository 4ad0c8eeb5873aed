/** {@code data}: finds, downloads and inspects data sets. */
package handgrad.cli.data;
