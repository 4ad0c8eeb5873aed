package handgrad.kernels.program;

import handgrad.kernels.program.Argument.Count;
import handgrad.kernels.program.Argument.Factor;
import handgrad.kernels.program.Argument.Place;
import handgrad.kernels.program.Argument.Resident;
import handgrad.kernels.program.Argument.Sample;
import handgrad.kernels.program.Argument.Tables;
import handgrad.kernels.program.Call.Share;
import handgrad.kernels.step.StepActivations;
import handgrad.kernels.step.StepBatches;
import handgrad.kernels.step.StepClassLosses;
import handgrad.kernels.step.StepConvolutions;
import handgrad.kernels.step.StepLinears;
import handgrad.kernels.step.StepPoolings;
import handgrad.kernels.step.StepRecords;
import handgrad.kernels.step.StepScoreLosses;
import handgrad.kernels.step.StepTableConvolutions;
import handgrad.kernels.step.StepUpdates;
import handgrad.program.ActivationOp;
import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.BatchOp;
import handgrad.program.ConnectionTable;
import handgrad.program.ConvolutionOp;
import handgrad.program.LinearOp;
import handgrad.program.LossOp;
import handgrad.program.Op;
import handgrad.program.PoolingOp;
import handgrad.program.RecordOp;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp;
import handgrad.program.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Lowers ops to calls of helper kernels. */
final class OpCalls {
    /** The helpers of updates, by the number of state variables. */
    private static final List<String> UPDATES = List.of("update", "updateWithOne", "updateWithTwo", "updateWithThree");

    private final Scratch scratch;

    OpCalls(Scratch scratch) {
        this.scratch = scratch;
    }

    /** The calls that compute an op, in order. */
    List<Call> of(Op op) {
        return switch (op) {
            case BatchOp batch -> List.of(of(batch));
            case ConvolutionOp convolution -> of(convolution);
            case PoolingOp pooling -> List.of(of(pooling));
            case LinearOp linear -> of(linear);
            case ActivationOp activation -> List.of(of(activation));
            case LossOp loss -> List.of(of(loss));
            case RecordOp record -> List.of(of(record));
            case UpdateOp update -> List.of(of(update));
        };
    }

    private Call of(BatchOp op) {
        return switch (op) {
            case BatchOp.GatherRows(Tensor data, Tensor order, Tensor position, Tensor batch) ->
                sample(op, StepBatches.class, "gatherRow")
                        .resident(data, order, position)
                        .with(new Sample())
                        .sample(batch)
                        .count(batch.shape().sampleSize())
                        .call();
            case BatchOp.GatherLabels(Tensor labels, Tensor order, Tensor position, Tensor batch) ->
                sample(op, StepBatches.class, "gatherLabel")
                        .resident(labels, order, position)
                        .with(new Sample())
                        .sample(batch)
                        .call();
            case BatchOp.Advance(Tensor position, int samples) ->
                once(op, StepBatches.class, "advance")
                        .resident(position)
                        .count(samples)
                        .call();
        };
    }

    private List<Call> of(LinearOp op) {
        return switch (op) {
            case LinearOp.LinearForward(Tensor x, Tensor w, Tensor b, Tensor y) ->
                List.of(sample(op, StepLinears.class, "forward")
                        .sample(x)
                        .resident(w, b)
                        .sample(y)
                        .count(w.shape().dimension(1), w.shape().dimension(0))
                        .call());
            case LinearOp.LinearBackwardInput(Tensor dy, Tensor w, Tensor dx) ->
                List.of(sample(op, StepLinears.class, "inputGradient")
                        .sample(dy)
                        .resident(w)
                        .sample(dx)
                        .count(w.shape().dimension(1), w.shape().dimension(0))
                        .call());
            case LinearOp.LinearBackwardWeight(Tensor x, Tensor dy, Tensor dw, Tensor db) ->
                List.of(
                        parameter(op, StepLinears.class, "weightGradient", dw)
                                .whole(x, dy, dw)
                                .count(
                                        x.shape().batch(),
                                        dw.shape().dimension(1),
                                        dw.shape().dimension(0))
                                .call(),
                        parameter(op, StepLinears.class, "biasGradient", db)
                                .whole(dy, db)
                                .count(x.shape().batch(), dw.shape().dimension(0))
                                .call());
        };
    }

