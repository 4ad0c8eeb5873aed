package handgrad.backend.cpu.assembly;

import handgrad.backend.cpu.kernel.ConvolutionWeightTiles;
import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.layout.LaneBlocks;
import handgrad.backend.cpu.loop.LoopPlan;
import handgrad.backend.cpu.loop.StepFormulas;
import handgrad.backend.cpu.memory.DataStore;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.plan.Node;
import handgrad.backend.cpu.plan.Node.Work;
import handgrad.backend.cpu.plan.Representation;
import handgrad.backend.cpu.rewrite.GatherElision;
import handgrad.backend.cpu.rewrite.PartialGradient;
import handgrad.backend.cpu.rewrite.SizeThresholds;
import handgrad.backend.cpu.rewrite.WideBackwardFusion;
import handgrad.backend.cpu.step.BlockStep;
import handgrad.backend.cpu.step.ConvolutionWeightStep;
import handgrad.backend.cpu.step.ElementwiseBlocks;
import handgrad.backend.cpu.step.Epilogue;
import handgrad.backend.cpu.step.PartialSum;
import handgrad.backend.cpu.step.RecordSteps;
import handgrad.backend.cpu.step.TransposeStep;
import handgrad.backend.cpu.step.linear.LinearNarrowWeightStep;
import handgrad.backend.cpu.step.linear.LinearWeightStep;
import handgrad.backend.cpu.step.linear.PixelWeightStep;
import handgrad.backend.cpu.step.wide.WideBackwardStep;
import handgrad.backend.cpu.step.wide.WideProductStep;
import handgrad.formula.Formula;
import handgrad.program.ActivationOp;
import handgrad.program.BatchOp;
import handgrad.program.ConvolutionOp;
import handgrad.program.LinearOp;
import handgrad.program.LossOp;
import handgrad.program.Op;
import handgrad.program.PoolingOp;
import handgrad.program.RecordOp;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Makes the steps that work by blocks, with the places of a {@link Memory}. */
final class BlockStepFactory {
    private final Kernels kernels;
    private final int workers;
    private final Memory memory;

    BlockStepFactory(Kernels kernels, int workers, Memory memory) {
        this.kernels = kernels;
        this.workers = workers;
        this.memory = memory;
    }

    private GroupLayout grid(Tensor tensor) {
        return memory.grouped(tensor).grid();
    }

