/** Measures a checkpoint on training and test data. */
package handgrad.host.evaluation;
