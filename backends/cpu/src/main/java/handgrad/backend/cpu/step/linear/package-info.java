/**
 * Linear layers without wide weights in programs that keep samples as rows, and weight gradients of those in groups.
 * Forward: {@link handgrad.backend.cpu.step.linear.DotProductStep} for long rows,
 * {@link handgrad.backend.cpu.step.linear.RowsProduct} for short ones and for input gradients. Weight gradients:
 * {@link handgrad.backend.cpu.step.linear.LinearWeightStep}, or
 * {@link handgrad.backend.cpu.step.linear.PartialWeightStep} where a large batch is summed in parts. The steps whose
 * names begin with Pixel read pixels where they are in the data set.
 */
package handgrad.backend.cpu.step.linear;
