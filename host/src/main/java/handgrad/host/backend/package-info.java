/** The host's own backends, and what they share. */
package handgrad.host.backend;
