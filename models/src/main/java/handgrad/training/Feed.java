package handgrad.training;

import handgrad.dataset.Dataset;
import handgrad.loss.Loss;
import handgrad.program.BatchOp.GatherLabels;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.ElementType;
import handgrad.program.ProgramBuilder;
import handgrad.program.Role;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import java.util.stream.Stream;

/**
 * A data set on the device and the tensors by which programs walk through it: the order of the samples, the position in it, and the histories
 * of what each step cost (see {@link handgrad.program.BatchOp} and {@link handgrad.program.RecordOp}).
 *
 * @param inputs [N, sample]
 * @param targets [N] labels or [N, W] reals
 * @param order [M] row numbers
 * @param position [2]: next index in the order, steps done
 * @param lossHistory [S]: the sum of each step's losses
 * @param hitHistory [S] ints: how many samples each step answered right
 * @param kinkHistory [S]: the sum over each step's samples of (z − y)². With y = ±1 a summand is 0 exactly where y·z = 1, the hinge's kink: z − y is
 *     0 or at least 2⁻²⁴ in size, so its square does not vanish. On the device only where the objective has a kink
 * @param rates [S]: the learning rate of each step. On the device only where a schedule changes it
 */
public record Feed(
        Tensor inputs,
        Tensor targets,
        Tensor order,
        Tensor position,
        Tensor lossHistory,
        Tensor hitHistory,
        Tensor kinkHistory,
        Tensor rates) {
    /**
     * The tensors for a data set.
     *
     * @param name what the tensors' names begin with, such as {@code train}
     * @param dataset the samples
     * @param loss what the targets are for
     * @param orderLength the most samples that the host names at a time, M
     * @param historyLength the most steps between two readings of the histories, S
     * @return the feed
     * @throws IllegalArgumentException if the loss cannot use the data set's targets
     */
    public static Feed of(String name, Dataset dataset, Loss loss, int orderLength, int historyLength) {
        return new Feed(
                Tensor.data(name + ".inputs", dataset.sampleShape().withBatch(dataset.count())),
                loss.targetData(name + ".targets", dataset.targets()),
                Tensor.counters(name + ".order", orderLength),
                Tensor.counters(name + ".position", 2),
                Tensor.state(name + ".lossHistory", historyLength),
                Tensor.counters(name + ".hitHistory", historyLength),
                Tensor.state(name + ".kinkHistory", historyLength),
                Tensor.state(name + ".rates", historyLength));
    }

    /**
     * The number of samples.
     *
     * @return N
     */
    public int count() {
        return inputs.shape().batch();
    }

    /**
     * Adds the gathering of the next batch's inputs.
     *
     * @param batch the batch size B
     * @param program receives the op
     * @return [B, sample]
     */
    Tensor gatherInputs(int batch, ProgramBuilder program) {
        return program.add(new GatherRows(inputs, order, position, batchOf(inputs, batch)));
    }

    /**
     * Adds the gathering of the next batch's targets.
     *
     * @param batch the batch size B
     * @param program receives the op
     * @return [B] labels or [B, W] reals
     */
    Tensor gatherTargets(int batch, ProgramBuilder program) {
        final Tensor gathered = batchOf(targets, batch);
        return program.add(
                targets.type() == ElementType.INT32
                        ? new GatherLabels(targets, order, position, gathered)
                        : new GatherRows(targets, order, position, gathered));
    }

    private static Tensor batchOf(Tensor data, int batch) {
        final Shape shape = new Shape(Stream.concat(
                        Stream.of(batch), data.shape().dimensions().stream().skip(1))
                .toList());
        return new Tensor(data.name() + ".batch", shape, data.type(), Role.ACTIVATION);
    }
}
