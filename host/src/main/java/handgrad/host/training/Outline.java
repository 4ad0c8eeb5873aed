package handgrad.host.training;

import handgrad.dataset.Dataset;
import handgrad.dataset.Inputs;
import handgrad.dataset.PixelScale;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.loss.ScoreLoss;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.network.Network;
import handgrad.program.Program;
import handgrad.training.DataSource;
import handgrad.training.Model;
import java.util.List;

/** The programs that a training will probably run, for devices that can prepare while the data are read. */
public final class Outline {
    /** The samples of a measuring step; a recipe's batch is rarely larger. */
    private static final int FEWEST = 500;

    /**
     * Kernels compiled for this many samples serve more as well; odd, since data sets rarely fill whole vector groups.
     */
    private static final int MOST = 4095;

    /** The product of weights and samples of a step from which preparing kernels pays off. */
    private static final long MUCH_WORK = 100_000;

    private Outline() {}

    /**
     * Whether a device should prepare early: if data are read, which takes a while, or if a step is so much work that
     * preparing dominates the time to the first one. Small models are trained before preparing could help.
     *
     * @param model the model
     * @return whether it is worth while to plan {@link #programs} early
     */
    public static boolean isWorthwhile(Model model) {
        return model.recipe().data() instanceof DataSource.Named
                || (long) model.network().parameterCount() * model.recipe().batch() >= MUCH_WORK;
    }

    /**
     * The programs of a training with data of the model's shapes, but fewer samples.
     *
     * @param model what to train, and how
     * @return programs that differ from those of the real data only in numbers of samples
     */
    public static List<Program> programs(Model model) {
        final Network network = model.network();
        final int samples = Math.clamp(model.recipe().batch(), FEWEST, MOST);
        final Targets targets = switch (model.objective().loss()) {
            case SoftmaxCrossEntropy _ ->
                new Targets.Classes(new int[samples], network.output().size());
            case ScoreLoss _ ->
                new Targets.Reals(
                        new float[samples * network.output().size()],
                        network.output().size());
        };
        final Dataset dataset = new Dataset(
                "outline",
                network.input(),
                new Inputs.Pixels(new byte[samples * network.input().size()], PixelScale.UNIT),
                targets);
        return new Trainer(model, new Split("outline", dataset, dataset)).programs();
    }
}