    /**
     * The step of a node that works by blocks.
     *
     * @param node the node
     * @param fusedUpdates the updates that it does with the gradients it computes
     */
    BlockStep step(Node node, List<Node> fusedUpdates) {
        return switch (node.work()) {
            case Work.Wide(final WideBackwardFusion layer) -> wide(layer);
            case Work.Gradient(final LinearOp.LinearBackwardWeight g, final GatherElision batch) ->
                unfetchedWeight(g, batch, fusedUpdates);
            case Work.Total(final PartialGradient g) ->
                new PartialSum(
                        kernels,
                        g.parts(),
                        memory.floats(g.dw(), Representation.PARTIAL),
                        memory.floats(g.dw()),
                        memory.floats(g.db()),
                        g.dw().size(),
                        g.db().size(),
                        epilogue(fusedUpdates, g.dw()),
                        epilogue(fusedUpdates, g.db()));
            case Work.Gather _, Work.Scores _, Work.Classes _, Work.Partial _ ->
                throw new IllegalStateException(node + " works by samples");
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
                                fusedUpdates);
                    case ConvolutionOp.TableConv2dBackwardWeight g ->
                        convolutionWeight(
                                g.x(),
                                g.dy(),
                                g.dw(),
                                g.db(),
                                ConvolutionWeightTiles.of(grid(g.x()), grid(g.dy()), g.window(), g.table()),
                                fusedUpdates);
                    case LinearOp.LinearBackwardWeight g -> linearWeight(g, representation, fusedUpdates);
                    case LinearOp.LinearForward f -> WideProductStep.of(kernels, workers, memory, f);
                    case LinearOp.LinearBackwardInput b -> WideProductStep.of(kernels, workers, memory, b);
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
                                kernels,
                                r,
                                memory.floats(r.w()),
                                memory.floats(r.lambda()),
                                memory.ints(r.position()),
                                memory.floats(r.history()));
                    case UpdateOp.TakeRate t ->
                        RecordSteps.takeRate(
                                memory.floats(t.rates()), memory.ints(t.position()), memory.floats(t.learningRate()));
                    case UpdateOp.CountStep c -> RecordSteps.countStep(memory.floats(c.step()));
                    case UpdateOp update ->
                        new ElementwiseBlocks(update.outputs().getFirst().size(), epilogue(update));
                    case BatchOp _, ConvolutionOp _, PoolingOp _, ActivationOp _, LossOp _ ->
                        throw new IllegalStateException(op.name() + " works by samples");
                };
        };
    }

    private BlockStep convolutionWeight(
            Tensor x, Tensor dy, Tensor dw, Tensor db, ConvolutionWeightTiles tiles, List<Node> fusedUpdates) {
        return new ConvolutionWeightStep(
                kernels,
                workers,
                x.shape().batch(),
                memory.grouped(x),
                memory.grouped(dy),
                memory.floats(dw),
                memory.floats(db),
                tiles,
                epilogue(fusedUpdates, dw),
                epilogue(fusedUpdates, db));
    }

    private BlockStep linearWeight(
            LinearOp.LinearBackwardWeight g, Representation representation, List<Node> fusedUpdates) {
        if (representation == Representation.GROUPED && !SizeThresholds.isColumn(g.dy())) {
            return groupedWeight(g, fusedUpdates).expected();
        }
        if (!LaneBlocks.fit(memory.rows(g.x()).width())
                && LaneBlocks.fit(g.dw().shape().dimension(0))) {
            return new LinearNarrowWeightStep(
                    kernels,
                    memory.rows(g.x()),
                    memory.rows(g.dy()),
                    memory.floats(g.dw()),
                    memory.floats(g.db()),
                    epilogue(fusedUpdates, g.dw()),
                    epilogue(fusedUpdates, g.db()));
        }
        return rowsWeight(g, fusedUpdates).expected();
    }

    private BlockStep unfetchedWeight(LinearOp.LinearBackwardWeight g, GatherElision batch, List<Node> fusedUpdates) {
        final DataStore data = memory.data(batch.gather().data());
        final LinearWeightStep fetched = groupedWeight(g, fusedUpdates);
        data.whenFloats(fetched::expected);
        kernels.queueWarmUp(new KernelUse.PixelGradient(g.dw().shape().dimension(0)));
        return new PixelWeightStep(
                kernels.pixelProducts().orElseThrow(),
                workers,
                data,
                memory.batchRows(batch.gather()),
                memory.grouped(g.dy()),
                memory.floats(g.dw()),
                memory.floats(g.db()),
                fetched,
                epilogue(fusedUpdates, g.dw()),
                epilogue(fusedUpdates, g.db()));
    }

    private LinearWeightStep groupedWeight(LinearOp.LinearBackwardWeight g, List<Node> fusedUpdates) {
        final GroupedPlace dy = memory.grouped(g.dy());
        return linearWeight(
                g, dy.stores()[0], dy.grid().offsets(), dy.places(g.x().shape().batch()), fusedUpdates);
    }

    private LinearWeightStep rowsWeight(LinearOp.LinearBackwardWeight g, List<Node> fusedUpdates) {
        return linearWeight(
                g,
                memory.floats(g.dy()),
                IntStream.range(0, g.dw().shape().dimension(0)).toArray(),
                memory.rows(g.dy()).offsets(),
                fusedUpdates);
    }

    private LinearWeightStep linearWeight(
            LinearOp.LinearBackwardWeight g, FloatStore dy, int[] dyRows, int[] dyTaps, List<Node> fusedUpdates) {
        return new LinearWeightStep(
                kernels,
                workers,
                memory.rows(g.x()),
                dy,
                dyRows,
                dyTaps,
                memory.floats(g.dw()),
                memory.floats(g.db()),
                epilogue(fusedUpdates, g.dw()),
                epilogue(fusedUpdates, g.db()));
    }

    private BlockStep wide(WideBackwardFusion layer) {
        return new WideBackwardStep(
                kernels,
                workers,
                layer.gradient().x().shape().batch(),
                new WideBackwardStep.Places(
                        memory.rows(layer.gradient().x()),
                        memory.nonzeros(layer.gradient().x()),
                        memory.grouped(layer.gradient().dy()),
                        memory.floats(layer.update().w()),
                        memory.floats(layer.update().learningRate()),
                        memory.floats(layer.gradient().db()),
                        layer.input().map(input -> memory.grouped(input.dx()))));
    }

    private Epilogue epilogue(List<Node> fusedUpdates, Tensor gradient) {
        return Epilogue.of(fusedUpdates.stream()
                .map(update -> (UpdateOp) ((Work.Run) update.work()).op())
                .filter(update -> update.inputs().contains(gradient))
                .map(this::epilogue)
                .toList());
    }

    private Epilogue epilogue(UpdateOp op) {
        return switch (op) {
            case final UpdateOp.Update update -> epilogue(update);
            case UpdateOp.AddPenaltyGradient(final var penalty, final Tensor w, final Tensor lambda, final Tensor dw) ->
                inPlace(penalty.backward(), w, dw, lambda, dw);
            case UpdateOp.TakeRate _, UpdateOp.CountStep _ ->
                throw new IllegalStateException(op.name() + " works on no gradient");
        };
    }

    private Epilogue epilogue(UpdateOp.Update update) {
        final Formula formula = StepFormulas.update(update.rule());
        if (LoopPlan.isSmall(formula)) {
            return inPlace(formula, update.w(), update.dw(), update.learningRate(), update.w());
        }
        final ElementwiseLoop loop = loop(formula);
        final List<Tensor> elements = new ArrayList<>(List.of(update.w(), update.dw()));
        elements.addAll(update.states());
        final float[][] arguments = arrays(elements);
        final float[][] scalars = arrays(
                update.rule().countsSteps()
                        ? List.of(update.learningRate(), update.step())
                        : List.of(update.learningRate()));
        final float[][] results = arrays(update.outputs());
        return (at, n) -> loop.run(arguments, scalars, results, at, n);
    }

    /** The arrays of tensors that are no data, which are always the same. */
    private float[][] arrays(List<Tensor> tensors) {
        return tensors.stream().map(tensor -> memory.floats(tensor).values).toArray(float[][]::new);
    }

    /** A formula of w, the gradient and one scalar, whose result is one of the first two. */
    private Epilogue inPlace(Formula formula, Tensor w, Tensor dw, Tensor scalar, Tensor result) {
        final ElementwiseLoop loop = loop(formula);
        final FloatStore weights = memory.floats(w);
        final FloatStore gradient = memory.floats(dw);
        final FloatStore factor = memory.floats(scalar);
        final FloatStore to = memory.floats(result);
        return (at, n) -> loop.run(
                weights.values, at, gradient.values, at, gradient.values, at, factor.values[0], to.values, at, n);
    }

    private ElementwiseLoop loop(Formula formula) {
        kernels.queueWarmUp(new KernelUse.Loop(formula));
        return kernels.loop(formula);
    }
}
