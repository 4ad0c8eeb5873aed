/**
 * The float64 oracle: every op once more, as the plainest double loops that its definition allows, written independently of the kernels. It
 * judges the devices in checks, and central differences judge its gradients (see docs/checking.md).
 */
package handgrad.backend.oracle;
