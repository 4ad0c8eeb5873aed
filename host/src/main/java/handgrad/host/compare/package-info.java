/** The same training on several devices: which is faster, and whether they agree. */
package handgrad.host.compare;
