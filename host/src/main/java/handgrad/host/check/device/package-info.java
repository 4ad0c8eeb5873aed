/** All checks of a device together. */
package handgrad.host.check.device;
