package handgrad.backend.cpu.assembly;

import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.layout.LaneBlocks;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.plan.Node;
import handgrad.backend.cpu.plan.Node.Work;
import handgrad.backend.cpu.plan.Representation;
import handgrad.backend.cpu.rewrite.ClassLossFusion;
import handgrad.backend.cpu.rewrite.GatherElision;
import handgrad.backend.cpu.rewrite.PartialGradient;
import handgrad.backend.cpu.rewrite.SizeThresholds;
import handgrad.backend.cpu.rewrite.WideBackwardFusion;
import handgrad.backend.cpu.step.BatchSteps;
import handgrad.backend.cpu.step.BlockStep;
import handgrad.backend.cpu.step.ClassLossStep;
import handgrad.backend.cpu.step.ConvolutionWeightStep;
import handgrad.backend.cpu.step.ElementSteps;
import handgrad.backend.cpu.step.LossSteps;
import handgrad.backend.cpu.step.PartialSum;
import handgrad.backend.cpu.step.PoolingSteps;
import handgrad.backend.cpu.step.ProductStep;
import handgrad.backend.cpu.step.RecordSteps;
import handgrad.backend.cpu.step.SampleStep;
import handgrad.backend.cpu.step.StepContext;
import handgrad.backend.cpu.step.UpdateSteps;
import handgrad.backend.cpu.step.linear.DotProductStep;
import handgrad.backend.cpu.step.linear.LinearWeightStep;
import handgrad.backend.cpu.step.linear.PartialWeightStep;
import handgrad.backend.cpu.step.linear.PixelForwardStep;
import handgrad.backend.cpu.step.linear.PixelWeightStep;
import handgrad.backend.cpu.step.linear.RowsProduct;
import handgrad.backend.cpu.step.wide.WideBackwardStep;
import handgrad.backend.cpu.step.wide.WideProductStep;
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
import java.util.List;
import java.util.Optional;

/**
 * Makes the step of each node.
 *
 * @param context what steps are made from
 */
record StepFactory(StepContext context) {
    /** The step of a node that works by samples. */
    SampleStep sampleStep(Node node) {
        return switch (node.work()) {
            case Work.Gather(final BatchOp.GatherRows op, final Representation to) -> gather(op, to);
            case Work.Convert(final Tensor tensor, final Representation to) -> BatchSteps.convert(context, tensor, to);
            case Work.Scores(final GatherElision batch) -> new PixelForwardStep(context, batch);
            case Work.Classes(final ClassLossFusion losses) -> new ClassLossStep(context, losses);
            case Work.Partial(final PartialGradient gradient, final Optional<GatherElision> batch) ->
                gradient.op() instanceof ConvolutionOp
                        ? ConvolutionWeightStep.ofGroups(context, gradient)
                        : new PartialWeightStep(context, gradient, batch);
            case Work.Wide _, Work.Gradient _, Work.Total _ ->
                throw new IllegalStateException(node + " works by blocks");
            case Work.Run(final Op op, final Representation representation) -> sampleStep(op, representation);
        };
    }

    private SampleStep gather(BatchOp.GatherRows op, Representation to) {
        if (to == Representation.ROWS && LaneBlocks.fit(op.batch().shape().sampleSize())) {
            context.queueWarmUp(KernelUse.Single.PIXELS);
        }
        return BatchSteps.gather(context, op, to);
    }

    private SampleStep sampleStep(Op op, Representation representation) {
        final boolean isGrouped = representation == Representation.GROUPED;
        return switch (op) {
            case BatchOp.GatherLabels gather -> BatchSteps.gatherLabels(context.memory(), gather);
            case ConvolutionOp convolution -> ProductStep.of(context, convolution);
            case PoolingOp pooling -> PoolingSteps.of(context, pooling);
            case LinearOp.LinearForward f when isGrouped -> ProductStep.of(context, f);
            case LinearOp.LinearForward f when SizeThresholds.isShort(f) -> RowsProduct.forward(context, f);
            case LinearOp.LinearForward f -> new DotProductStep(context, f);
            case LinearOp.LinearBackwardInput b when isGrouped -> ProductStep.of(context, b);
            case LinearOp.LinearBackwardInput b -> RowsProduct.backward(context, b);
            case ActivationOp activation -> ElementSteps.of(context, activation, representation);
            case LossOp loss -> LossSteps.of(context, loss);
            case LinearOp.LinearBackwardWeight _, BatchOp.GatherRows _, BatchOp.Advance _, RecordOp _, UpdateOp _ ->
                throw new IllegalStateException(op.name() + " does not work by samples");
        };
    }

    /**
     * The step of a node that works by blocks.
     *
     * @param node the node
     * @param fusedUpdates the updates that it does with the gradients it computes
     */
    BlockStep blockStep(Node node, List<Node> fusedUpdates) {
        final List<UpdateOp> updates = fusedUpdates.stream()
                .map(update -> (UpdateOp) ((Work.Run) update.work()).op())
                .toList();
        return switch (node.work()) {
            case Work.Wide(final WideBackwardFusion layer) -> new WideBackwardStep(context, layer);
            case Work.Gradient(final LinearOp.LinearBackwardWeight g, final GatherElision batch) ->
                new PixelWeightStep(context, g, batch, updates);
            case Work.Total(final PartialGradient gradient) -> PartialSum.of(context, gradient, updates);
            case Work.Convert(final Tensor w, var _) -> BatchSteps.transpose(context.memory(), w);
            case Work.Gather _, Work.Scores _, Work.Classes _, Work.Partial _ ->
                throw new IllegalStateException(node + " works by samples");
            case Work.Run(final Op op, final Representation representation) -> blockStep(op, representation, updates);
        };
    }

    private BlockStep blockStep(Op op, Representation representation, List<UpdateOp> updates) {
        final Memory memory = context.memory();
        return switch (op) {
            case ConvolutionOp g -> new ConvolutionWeightStep(context, g, updates);
            case LinearOp.LinearBackwardWeight g -> LinearWeightStep.of(context, g, representation, updates);
            case LinearOp.LinearForward f -> WideProductStep.of(context, f);
            case LinearOp.LinearBackwardInput b -> WideProductStep.of(context, b);
            case RecordOp recording -> RecordSteps.of(context, recording);
            case BatchOp.Advance advance -> RecordSteps.advance(memory, advance);
            case UpdateOp.TakeRate take -> RecordSteps.takeRate(memory, take);
            case UpdateOp.CountStep count -> RecordSteps.countStep(memory, count);
            case UpdateOp update -> UpdateSteps.alone(context, update);
            case BatchOp _, PoolingOp _, ActivationOp _, LossOp _ ->
                throw new IllegalStateException(op.name() + " works by samples");
        };
    }
}
