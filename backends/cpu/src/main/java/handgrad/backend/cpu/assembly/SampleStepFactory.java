package handgrad.backend.cpu.assembly;

import handgrad.backend.cpu.kernel.BroadcastProduct;
import handgrad.backend.cpu.kernel.ConvolutionProducts;
import handgrad.backend.cpu.kernel.ConvolutionWeightTiles;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.LinearProducts;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.layout.IntPlace;
import handgrad.backend.cpu.layout.IntStore;
import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.backend.cpu.memory.DataStore;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.plan.Node;
import handgrad.backend.cpu.plan.Node.Work;
import handgrad.backend.cpu.plan.Representation;
import handgrad.backend.cpu.rewrite.ClassLossFusion;
import handgrad.backend.cpu.rewrite.GatherElision;
import handgrad.backend.cpu.rewrite.PartialGradient;
import handgrad.backend.cpu.rewrite.SizeThresholds;
import handgrad.backend.cpu.step.BatchSteps;
import handgrad.backend.cpu.step.ClassLossStep;
import handgrad.backend.cpu.step.ConvolutionPartialStep;
import handgrad.backend.cpu.step.ElementSteps;
import handgrad.backend.cpu.step.LossSteps;
import handgrad.backend.cpu.step.ProductStep;
import handgrad.backend.cpu.step.SampleStep;
import handgrad.backend.cpu.step.linear.GatheredSums;
import handgrad.backend.cpu.step.linear.LinearRowsBackward;
import handgrad.backend.cpu.step.linear.LinearRowsForward;
import handgrad.backend.cpu.step.linear.LinearRowsTransposed;
import handgrad.backend.cpu.step.linear.PartialWeightStep;
import handgrad.backend.cpu.step.linear.PixelLogitsStep;
import handgrad.backend.cpu.step.linear.PixelScoresStep;
import handgrad.backend.cpu.step.linear.PixelSums;
import handgrad.backend.cpu.step.linear.SampleSums;
import handgrad.formula.Formula;
import handgrad.program.ActivationOp;
import handgrad.program.BatchOp;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.ConvolutionOp;
import handgrad.program.ElementType;
import handgrad.program.LinearOp;
import handgrad.program.LossOp;
import handgrad.program.Op;
import handgrad.program.PoolingOp;
import handgrad.program.RecordOp;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp;
import java.util.List;
import java.util.Optional;

/** Makes the steps that work by samples, with the places of a {@link Memory}. */
final class SampleStepFactory {
    private final Kernels kernels;
    private final int workers;
    private final Memory memory;

    SampleStepFactory(Kernels kernels, int workers, Memory memory) {
        this.kernels = kernels;
        this.workers = workers;
        this.memory = memory;
    }

    /** The step of a node that works by samples. */
    SampleStep step(Node node) {
        return switch (node.work()) {
            case Work.Gather(final GatherRows op, final Representation to) -> {
                if (to == Representation.ROWS && op.batch().shape().sampleSize() >= GroupLayout.LANES) {
                    kernels.queueWarmUp(KernelUse.Single.PIXELS);
                }
                yield gather(op, to);
            }
            case Work.Convert(final Tensor tensor, final Representation to) -> convert(tensor, to);
            case Work.Scores(final GatherElision batch) -> scores(batch);
            case Work.Classes(final ClassLossFusion losses) -> ClassLossStep.of(kernels, workers, memory, losses);
            case Work.Partial(final PartialGradient gradient, final Optional<GatherElision> batch) ->
                partial(gradient, batch);
            case Work.Wide _, Work.Gradient _, Work.Total _ ->
                throw new IllegalStateException(node + " works by blocks");
            case Work.Run(final Op op, final Representation representation) ->
                switch (op) {
                    case BatchOp.GatherLabels g ->
                        BatchSteps.gatherLabels(
                                g.batch().shape().batch(),
                                memory.ints(g.labels()),
                                memory.ints(g.order()),
                                memory.ints(g.position()),
                                memory.ints(g.batch(), Representation.ROWS));
                    case ConvolutionOp convolution -> convolution(convolution);
                    case PoolingOp pooling -> pooling(pooling);
                    case LinearOp linear -> linear(linear, representation);
                    case ActivationOp activation -> activation(activation, representation);
                    case LossOp loss -> loss(loss);
                    case GatherRows _, BatchOp.Advance _, RecordOp _, UpdateOp _ -> throw notBySample(op);
                };
        };
    }

    private static IllegalStateException notBySample(Op op) {
        return new IllegalStateException(op.name() + " does not work by samples");
    }

    private SampleStep gather(GatherRows op, Representation to) {
        final int batch = op.batch().shape().batch();
        final int width = op.batch().shape().sampleSize();
        final DataStore data = memory.data(op.data());
        final IntStore order = memory.ints(op.order());
        final IntStore position = memory.ints(op.position());
        return to == Representation.GROUPED
                ? BatchSteps.gather(batch, data, order, position, width, memory.grouped(op.batch()))
                : BatchSteps.gather(kernels, batch, data, order, position, width, memory.rows(op.batch()));
    }

