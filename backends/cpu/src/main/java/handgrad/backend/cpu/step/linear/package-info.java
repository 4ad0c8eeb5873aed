/** The steps of linear layers on rows, with gathered samples or with pixels where they are in the data set. */
package handgrad.backend.cpu.step.linear;
