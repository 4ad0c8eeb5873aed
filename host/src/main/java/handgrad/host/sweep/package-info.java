/**
 * Many trainings of one model that differ in some options: which they are, how they are run, and what is made of their
 * figures.
 */
package handgrad.host.sweep;