    private SampleStep convert(Tensor tensor, Representation to) {
        if (to == Representation.NONZEROS) {
            kernels.queueWarmUp(KernelUse.Single.NONZEROS);
            return BatchSteps.nonzeros(
                    kernels, memory.grouped(tensor), memory.nonzeros(tensor).orElseThrow());
        }
        final int batch = tensor.shape().batch();
        final int width = tensor.shape().sampleSize();
        final boolean toGroups = to == Representation.GROUPED;
        if (tensor.type() == ElementType.INT32) {
            return toGroups
                    ? BatchSteps.intsToGroups(batch, width, memory.ints(tensor), memory.ints(tensor, to))
                    : BatchSteps.intsToRows(
                            batch, width, memory.ints(tensor, Representation.GROUPED), memory.ints(tensor));
        }
        return toGroups
                ? BatchSteps.toGroups(batch, memory.rows(tensor), memory.grouped(tensor))
                : BatchSteps.toRows(batch, memory.grouped(tensor), memory.rows(tensor));
    }

    private SampleStep scores(GatherElision batch) {
        final DataStore data = memory.data(batch.gather().data());
        final LinearOp.LinearForward f = batch.forward();
        final LinearRowsForward fetched = LinearRowsForward.of(kernels, workers, memory, f);
        data.whenFloats(fetched::bySamples);
        kernels.queueWarmUp(new KernelUse.PixelDots(batch.rows()));
        final SampleStep fetch = gather(batch.gather(), Representation.ROWS);
        if (batch.rows() == 1) {
            return new PixelScoresStep(
                    kernels.pixelProducts().orElseThrow(),
                    workers,
                    data,
                    memory.batchRows(batch.gather()),
                    memory.floats(f.w()),
                    memory.floats(f.b()),
                    memory.rows(f.y()),
                    fetch,
                    fetched);
        }
        final GroupedPlace y = memory.grouped(f.y());
        final SampleStep toGroups = BatchSteps.toGroups(f.y().shape().batch(), memory.rows(f.y()), y);
        return new PixelLogitsStep(
                kernels.pixelProducts().orElseThrow(),
                workers,
                data,
                memory.batchRows(batch.gather()),
                memory.floats(f.w()),
                memory.floats(f.b()),
                y,
                List.of(fetch, fetched, toGroups));
    }

    private SampleStep partial(PartialGradient gradient, Optional<GatherElision> batch) {
        return switch (gradient.op()) {
            case ConvolutionOp.Conv2dBackwardWeight g ->
                partial(gradient, ConvolutionWeightTiles.of(grid(g.x()), grid(g.dy()), g.window()));
            case ConvolutionOp.TableConv2dBackwardWeight g ->
                partial(gradient, ConvolutionWeightTiles.of(grid(g.x()), grid(g.dy()), g.window(), g.table()));
            default ->
                new PartialWeightStep(
                        workers,
                        gradient,
                        memory.rows(gradient.dy()),
                        sums(gradient, batch),
                        memory.floats(gradient.dw(), Representation.PARTIAL));
        };
    }

    private SampleSums sums(PartialGradient gradient, Optional<GatherElision> batch) {
        final RowsPlace dy = memory.rows(gradient.dy());
        final GatheredSums fetched =
                new GatheredSums(kernels, workers, gradient.x().shape().batch(), memory.rows(gradient.x()), dy);
        if (batch.isEmpty()) {
            return fetched.expected();
        }
        final GatherRows gather = batch.get().gather();
        final DataStore data = memory.data(gather.data());
        data.whenFloats(fetched::expected);
        kernels.queueWarmUp(new KernelUse.PixelGradient(1));
        return new PixelSums(
                kernels.pixelProducts().orElseThrow(), workers, data, memory.batchRows(gather), dy, fetched);
    }

    private SampleStep partial(PartialGradient gradient, ConvolutionWeightTiles tiles) {
        return new ConvolutionPartialStep(
                kernels,
                workers,
                gradient,
                memory.grouped(gradient.x()),
                memory.grouped(gradient.dy()),
                memory.floats(gradient.dw(), Representation.PARTIAL),
                tiles);
    }

    private SampleStep convolution(ConvolutionOp op) {
        return switch (op) {
            case ConvolutionOp.Conv2dForward f ->
                product(
                        f.x(),
                        f.w(),
                        Optional.of(memory.floats(f.b())),
                        f.y(),
                        ConvolutionProducts.forward(grid(f.x()), grid(f.y()), f.window()));
            case ConvolutionOp.TableConv2dForward f ->
                product(
                        f.x(),
                        f.w(),
                        Optional.of(memory.floats(f.b())),
                        f.y(),
                        ConvolutionProducts.forward(grid(f.x()), grid(f.y()), f.window(), f.table()));
            case ConvolutionOp.Conv2dBackwardInput b ->
                product(
                        b.dy(),
                        b.w(),
                        Optional.empty(),
                        b.dx(),
                        ConvolutionProducts.backward(grid(b.dy()), grid(b.dx()), b.window()));
            case ConvolutionOp.TableConv2dBackwardInput b ->
                product(
                        b.dy(),
                        b.w(),
                        Optional.empty(),
                        b.dx(),
                        ConvolutionProducts.backward(grid(b.dy()), grid(b.dx()), b.window(), b.table()));
            case ConvolutionOp.Conv2dBackwardWeight _, ConvolutionOp.TableConv2dBackwardWeight _ ->
                throw notBySample(op);
        };
    }

