/** Tensors, the sealed ops, and programs of them. An op's Javadoc is its definition. */
package handgrad.program;
