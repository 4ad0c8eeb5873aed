/** The interface between programs and the devices that run them. */
package handgrad.backend;
