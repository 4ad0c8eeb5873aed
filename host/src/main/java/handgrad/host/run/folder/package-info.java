/** The folder of a run: where it is made, the names of its files, its settings and tables. */
package handgrad.host.run.folder;
