/**
 * Reproducible random streams: the default one, and those of PyTorch and NumPy bit for bit. docs/random.md describes
 * them.
 */
package handgrad.random;
