/** The experiments, a class for each theorem of the course. */
package handgrad.host.labs.experiment;
