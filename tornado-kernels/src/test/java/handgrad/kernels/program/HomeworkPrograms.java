package handgrad.kernels.program;

import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.network.Network;
import handgrad.program.Program;
import handgrad.training.Feed;
import handgrad.training.Model;
import handgrad.training.Programs;

/** Training steps of the models on a data set of zeros, since schedules depend on shapes only. */
final class HomeworkPrograms {
    private HomeworkPrograms() {}

    /** One step of a model's recipe, with at most 200 samples. */
    static Program trainingStep(Model model) {
        final Network network = model.network();
        final int batch = Math.min(200, model.recipe().batch());
        final int outputs = network.output().size();
        final Targets targets = model.objective().loss() instanceof SoftmaxCrossEntropy
                ? new Targets.Classes(new int[batch], outputs)
                : new Targets.Reals(new float[batch * outputs], outputs);
        final Dataset dataset = new Dataset(
                "zeros", network.input(), new float[batch * network.input().size()], targets);
        final Feed feed = Feed.of("train", dataset, model.objective().loss(), batch, 1);
        return Programs.trainingStep(network, model.objective(), model.recipe().descent(), feed, batch);
    }
}
