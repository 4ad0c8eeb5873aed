package handgrad.host.sweep.folder;

/**
 * What came of a training.
 *
 * @param testAccuracy the share of the test set answered right
 * @param testLoss the mean over the test set
 * @param trainAccuracy the share of the training set answered right
 * @param trainLoss the mean over the training set
 * @param trainSeconds first step to last
 * @param testSeconds the last measurement of the test set
 */
public record Figures(
        double testAccuracy,
        double testLoss,
        double trainAccuracy,
        double trainLoss,
        double trainSeconds,
        double testSeconds) {}