    private List<Call> of(ConvolutionOp op) {
        return switch (op) {
            case ConvolutionOp.Conv2dForward forward ->
                List.of(sample(op, StepConvolutions.class, "forward")
                        .sample(forward.x())
                        .resident(forward.w(), forward.b())
                        .sample(forward.y())
                        .image(forward.x().shape())
                        .count(forward.y().shape().dimension(1))
                        .window(forward.window())
                        .call());
            case ConvolutionOp.Conv2dBackwardInput backward ->
                List.of(sample(op, StepConvolutions.class, "inputGradient")
                        .sample(backward.dy())
                        .resident(backward.w())
                        .sample(backward.dx())
                        .image(backward.dx().shape())
                        .count(backward.dy().shape().dimension(1))
                        .window(backward.window())
                        .call());
            case ConvolutionOp.Conv2dBackwardWeight backward ->
                List.of(
                        parameter(op, StepConvolutions.class, "weightGradient", backward.dw())
                                .whole(backward.x(), backward.dy(), backward.dw())
                                .count(backward.x().shape().batch())
                                .image(backward.x().shape())
                                .count(backward.dy().shape().dimension(1))
                                .window(backward.window())
                                .call(),
                        convolutionBias(op, backward.dy(), backward.db()));
            case ConvolutionOp.TableConv2dForward forward ->
                List.of(sample(op, StepTableConvolutions.class, "forward")
                        .sample(forward.x())
                        .resident(forward.w(), forward.b())
                        .sample(forward.y())
                        .table(forward.table().starts(), forward.table().inputs())
                        .count(
                                forward.x().shape().dimension(2),
                                forward.x().shape().dimension(3))
                        .count(forward.table().outputChannels())
                        .window(forward.window())
                        .call());
            case ConvolutionOp.TableConv2dBackwardInput backward ->
                List.of(sample(op, StepTableConvolutions.class, "inputGradient")
                        .sample(backward.dy())
                        .resident(backward.w())
                        .sample(backward.dx())
                        .table(
                                backward.table().startsByInput(),
                                backward.table().connectionsByInput(),
                                backward.table().outputs())
                        .image(backward.dx().shape())
                        .window(backward.window())
                        .call());
            case ConvolutionOp.TableConv2dBackwardWeight backward -> {
                final ConnectionTable table = backward.table();
                yield List.of(
                        parameter(op, StepTableConvolutions.class, "weightGradient", backward.dw())
                                .whole(backward.x(), backward.dy(), backward.dw())
                                .table(table.inputs(), table.outputs())
                                .count(backward.x().shape().batch())
                                .image(backward.x().shape())
                                .count(table.outputChannels(), table.connections())
                                .window(backward.window())
                                .call(),
                        convolutionBias(op, backward.dy(), backward.db()));
            }
        };
    }

    private Call convolutionBias(Op op, Tensor dy, Tensor db) {
        final Shape shape = dy.shape();
        return parameter(op, StepConvolutions.class, "biasGradient", db)
                .whole(dy, db)
                .count(shape.batch(), shape.dimension(1), shape.dimension(2) * shape.dimension(3))
                .call();
    }

    private Call of(PoolingOp op) {
        return switch (op) {
            case PoolingOp.AveragePoolForward(Tensor x, Tensor y, Window window) ->
                pooling(op, "average", x.shape(), window, x, y);
            case PoolingOp.AveragePoolBackward(Tensor dy, Tensor dx, Window window) ->
                pooling(op, "averageGradient", dx.shape(), window, dy, dx);
            case PoolingOp.MaxPoolForward(Tensor x, Tensor y, Tensor winner, Window window) ->
                pooling(op, "maximum", x.shape(), window, x, y, winner);
            case PoolingOp.MaxPoolBackward(Tensor dy, Tensor winner, Tensor dx, Window window) ->
                pooling(op, "maximumGradient", dx.shape(), window, dy, winner, dx);
        };
    }

