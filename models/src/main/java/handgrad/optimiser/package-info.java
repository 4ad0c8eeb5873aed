/** Optimisers as formulas, and how the learning rate changes from step to step. */
package handgrad.optimiser;
