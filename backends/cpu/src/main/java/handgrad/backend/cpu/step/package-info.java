/**
 * What runs: a {@link handgrad.backend.cpu.step.SampleStep} does the work of a node on a group of 16 samples, a
 * {@link handgrad.backend.cpu.step.BlockStep} on a block of its output. A step is made from an op and a
 * {@link handgrad.backend.cpu.step.StepContext}, which tells where its tensors lie. It finds its operands when it is
 * made; when it runs it allocates nothing, and the number of the calling thread chooses what threads do not share.
 */
package handgrad.backend.cpu.step;