    private Call pooling(Op op, String method, Shape x, Window window, Tensor... tensors) {
        return sample(op, StepPoolings.class, method)
                .sample(tensors)
                .image(x)
                .count(window.size(), window.stride())
                .call();
    }

    private Call of(ActivationOp op) {
        return switch (op) {
            case ActivationForward forward ->
                sample(op, StepActivations.class, "forward")
                        .formula(forward.function())
                        .sample(forward.x(), forward.y())
                        .count(forward.x().shape().sampleSize())
                        .call();
            case ActivationBackward backward ->
                sample(op, StepActivations.class, "inputGradient")
                        .formula(backward.function())
                        .sample(
                                backward.function().keepsInput() ? backward.x() : backward.dy(),
                                backward.function().keepsOutput() ? backward.y() : backward.dy(),
                                backward.dy(),
                                backward.dx())
                        .count(backward.dx().shape().sampleSize())
                        .call();
        };
    }

    private Call of(LossOp op) {
        return switch (op) {
            case LossOp.SoftmaxCrossEntropyForward(Tensor logits, Tensor labels, Tensor losses) ->
                sample(op, StepClassLosses.class, "loss")
                        .sample(logits, labels, losses)
                        .count(logits.shape().dimension(1))
                        .call();
            case LossOp.SoftmaxCrossEntropyBackward(Tensor logits, Tensor labels, Tensor dLogits, float scale) ->
                sample(op, StepClassLosses.class, "gradient")
                        .sample(logits, labels, dLogits)
                        .count(logits.shape().dimension(1))
                        .factor(scale)
                        .call();
            case LossOp.ClassHits(Tensor logits, Tensor labels, Tensor hits) ->
                sample(op, StepClassLosses.class, "hit")
                        .sample(logits, labels, hits)
                        .count(logits.shape().dimension(1))
                        .call();
            case LossOp.ScoreLossForward forward ->
                sample(op, StepScoreLosses.class, "loss")
                        .formula(forward.function())
                        .sample(forward.scores(), forward.targets(), forward.losses())
                        .count(forward.scores().shape().sampleSize())
                        .call();
            case LossOp.ScoreLossBackward backward ->
                sample(op, StepScoreLosses.class, "gradient")
                        .formula(backward.function())
                        .sample(backward.scores(), backward.targets(), backward.dScores())
                        .count(backward.scores().shape().sampleSize())
                        .factor(backward.scale())
                        .call();
            case LossOp.ScoreHits hits ->
                sample(op, StepRecords.class, "scoreHit")
                        .sample(hits.scores(), hits.targets(), hits.hits())
                        .factor(hits.scoreThreshold())
                        .factor(hits.targetThreshold())
                        .call();
        };
    }

    private Call of(RecordOp op) {
        return switch (op) {
            case RecordOp.RecordLoss(Tensor losses, Tensor position, Tensor history) ->
                once(op, StepRecords.class, "loss")
                        .whole(losses)
                        .resident(position, history)
                        .count(losses.size())
                        .call();
            case RecordOp.RecordPenalty penalty ->
                once(op, StepRecords.class, "penalty")
                        .formula(penalty.penalty())
                        .resident(penalty.w(), penalty.lambda(), penalty.position(), penalty.history())
                        .count(penalty.w().size(), penalty.samples())
                        .call();
            case RecordOp.RecordHits(Tensor hits, Tensor position, Tensor history) ->
                once(op, StepRecords.class, "hits")
                        .whole(hits)
                        .resident(position, history)
                        .count(hits.size())
                        .call();
        };
    }

