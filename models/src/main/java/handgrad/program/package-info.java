/** Tensors, the sealed hierarchy of ops, and programs. The Javadoc of an op is its definition. */
package handgrad.program;
