/** Handwritten digits drawn by a program, for trainings where MNIST cannot be had. */
package handgrad.host.data.digits;
