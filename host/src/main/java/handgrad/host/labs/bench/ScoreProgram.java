package handgrad.host.labs.bench;

import handgrad.program.LossOp.ScoreLossBackward;
import handgrad.program.LossOp.ScoreLossForward;
import handgrad.program.Program;
import handgrad.program.ProgramBuilder;
import handgrad.program.SampleLoss;
import handgrad.program.Shape;
import handgrad.program.Tensor;

/**
 * The loss l(z, y) of each score and its derivative by z.
 *
 * @param program computes both
 * @param scores z, [n, 1]
 * @param targets y, [n, 1]
 * @param losses l(z, y), [n]
 * @param gradient ∂l/∂z, [n, 1]
 */
public record ScoreProgram(Program program, Tensor scores, Tensor targets, Tensor losses, Tensor gradient) {
    /**
     * For so many scores.
     *
     * @param function the loss
     * @param count how many scores
     * @return the program
     */
    public static ScoreProgram of(SampleLoss function, int count) {
        final Tensor scores = Tensor.data("z", Shape.of(count, 1));
        final Tensor targets = Tensor.data("y", Shape.of(count, 1));
        final Tensor losses = Tensor.activation("l", Shape.of(count));
        final Tensor gradient = Tensor.gradient(scores);
        final ProgramBuilder builder = new ProgramBuilder(function.toString());
        builder.add(new ScoreLossForward(function, scores, targets, losses));
        builder.add(new ScoreLossBackward(function, scores, targets, gradient, 1));
        builder.keep(losses);
        builder.keep(gradient);
        return new ScoreProgram(builder.build(), scores, targets, losses, gradient);
    }

    /**
     * The inputs of the program.
     *
     * @param z the scores
     * @param y their targets
     * @return the inputs
     */
    public LabInputs inputs(double[] z, double[] y) {
        return LabInputs.none().with(scores, z).with(targets, y);
    }

    /**
     * The losses of these scores.
     *
     * @param session where the program runs
     * @param z the scores
     * @param y their targets
     * @return a loss for each score
     */
    public double[] losses(LabSession session, double[] z, double[] y) {
        return session.run(program, inputs(z, y)).floats(losses);
    }
}
