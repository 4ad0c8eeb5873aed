/** {@code check}: operations, gradients and fixtures on a device, with the tables that it prints. */
package handgrad.cli.check;
