/** The steps of wide linear layers, whose weights are used a block at a time for all samples. */
package handgrad.backend.cpu.step.wide;
