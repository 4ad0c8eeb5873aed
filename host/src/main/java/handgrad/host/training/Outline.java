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

/** What a training will run, as far as its model says it, for devices that can get ready while the data are read. */
public final class Outline {
    /** A measurement takes so many samples a step, and a recipe's batch is rarely larger. */
    private static final int FEWEST = 500;

    /**
     * What a device compiles for so many samples does for more; odd, as a data set is likely to fill no whole group of
     * samples either.
     */
    private static final int MOST = 4095;

    /** Weights times samples of a step of which it is worth while to compile kernels: some multiplications for each. */
    private static final long MUCH_WORK = 100_000;

    private Outline() {}

    /**
     * Whether a device should get ready: while data are read from somewhere, which takes a while, or if a step is so
     * much work that most of the time until the first one is the device's preparation. Smaller models are trained
     * before a guess could help.
     *
     * @param model the model
     * @return whether it is worth while to plan {@link #programs} early
     */
    public static boolean isWorthwhile(Model model) {
        return model.recipe().data() instanceof DataSource.Named
                || (long) model.network().parameterCount() * model.recipe().batch() >= MUCH_WORK;
    }

    /**
     * The programs of a training with data that are as the model wants them, but fewer.
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
