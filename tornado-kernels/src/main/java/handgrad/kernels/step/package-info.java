/**
 * A whole training step as one method: helper kernels, one op a method, and the generated method that calls them one
 * after the other. Every helper shares its elements among work-items: item, item + items, item + 2 items …
 */
package handgrad.kernels.step;
