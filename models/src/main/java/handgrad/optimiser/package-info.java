/** Optimisers as formulas, and learning rate schedules. */
package handgrad.optimiser;
