package handgrad.host.training;

import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import handgrad.host.UserError;
import handgrad.loss.ScoreLoss;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.network.Network;
import handgrad.training.Model;

/** Whether a model can take a data set. */
final class Fit {
    private Fit() {}

    /**
     * Demands that it can.
     *
     * @throws UserError if samples or targets are of another kind
     */
    static void check(Model model, Dataset dataset) {
        final Network network = model.network();
        final boolean samplesFit = network.input().rank() == 1
                ? network.input().size() == dataset.sampleShape().size()
                : network.input().equals(dataset.sampleShape());
        if (!samplesFit) {
            throw new UserError("%s takes samples of %s, but those of %s are %s: choose another --dataset"
                    .formatted(model.name(), network.input(), dataset.name(), dataset.sampleShape()));
        }
        final int outputs = network.output().size();
        if (dataset.targets() instanceof Targets.Classes && model.objective().loss() instanceof ScoreLoss) {
            throw new UserError("%s learns real numbers, but %s has classes: choose another --dataset"
                    .formatted(model.name(), dataset.name()));
        }
        if (dataset.targets() instanceof Targets.Reals && model.objective().loss() instanceof SoftmaxCrossEntropy) {
            throw new UserError("%s learns classes, but %s has real numbers: choose another --dataset"
                    .formatted(model.name(), dataset.name()));
        }
        switch (dataset.targets()) {
            case Targets.Classes(int[] labels, int classes)
            when classes > outputs ->
                throw new UserError("%s tells %d classes apart, but %s has %d: choose another --dataset"
                        .formatted(model.name(), outputs, dataset.name(), classes));
            case Targets.Reals(float[] values, int width)
            when width != outputs ->
                throw new UserError("%s has %d outputs, but %s has %d targets a sample: choose another --dataset"
                        .formatted(model.name(), outputs, dataset.name(), width));
            default -> {}
        }
    }
}
