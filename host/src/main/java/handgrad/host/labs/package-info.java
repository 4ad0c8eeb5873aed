/** The course's theory as experiments that could refute it, on the ops and devices that training uses. */
package handgrad.host.labs;
