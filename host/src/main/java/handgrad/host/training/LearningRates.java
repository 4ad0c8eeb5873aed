package handgrad.host.training;

import handgrad.backend.Session;
import handgrad.training.Feed;
import handgrad.training.Recipe;

/**
 * The learning rates of a training with a schedule: the device reads each step's rate from a tensor.
 *
 * @param recipe says which they are
 * @param feed has room for those of the steps between two reports
 * @param stepsAnEpoch how many steps an epoch takes
 */
record LearningRates(Recipe recipe, Feed feed, int stepsAnEpoch) {
    /** Uploads the rates of the steps from a given one on, counted from 0, as many as fit the tensor. */
    void upload(Session session, long first) {
        if (!recipe.descent().isScheduled()) {
            return;
        }
        final long all = (long) recipe.epochs() * stepsAnEpoch;
        final float[] rates = new float[feed.rates().size()];
        for (int step = 0; step < rates.length; step++) {
            rates[step] = recipe.schedule().rate(recipe.learningRate(), Math.min(first + step, all), all);
        }
        session.upload(feed.rates(), rates);
    }
}
