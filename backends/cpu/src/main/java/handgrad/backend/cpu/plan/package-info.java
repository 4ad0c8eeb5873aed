/** From ops to nodes in an order: how each tensor is arranged, and which phases run by sample or by block. */
package handgrad.backend.cpu.plan;
