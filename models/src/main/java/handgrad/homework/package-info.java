/** The models of the course. */
package handgrad.homework;
