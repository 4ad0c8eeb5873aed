package handgrad.host.training;

import java.io.Serial;

/** The loss became NaN or infinite, so training was stopped. The message is one line for a person. */
public final class DivergedException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    /**
     * Says where it happened.
     *
     * @param epoch 1 for the first
     * @param step the first step of the epoch with such a loss, 1 for the first
     * @param loss that loss
     */
    DivergedException(int epoch, int step, double loss) {
        super("training diverged: the loss was " + loss + " in epoch " + epoch + ", step " + step
                + "; try a smaller --learning-rate");
    }
}
