/** The folder of a sweep: its definition, and how far each trial is. */
package handgrad.host.sweep.folder;
