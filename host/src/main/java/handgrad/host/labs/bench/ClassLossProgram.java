package handgrad.host.labs.bench;

import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import handgrad.program.Program;
import handgrad.program.ProgramBuilder;
import handgrad.program.Shape;
import handgrad.program.Tensor;

/**
 * The softmax cross-entropy −log softmax(z)_label of each row.
 *
 * @param program computes it
 * @param logits z, [rows, classes]
 * @param labels [rows]
 * @param losses [rows]
 */
public record ClassLossProgram(Program program, Tensor logits, Tensor labels, Tensor losses) {
    /**
     * A program for the losses of some rows.
     *
     * @param rows how many samples
     * @param classes how many logits each has
     * @return the program
     */
    public static ClassLossProgram of(int rows, int classes) {
        final Tensor logits = Tensor.data("z", Shape.of(rows, classes));
        final Tensor labels = Tensor.labels("labels", rows);
        final Tensor losses = Tensor.activation("C", Shape.of(rows));
        final ProgramBuilder builder = new ProgramBuilder("cross-entropy");
        builder.add(new SoftmaxCrossEntropyForward(logits, labels, losses));
        builder.keep(losses);
        return new ClassLossProgram(builder.build(), logits, labels, losses);
    }

    /**
     * The losses of these logits and labels.
     *
     * @param session where the program runs
     * @param z the logits, [rows × classes], row-major
     * @param classes the label of each row
     * @return a loss for each row
     */
    public double[] losses(LabSession session, double[] z, int[] classes) {
        return session.run(program, LabInputs.none().with(logits, z).with(labels, classes))
                .floats(losses);
    }
}