    private GroupLayout grid(Tensor tensor) {
        return memory.grouped(tensor).grid();
    }

    private SampleStep product(
            Tensor from, Tensor w, Optional<FloatStore> biases, Tensor to, BroadcastProduct product) {
        return new ProductStep(
                kernels, workers, memory.grouped(from), memory.floats(w), biases, memory.grouped(to), product);
    }

    private SampleStep pooling(PoolingOp op) {
        return switch (op) {
            case PoolingOp.AveragePoolForward f ->
                ElementSteps.averagePool(kernels, memory.grouped(f.x()), memory.grouped(f.y()), f.window());
            case PoolingOp.AveragePoolBackward b ->
                ElementSteps.averagePoolGradient(kernels, memory.grouped(b.dy()), memory.grouped(b.dx()), b.window());
            case PoolingOp.MaxPoolForward f ->
                ElementSteps.maxPool(
                        kernels,
                        memory.grouped(f.x()),
                        memory.grouped(f.y()),
                        memory.ints(f.winner(), Representation.GROUPED),
                        f.window());
            case PoolingOp.MaxPoolBackward b ->
                ElementSteps.maxPoolGradient(
                        kernels,
                        memory.grouped(b.dy()),
                        memory.ints(b.winner(), Representation.GROUPED),
                        memory.grouped(b.dx()),
                        b.window());
        };
    }

    private SampleStep linear(LinearOp op, Representation representation) {
        final boolean grouped = representation == Representation.GROUPED;
        return switch (op) {
            case LinearOp.LinearForward f ->
                grouped
                        ? product(
                                f.x(),
                                f.w(),
                                Optional.of(memory.floats(f.b())),
                                f.y(),
                                LinearProducts.forward(kernels, grid(f.x()), grid(f.y())))
                        : narrowForward(f);
            case LinearOp.LinearBackwardInput b ->
                grouped
                        ? product(
                                b.dy(),
                                b.w(),
                                Optional.empty(),
                                b.dx(),
                                LinearProducts.backward(kernels, grid(b.dy()), grid(b.dx())))
                        : LinearRowsBackward.of(kernels, workers, memory, b).bySamples();
            case LinearOp.LinearBackwardWeight _ -> throw notBySample(op);
        };
    }

    private SampleStep narrowForward(LinearOp.LinearForward f) {
        return SizeThresholds.isShort(f)
                ? new LinearRowsTransposed(
                        kernels,
                        workers,
                        f.x().shape().batch(),
                        memory.rows(f.x()),
                        memory.floats(f.w(), Representation.TRANSPOSED),
                        memory.floats(f.b()),
                        memory.rows(f.y()))
                : LinearRowsForward.of(kernels, workers, memory, f).bySamples();
    }

    private SampleStep activation(ActivationOp op, Representation representation) {
        final Formula formula = switch (op) {
            case ActivationOp.ActivationForward f -> f.function().forward();
            case ActivationOp.ActivationBackward b -> b.function().backward();
        };
        final Tensor result = op.outputs().getFirst();
        if (representation == Representation.GROUPED) {
            return ElementSteps.elementwise(
                    kernels, formula, op.inputs().stream().map(memory::grouped).toList(), memory.grouped(result));
        }
        return ElementSteps.elementwise(
                kernels,
                formula,
                result.shape().batch(),
                op.inputs().stream().map(memory::rows).toList(),
                memory.rows(result));
    }

    private SampleStep loss(LossOp op) {
        return switch (op) {
            case LossOp.ScoreLossForward f ->
                LossSteps.scoreLoss(
                        kernels,
                        f,
                        memory.grouped(f.scores()),
                        memory.grouped(f.targets()),
                        memory.grouped(f.losses()));
            case LossOp.ScoreLossBackward b ->
                LossSteps.scoreGradient(
                        kernels,
                        b,
                        memory.grouped(b.scores()),
                        memory.grouped(b.targets()),
                        memory.grouped(b.dScores()));
            case LossOp.ScoreHits h ->
                LossSteps.scoreHits(
                        kernels, h, memory.grouped(h.scores()), memory.grouped(h.targets()), labels(h.hits()));
            case LossOp.SoftmaxCrossEntropyForward _, LossOp.SoftmaxCrossEntropyBackward _, LossOp.ClassHits _ ->
                throw new IllegalStateException(op.name() + " is done with others");
        };
    }

    private IntPlace labels(Tensor tensor) {
        return memory.ints(tensor, Representation.ROWS);
    }
}
