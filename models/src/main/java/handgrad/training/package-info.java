/** How a training step is put together, and the recipe around it. */
package handgrad.training;
