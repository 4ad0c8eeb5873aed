/** Losses with hand-derived gradients, and how they are reduced over a batch. */
package handgrad.loss;
