/** {@code compare}, {@code bench} and {@code profile}: how fast models are, and the processes that measure them. */
package handgrad.cli.measure;
