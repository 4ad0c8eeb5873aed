/** What a network's outputs are held against. */
package handgrad.loss;
