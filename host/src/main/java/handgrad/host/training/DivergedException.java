package handgrad.host.training;

import java.io.Serial;
import java.util.List;

/** The loss became NaN or infinite, so training was stopped. The message is one line for a person. */
public final class DivergedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    private final transient List<Float> stepLosses;

    private DivergedException(String what, List<Float> stepLosses) {
        super("training diverged: " + what + "; try a smaller --learning-rate");
        this.stepLosses = stepLosses;
    }

    /**
     * A step's loss was no number.
     *
     * @param epoch 1 for the first
     * @param step 1 for the first of the epoch
     * @param stepLosses the mean loss of each step since the last report, the bad one last
     * @return the exception
     */
    static DivergedException inStep(int epoch, int step, List<Float> stepLosses) {
        return new DivergedException(
                "the loss was " + stepLosses.getLast() + " in epoch " + epoch + ", step " + step, stepLosses);
    }

    /**
     * The losses of the steps were finite, but the resulting parameters give a loss that is not.
     *
     * @param epoch 1 for the first
     * @param stepLosses the mean loss of each step since the last report
     * @param testLoss the mean loss of the test set
     * @return the exception
     */
    static DivergedException afterEpoch(int epoch, List<Float> stepLosses, double testLoss) {
        return new DivergedException("the test loss was " + testLoss + " after epoch " + epoch, stepLosses);
    }

    /**
     * The losses since the last report before it happened.
     *
     * @return the mean loss of each step, up to the one at which training was stopped
     */
    public List<Float> stepLosses() {
        return stepLosses;
    }
}
