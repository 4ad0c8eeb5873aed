/** Models and the recipes of their training, and the programs of training, evaluation and checks. */
package handgrad.training;