    private Call of(UpdateOp op) {
        return switch (op) {
            case UpdateOp.Update update -> {
                final int states = update.states().size();
                yield parameter(op, StepUpdates.class, UPDATES.get(states), update.dw())
                        .formula(update.rule())
                        .resident(update.w())
                        .whole(update.dw())
                        .resident(update.states().toArray(Tensor[]::new))
                        .resident(
                                update.learningRate(),
                                update.rule().countsSteps() ? update.step() : update.learningRate())
                        .count(update.w().size())
                        .call();
            }
            case UpdateOp.AddPenaltyGradient penalty ->
                parameter(op, StepUpdates.class, "addPenaltyGradient", penalty.dw())
                        .formula(penalty.penalty())
                        .resident(penalty.w(), penalty.lambda())
                        .whole(penalty.dw())
                        .count(penalty.w().size())
                        .call();
            case UpdateOp.TakeRate(Tensor rates, Tensor position, Tensor learningRate) ->
                once(op, StepUpdates.class, "takeRate")
                        .resident(rates, position, learningRate)
                        .call();
            case UpdateOp.CountStep(Tensor number) ->
                once(op, StepUpdates.class, "countStep").resident(number).call();
        };
    }

    private Writer sample(Op op, Class<?> helper, String method) {
        return new Writer(op, helper, method, new Share.OfSample());
    }

    private Writer parameter(Op op, Class<?> helper, String method, Tensor gradient) {
        return new Writer(op, helper, method, new Share.OfParameter(gradient));
    }

    private Writer once(Op op, Class<?> helper, String method) {
        return new Writer(op, helper, method, new Share.Once());
    }

    /** Collects the arguments of a call. */
    private final class Writer {
        private final Op op;
        private final Class<?> helper;
        private final String method;
        private final Share share;
        private final List<Argument> arguments = new ArrayList<>();
        private Optional<Record> formula = Optional.empty();

        Writer(Op op, Class<?> helper, String method, Share share) {
            this.op = op;
            this.helper = helper;
            this.method = method;
            this.share = share;
        }

        Writer formula(Record value) {
            formula = Optional.of(value);
            return this;
        }

        Writer with(Argument argument) {
            arguments.add(argument);
            return this;
        }

        /** The arrays of resident tensors, used from their first element. */
        Writer resident(Tensor... tensors) {
            Arrays.stream(tensors).map(Resident::new).forEach(arguments::add);
            return this;
        }

        /** Array and place of the sample in each tensor. */
        Writer sample(Tensor... tensors) {
            Arrays.stream(tensors)
                    .forEach(tensor -> place(tensor, tensor.shape().sampleSize()));
            return this;
        }

        /** Array and place of each tensor. */
        Writer whole(Tensor... tensors) {
            Arrays.stream(tensors).forEach(tensor -> place(tensor, 0));
            return this;
        }

        private void place(Tensor tensor, int stride) {
            final boolean isResident = tensor.role().isResident();
            arguments.add(isResident ? new Resident(tensor) : new Argument.Scratch(tensor.type()));
            arguments.add(new Place(isResident ? 0 : scratch.place(tensor), stride));
        }

        Writer table(int[]... tables) {
            for (final int[] table : tables) {
                arguments.add(new Tables());
                arguments.add(new Place(scratch.placeTable(table), 0));
            }
            return this;
        }

        Writer count(int... values) {
            Arrays.stream(values).mapToObj(Count::new).forEach(arguments::add);
            return this;
        }

        /** Channels, height and width of a batch of images. */
        Writer image(Shape shape) {
            return count(shape.dimension(1), shape.dimension(2), shape.dimension(3));
        }

        Writer window(Window window) {
            return count(window.size(), window.stride(), window.padding());
        }

        Writer factor(float value) {
            return with(new Factor(value));
        }

        Call call() {
            return new Call(op, helper, method, formula, share, arguments);
        }
    }
}
