/** The thirteen models of the course, with its published results and ours. */
package handgrad.homework;
