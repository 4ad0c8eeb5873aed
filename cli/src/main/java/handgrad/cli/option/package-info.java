/** The options that commands share, and what they ask for: a device, data, a model, a training. */
package handgrad.cli.option;
