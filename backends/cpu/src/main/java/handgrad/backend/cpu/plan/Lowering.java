package handgrad.backend.cpu.plan;

import handgrad.backend.cpu.plan.Node.Work;
import handgrad.backend.cpu.rewrite.ClassLossFusion;
import handgrad.backend.cpu.rewrite.ElidedGradient;
import handgrad.backend.cpu.rewrite.GatherElision;
import handgrad.backend.cpu.rewrite.PartialGradient;
import handgrad.backend.cpu.rewrite.Piece;
import handgrad.backend.cpu.rewrite.Rewrite;
import handgrad.backend.cpu.rewrite.SizeThresholds;
import handgrad.backend.cpu.rewrite.WideBackwardFusion;
import handgrad.program.ActivationOp;
import handgrad.program.BatchOp;
import handgrad.program.ConvolutionOp;
import handgrad.program.LinearOp;
import handgrad.program.LossOp;
import handgrad.program.Op;
import handgrad.program.PoolingOp;
import handgrad.program.Program;
import handgrad.program.RecordOp;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the pieces of a rewritten program into nodes: chooses the representation in which each works. Programs with
 * images or wide linear layers keep the samples of a group innermost throughout; the others keep rows, which suits
 * narrow layers and single samples.
 */
public final class Lowering {
    private final boolean isGrouped;
    private final Arrangement nodes = new Arrangement();

    /** The batches whose zeros are skipped. */
    private final Set<Tensor> gathered = new HashSet<>();

    private Lowering(Program program, Set<Rewrite> rewrites) {
        this.isGrouped = program.ops().stream().anyMatch(Lowering::wantsGroups);
        final Set<Rewrite> usable = EnumSet.noneOf(Rewrite.class);
        usable.addAll(rewrites);
        if (isGrouped) {
            usable.remove(Rewrite.GATHER_ELISION);
        }
        for (final Op op : program.ops()) {
            if (usable.contains(Rewrite.ZERO_SKIPPING) && op instanceof final BatchOp.GatherRows gather) {
                gathered.add(gather.batch());
            }
        }
        Piece.of(program, usable).forEach(this::add);
    }

    /**
     * The nodes of a program.
     *
     * @param program the program
     * @param rewrites those to use
     * @return in an order that gives the program's results
     */
    public static List<Node> nodes(Program program, Set<Rewrite> rewrites) {
        return new Lowering(program, rewrites).nodes.nodes();
    }

    /**
     * The representation in which a tensor that is no resident stands at the end of a program, for the host to
     * download.
     */
    public static Representation kept(List<Node> nodes, Tensor tensor) {
        return nodes.stream()
                .flatMap(node -> node.accesses().stream())
                .filter(access -> access.write()
                        && access.resource().tensor().equals(tensor)
                        && access.resource().representation() != Representation.NONZEROS)
                .reduce((_, last) -> last)
                .orElseThrow()
                .resource()
                .representation();
    }

    private static boolean wantsGroups(Op op) {
        return switch (op) {
            case ConvolutionOp _, PoolingOp _ -> true;
            case LinearOp.LinearForward f -> SizeThresholds.isWide(f.w());
            case LinearOp.LinearBackwardInput b -> SizeThresholds.isWide(b.w());
            case LinearOp.LinearBackwardWeight g -> SizeThresholds.isWide(g.dw());
            default -> false;
        };
    }

    private Representation own() {
        return isGrouped ? Representation.GROUPED : Representation.ROWS;
    }

    private void add(Piece piece) {
        switch (piece) {
            case final WideBackwardFusion layer -> addWide(layer);
            case final GatherElision batch -> addScores(batch);
            case final ElidedGradient gradient -> addElided(gradient);
            case final ClassLossFusion losses -> addClasses(losses);
            case Piece.Single(final Op op) -> addSingle(op);
        }
    }

    private void addWide(WideBackwardFusion layer) {
        final Arrangement.Builder builder = nodes.node(new Work.Wide(layer), Representation.GROUPED)
                .whole(layer.gradient().x())
                .readAll(layer.gradient().dy())
                .whole(layer.update().w(), layer.update().learningRate())
                .writeWhole(layer.update().w(), layer.gradient().db());
        layer.input()
                .ifPresentOrElse(
                        input -> builder.write(false, input.dx()),
                        () -> nonzeros(builder, layer.gradient().x()));
        builder.add(false);
    }

    /** Finds the samples of the batch, and multiplies them. Ten outputs lie in groups, as losses want them. */
    private void addScores(GatherElision batch) {
        final BatchOp.GatherRows gather = batch.gather();
        nodes.node(new Work.Scores(batch), Representation.GROUPED)
                .whole(gather.data(), gather.order(), gather.position())
                .whole(batch.forward().w(), batch.forward().b())
                .write(gather.batch(), Representation.ROWS)
                .write(batch.forward().y())
                .add(true);
    }

    private void addClasses(ClassLossFusion losses) {
        final Arrangement.Builder builder = nodes.node(new Work.Classes(losses), Representation.GROUPED)
                .read(losses.logits())
                .read(losses.labels());
        losses.ops().forEach(op -> op.outputs().forEach(builder::write));
        builder.add(true);
    }

    private void addSingle(Op op) {
        switch (op) {
            case BatchOp.GatherRows gather -> addGather(gather);
            case BatchOp.GatherLabels gather ->
                nodes.node(op, Representation.ROWS)
                        .whole(gather.labels(), gather.order(), gather.position())
                        .write(gather.batch(), Representation.ROWS)
                        .add(true);
            case BatchOp.Advance _, UpdateOp _ -> addWhole(op);
            case ConvolutionOp convolution -> addConvolution(convolution);
            case PoolingOp _ -> addPooling(op);
            case LinearOp linear -> addLinear(linear);
            case ActivationOp _ -> addElementwise(op);
            case LossOp _ -> addLoss(op);
            case RecordOp _ -> addWhole(op);
        }
    }

