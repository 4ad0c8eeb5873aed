/** Activation functions as formulas, each with its hand-derived derivative. */
package handgrad.activation;
