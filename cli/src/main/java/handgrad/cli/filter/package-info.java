/** {@code filter}: convolutions with fixed kernels on picture files. */
package handgrad.cli.filter;
