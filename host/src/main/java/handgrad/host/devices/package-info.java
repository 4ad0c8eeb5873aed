/** Which backends are installed, and which device a request means. */
package handgrad.host.devices;
