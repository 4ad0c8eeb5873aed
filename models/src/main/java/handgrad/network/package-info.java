/** Layers and networks: shapes, parameters, and the ops that they emit. */
package handgrad.network;
