/** How fast models and their ops are on each device, as a fraction of what the device can do at most. */
package handgrad.host.bench;
