/** The backend for the host's own processor: groups of 16 samples, in the Vector API or in plain loops. */
package handgrad.backend.cpu;
