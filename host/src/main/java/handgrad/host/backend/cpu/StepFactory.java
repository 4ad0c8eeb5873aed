package handgrad.host.backend.cpu;

import handgrad.host.backend.cpu.Node.Work;
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
import java.util.stream.IntStream;

/** Makes the steps that do what nodes say, with the places of a {@link Memory}. */
final class StepFactory {
    /** Outputs or inputs of a wide layer in a block: some hundred kilobytes of weights. */
    private static final int WIDE_BLOCK = 96;

    private final Kernels kernels;
    private final int workers;
    private final Memory memory;

    StepFactory(Kernels kernels, int workers, Memory memory) {
        this.kernels = kernels;
        this.workers = workers;
        this.memory = memory;
    }

    /** The step of a node that works by samples. */
    SampleStep sampleStep(Node node) {
        return switch (node.work()) {
            case Work.Gather(final GatherRows op, final Representation to, final boolean indirect) ->
                gather(op, to, indirect);
            case Work.Convert(final Tensor tensor, final Representation to) -> convert(tensor, to);
            case Work.Wide _ -> throw new IllegalStateException(node + " works by blocks");
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

    private SampleStep gather(GatherRows op, Representation to, boolean indirect) {
        final int batch = op.batch().shape().batch();
        final int width = op.batch().shape().sampleSize();
        final FloatStore data = memory.floats(op.data());
        final IntStore order = memory.ints(op.order());
        final IntStore position = memory.ints(op.position());
        if (indirect) {
            return BatchSteps.locate(
                    batch,
                    order,
                    position,
                    width,
                    memory.indirectRows(op.batch(), op.data()).offsets());
        }
        return to == Representation.GROUPED
                ? BatchSteps.gather(batch, data, order, position, width, memory.grouped(op.batch()))
                : BatchSteps.gather(batch, data, order, position, width, memory.rows(op.batch()));
    }

    private SampleStep convert(Tensor tensor, Representation to) {
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

    private Grid grid(Tensor tensor) {
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
                                LinearProducts.forward(grid(f.x()), grid(f.y())))
                        : narrowForward(f);
            case LinearOp.LinearBackwardInput b ->
                grouped
                        ? product(
                                b.dy(),
                                b.w(),
                                Optional.empty(),
                                b.dx(),
                                LinearProducts.backward(grid(b.dy()), grid(b.dx())))
                        : rowsBackward(b);
            case LinearOp.LinearBackwardWeight _ -> throw notBySample(op);
        };
    }

    private SampleStep narrowForward(LinearOp.LinearForward f) {
        return Lowering.isShort(f)
                ? new LinearRowsTransposed(
                        kernels,
                        workers,
                        f.x().shape().batch(),
                        memory.rows(f.x()),
                        memory.floats(f.w(), Representation.TRANSPOSED),
                        memory.floats(f.b()),
                        memory.rows(f.y()))
                : rowsForward(f);
    }

    private LinearRowsForward rowsForward(LinearOp.LinearForward f) {
        return new LinearRowsForward(
                kernels,
                workers,
                f.x().shape().batch(),
                memory.rows(f.x()),
                memory.floats(f.w()),
                memory.floats(f.b()),
                memory.rows(f.y()));
    }

    private LinearRowsBackward rowsBackward(LinearOp.LinearBackwardInput b) {
        return new LinearRowsBackward(
                kernels,
                workers,
                b.dy().shape().batch(),
                memory.rows(b.dy()),
                memory.floats(b.w()),
                memory.rows(b.dx()));
    }

    private SampleStep activation(ActivationOp op, Representation representation) {
        final boolean grouped = representation == Representation.GROUPED;
        return switch (op) {
            case ActivationOp.ActivationForward f ->
                grouped
                        ? ElementSteps.activation(kernels, f.function(), memory.grouped(f.x()), memory.grouped(f.y()))
                        : ElementSteps.activation(
                                kernels, f.function(), f.x().shape().batch(), memory.rows(f.x()), memory.rows(f.y()));
            case ActivationOp.ActivationBackward b ->
                grouped
                        ? ElementSteps.activationGradient(
                                kernels,
                                b.function(),
                                memory.grouped(b.y()),
                                memory.grouped(b.dy()),
                                memory.grouped(b.dx()))
                        : ElementSteps.activationGradient(
                                kernels,
                                b.function(),
                                b.y().shape().batch(),
                                memory.rows(b.y()),
                                memory.rows(b.dy()),
                                memory.rows(b.dx()));
        };
    }

    private SampleStep loss(LossOp op) {
        return switch (op) {
            case LossOp.SoftmaxCrossEntropyForward f ->
                LossSteps.softmaxLoss(
                        kernels,
                        workers,
                        f,
                        memory.grouped(f.logits()),
                        labels(f.labels()),
                        memory.grouped(f.losses()));
            case LossOp.SoftmaxCrossEntropyBackward b ->
                LossSteps.softmaxGradient(
                        kernels, b, memory.grouped(b.logits()), labels(b.labels()), memory.grouped(b.dLogits()));
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
            case LossOp.ClassHits h ->
                LossSteps.classHits(h, memory.grouped(h.logits()), labels(h.labels()), labels(h.hits()));
            case LossOp.ScoreHits h ->
                LossSteps.scoreHits(h, memory.grouped(h.scores()), memory.grouped(h.targets()), labels(h.hits()));
        };
    }

    private IntPlace labels(Tensor tensor) {
        return memory.ints(tensor, Representation.ROWS);
    }

    /**
     * The step of a node that works by blocks.
     *
     * @param node the node
     * @param riders the updates that it does with the gradients it computes
     */
    BlockStep blockStep(Node node, List<Node> riders) {
        return switch (node.work()) {
            case Work.Wide(final WideBackward layer) -> wide(layer);
            case Work.Gather _ -> throw new IllegalStateException(node + " works by samples");
            case Work.Convert(final Tensor w, final Representation to) ->
                new TransposeStep(
                        memory.floats(w),
                        memory.floats(w, to),
                        w.shape().dimension(0),
                        w.shape().dimension(1));
            case Work.Run(final Op op, final Representation representation) ->
                switch (op) {
                    case ConvolutionOp.Conv2dBackwardWeight g ->
                        convolutionWeight(
                                g.x(),
                                g.dy(),
                                g.dw(),
                                g.db(),
                                ConvolutionWeightTiles.of(grid(g.x()), grid(g.dy()), g.window()),
                                riders);
                    case ConvolutionOp.TableConv2dBackwardWeight g ->
                        convolutionWeight(
                                g.x(),
                                g.dy(),
                                g.dw(),
                                g.db(),
                                ConvolutionWeightTiles.of(grid(g.x()), grid(g.dy()), g.window(), g.table()),
                                riders);
                    case LinearOp.LinearBackwardWeight g -> linearWeight(g, representation, riders);
                    case LinearOp.LinearForward f -> rowsForward(f).byBlocks(WIDE_BLOCK);
                    case LinearOp.LinearBackwardInput b -> rowsBackward(b).byBlocks(WIDE_BLOCK);
                    case BatchOp.Advance a -> RecordSteps.advance(memory.ints(a.position()), a.samples());
                    case RecordOp.RecordLoss r ->
                        RecordSteps.losses(
                                r.losses().size(),
                                memory.floats(r.losses()),
                                memory.ints(r.position()),
                                memory.floats(r.history()));
                    case RecordOp.RecordHits r ->
                        RecordSteps.hits(
                                r.hits().size(),
                                memory.ints(r.hits()),
                                memory.ints(r.position()),
                                memory.ints(r.history()));
                    case RecordOp.RecordPenalty r ->
                        RecordSteps.penalty(
                                r.w().size(),
                                memory.floats(r.w()),
                                memory.floats(r.lambda()),
                                memory.ints(r.position()),
                                memory.floats(r.history()),
                                r.samples());
                    case UpdateOp update ->
                        new ElementwiseBlocks(update.outputs().getFirst().size(), epilogue(update));
                    case BatchOp _, ConvolutionOp _, PoolingOp _, ActivationOp _, LossOp _ ->
                        throw new IllegalStateException(op.name() + " works by samples");
                };
        };
    }

    private BlockStep convolutionWeight(
            Tensor x, Tensor dy, Tensor dw, Tensor db, ConvolutionWeightTiles tiles, List<Node> riders) {
        return new ConvolutionWeightStep(
                kernels,
                workers,
                x.shape().batch(),
                memory.grouped(x),
                memory.grouped(dy),
                memory.floats(dw),
                memory.floats(db),
                tiles,
                epilogue(riders, dw),
                epilogue(riders, db));
    }

    private BlockStep linearWeight(LinearOp.LinearBackwardWeight g, Representation representation, List<Node> riders) {
        final int batch = g.x().shape().batch();
        final boolean grouped = representation == Representation.GROUPED && !Lowering.isColumn(g.dy());
        final FloatStore dy = grouped ? memory.grouped(g.dy()).stores()[0] : memory.floats(g.dy());
        final int[] rows = grouped
                ? grid(g.dy()).offsets()
                : IntStream.range(0, g.dw().shape().dimension(0)).toArray();
        final int[] taps = grouped
                ? IntStream.range(0, batch)
                        .map(n -> memory.grouped(g.dy()).at(n / Grid.LANES) + n % Grid.LANES)
                        .toArray()
                : memory.rows(g.dy()).offsets();
        if (!grouped && !Blocks16.fit(memory.rows(g.x()).width()) && Blocks16.fit(rows.length)) {
            return new LinearNarrowWeightStep(
                    kernels,
                    memory.rows(g.x()),
                    memory.rows(g.dy()),
                    memory.floats(g.dw()),
                    memory.floats(g.db()),
                    epilogue(riders, g.dw()),
                    epilogue(riders, g.db()));
        }
        return new LinearWeightStep(
                kernels,
                workers,
                memory.rows(g.x()),
                dy,
                rows,
                taps,
                memory.floats(g.dw()),
                memory.floats(g.db()),
                epilogue(riders, g.dw()),
                epilogue(riders, g.db()));
    }

    private BlockStep wide(WideBackward layer) {
        return new WideBackwardStep(
                kernels,
                workers,
                layer.gradient().x().shape().batch(),
                new WideBackwardStep.Places(
                        memory.rows(layer.gradient().x()),
                        memory.rows(layer.gradient().dy()),
                        memory.floats(layer.update().w()),
                        memory.floats(layer.update().learningRate()),
                        memory.floats(layer.gradient().db()),
                        layer.input().map(input -> memory.rows(input.dx()))));
    }

    private Epilogue epilogue(List<Node> riders, Tensor gradient) {
        return Epilogue.of(riders.stream()
                .map(rider -> (UpdateOp) ((Work.Run) rider.work()).op())
                .filter(update -> update.inputs().contains(gradient))
                .map(this::epilogue)
                .toList());
    }

    private Epilogue epilogue(UpdateOp update) {
        return switch (update) {
            case UpdateOp.SgdUpdate(final Tensor w, final Tensor dw, final Tensor learningRate) -> {
                final FloatStore weights = memory.floats(w);
                final FloatStore gradient = memory.floats(dw);
                final FloatStore rate = memory.floats(learningRate);
                yield (at, n) -> kernels.addScaled(-rate.values[0], gradient.values, at, weights.values, at, n);
            }
            case UpdateOp.AddPenaltyGradient(final Tensor w, final Tensor lambda, final Tensor dw) -> {
                final FloatStore weights = memory.floats(w);
                final FloatStore gradient = memory.floats(dw);
                final FloatStore factor = memory.floats(lambda);
                yield (at, n) -> kernels.addScaled(2f * factor.values[0], weights.values, at, gradient.values, at, n);
            }
        };
    }
}
