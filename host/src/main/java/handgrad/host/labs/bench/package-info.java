/** What experiments run on: small programs on a device or in float64, their inputs, and difference quotients. */
package handgrad.host.labs.bench;
