/** What decides a training, and the log that it writes to. */
package handgrad.host.run.settings;
