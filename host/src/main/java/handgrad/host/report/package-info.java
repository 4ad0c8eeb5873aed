/**
 * What a model's run shows besides loss and accuracy: curves, boundaries, mistakes, comparisons, each as a picture and
 * as a table.
 */
package handgrad.host.report;
