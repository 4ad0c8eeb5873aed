/** Layers and networks: their shapes, their parameters, and the ops of their forward and backward passes. */
package handgrad.network;
