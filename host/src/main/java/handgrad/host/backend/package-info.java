/** The host's own backends, each in a package of its own. */
package handgrad.host.backend;
