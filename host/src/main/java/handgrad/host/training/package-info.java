/** The training loop: programs of a model and its data, epochs on a session, measurements and their listeners. */
package handgrad.host.training;