    private void addGather(BatchOp.GatherRows gather) {
        final Representation to = Arrangement.canonical(gather.batch(), own());
        nodes.node(new Work.Gather(gather, to), Representation.ROWS)
                .whole(gather.data(), gather.order(), gather.position())
                .write(gather.batch(), to)
                .add(true);
    }

    private void addWhole(Op op) {
        final Arrangement.Builder builder = nodes.node(op, Representation.ROWS);
        op.inputs().forEach(builder::whole);
        op.outputs().forEach(output -> builder.writeWhole(output));
        builder.add(false);
    }

    private void addConvolution(ConvolutionOp op) {
        final Arrangement.Builder builder = nodes.node(op, Representation.GROUPED);
        switch (op) {
            case ConvolutionOp.Conv2dForward f ->
                builder.read(f.x()).whole(f.w(), f.b()).write(f.y()).add(true);
            case ConvolutionOp.Conv2dBackwardInput b ->
                builder.read(b.dy()).whole(b.w()).write(b.dx()).add(true);
            case ConvolutionOp.TableConv2dForward f ->
                builder.read(f.x()).whole(f.w(), f.b()).write(f.y()).add(true);
            case ConvolutionOp.TableConv2dBackwardInput b ->
                builder.read(b.dy()).whole(b.w()).write(b.dx()).add(true);
            case ConvolutionOp.Conv2dBackwardWeight g -> addConvolutionGradient(builder, PartialGradient.of(g));
            case ConvolutionOp.TableConv2dBackwardWeight g -> addConvolutionGradient(builder, PartialGradient.of(g));
        }
    }

    private void addConvolutionGradient(Arrangement.Builder whole, PartialGradient gradient) {
        if (SizeThresholds.isSummedByGroup(gradient)) {
            addPartial(gradient, Representation.GROUPED, Optional.empty());
        } else {
            whole.readAll(gradient.x(), gradient.dy())
                    .writeWhole(gradient.dw(), gradient.db())
                    .add(false);
        }
    }

    private void addPooling(Op op) {
        final Arrangement.Builder builder = nodes.node(op, Representation.GROUPED);
        op.inputs().forEach(builder::read);
        op.outputs().forEach(builder::write);
        builder.add(true);
    }

    private void addElementwise(Op op) {
        final Arrangement.Builder builder = nodes.node(op, own());
        op.inputs().forEach(builder::read);
        op.outputs().forEach(builder::write);
        builder.add(true);
    }

    private void addLinear(LinearOp op) {
        final Arrangement.Builder builder = nodes.node(op, own());
        switch (op) {
            case LinearOp.LinearForward f -> {
                final boolean bySample = !SizeThresholds.isWide(f.w());
                final Representation weights =
                        !isGrouped && SizeThresholds.isShort(f) ? Representation.TRANSPOSED : Representation.ROWS;
                builder.read(bySample, f.x());
                if (!bySample) {
                    nonzeros(builder, f.x());
                }
                builder.whole(f.w(), weights)
                        .whole(f.b())
                        .write(bySample, f.y())
                        .add(bySample);
            }
            case LinearOp.LinearBackwardInput b -> {
                final boolean bySample = !SizeThresholds.isWide(b.w());
                builder.read(bySample, b.dy())
                        .whole(b.w())
                        .write(bySample, b.dx())
                        .add(bySample);
            }
            case LinearOp.LinearBackwardWeight g -> {
                if (!isGrouped && SizeThresholds.isChunked(g)) {
                    addPartial(PartialGradient.of(g), Representation.ROWS, Optional.empty());
                } else {
                    addGradient(builder, g);
                }
            }
        }
    }

    private void addElided(ElidedGradient g) {
        if (SizeThresholds.isChunked(g.op())) {
            addPartial(PartialGradient.of(g.op()), Representation.ROWS, Optional.of(g.batch()));
        } else {
            addGradient(nodes.node(new Work.Gradient(g.op(), g.batch()), Representation.GROUPED), g.op());
        }
    }

    private static void addGradient(Arrangement.Builder builder, LinearOp.LinearBackwardWeight g) {
        builder.whole(g.x()).readAll(g.dy()).writeWhole(g.dw(), g.db()).add(false);
    }

    /** Of hidden units only 1 to 9 % are zero in a whole batch of {@code mlp-wide}; of pixels 40 %. */
    private void nonzeros(Arrangement.Builder builder, Tensor tensor) {
        if (gathered.contains(tensor)) {
            builder.nonzeros(tensor);
        }
    }

    private void addPartial(PartialGradient g, Representation samples, Optional<GatherElision> batch) {
        final Arrangement.Builder parts = nodes.node(new Work.Partial(g, batch), samples);
        batch.map(GatherElision::gather)
                .ifPresent(gather -> parts.whole(gather.data(), gather.order(), gather.position()));
        parts.read(g.x()).read(g.dy()).write(g.dw(), Representation.PARTIAL).add(true);
        nodes.node(new Work.Total(g), Representation.ROWS)
                .whole(g.dw(), Representation.PARTIAL)
                .writeWhole(g.dw(), g.db())
                .add(false);
    }

    private void addLoss(Op op) {
        final Arrangement.Builder builder = nodes.node(op, Representation.GROUPED);
        op.inputs().forEach(builder::read);
        op.outputs().forEach(builder::write);
        builder.add(true);
    }
}
