/** The same training with several seeds, and the statistics of the results. */
package handgrad.host.run.repeat;
