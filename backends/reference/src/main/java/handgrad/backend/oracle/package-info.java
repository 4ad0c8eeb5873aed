/**
 * The float64 oracle: every op in plain double loops, written independently of the kernels. Checks compare all devices
 * with it, and its gradients with central differences (docs/checking.md).
 */
package handgrad.backend.oracle;
