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
 * A data set on the device with the tensors that programs need to iterate over it: the order of the samples, the
 * position in it, and the histories of each step's results (see {@link handgrad.program.BatchOp} and {@link
 * handgrad.program.RecordOp}).
 *
 * @param inputs [N, sample]
 * @param targets [N] labels or [N, W] reals
 * @param order [M] sample indices
 * @param position [2]: the next index in the order, the number of steps done
 * @param lossHistory [S]: the sum of each step's losses
 * @param hitHistory [S] ints: the number of correct samples of each step
 * @param kinkHistory [S]: the sum over each step's samples of (z − y)². With y = ±1 a term is 0 exactly at y·z = 1,
 *     where the hinge is not differentiable: elsewhere |z − y| ≥ 2⁻²⁴, whose square does not underflow. Used only if
 *     the objective has a kink
 * @param rates [S]: the learning rate of each step. Used only with a schedule
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
     * @param name the prefix of the tensors' names, such as {@code train}
     * @param dataset the samples
     * @param loss the loss that uses the targets
     * @param orderLength M, the largest number of samples in an uploaded order
     * @param historyLength S, the largest number of steps between two downloads of the histories
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
     * Adds the op that gathers the inputs of the next batch.
     *
     * @param batch the batch size B
     * @param program receives the op
     * @return [B, sample]
     */
    Tensor gatherInputs(int batch, ProgramBuilder program) {
        return program.add(new GatherRows(inputs, order, position, batchOf(inputs, batch)));
    }

    /**
     * Adds the op that gathers the targets of the next batch.
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
