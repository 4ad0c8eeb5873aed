package handgrad.backend.cpu.plan;

import handgrad.backend.cpu.kernel.PixelProducts;
import handgrad.backend.cpu.plan.Node.Work;
import handgrad.backend.cpu.rewrite.ClassLossFusion;
import handgrad.backend.cpu.rewrite.GatherElision;
import handgrad.backend.cpu.rewrite.PartialGradient;
import handgrad.backend.cpu.rewrite.SizeThresholds;
import handgrad.backend.cpu.rewrite.WideBackwardFusion;
import handgrad.program.ActivationOp;
import handgrad.program.BatchOp;
import handgrad.program.ConvolutionOp;
import handgrad.program.ElementType;
import handgrad.program.LinearOp;
import handgrad.program.LossOp;
import handgrad.program.Op;
import handgrad.program.PoolingOp;
import handgrad.program.Program;
import handgrad.program.RecordOp;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Turns the ops of a program into nodes: chooses the representation in which each op works, and inserts conversions where a tensor is not there in
 * the one that is asked for. Programs with images or wide linear layers keep the samples of a group innermost throughout; the others keep rows,
 * which suits narrow layers and single samples.
 */
public final class Lowering {
    private final Program program;
    private final boolean isGrouped;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<Tensor, Set<Representation>> available = new HashMap<>();
    private final Map<Op, WideBackwardFusion> wide;
    private final Map<Op, GatherElision> unfetched;

    /** What is fetched from data. Images have columns that are blank in a whole batch; of hidden units 1 to 9 % are zero in one of {@code mlp-wide}. */
    private final Set<Tensor> batches = new HashSet<>();

    private final Map<Op, ClassLossFusion> classes;

    /** The ops that a {@link WideBackwardFusion} or {@link ClassLossFusion} do. Programs compare ops by identity here: two equal ones may stand in one program. */
    private final Set<Op> done = Collections.newSetFromMap(new IdentityHashMap<>());

    private Lowering(Program program, boolean readsPixels) {
        this.program = program;
        this.isGrouped = program.ops().stream().anyMatch(Lowering::wantsGroups);
        this.wide = WideBackwardFusion.find(program);
        wide.values().forEach(layer -> done.addAll(layer.ops()));
        for (final Op op : program.ops()) {
            if (op instanceof final BatchOp.GatherRows gather) {
                batches.add(gather.batch());
            }
        }
        this.classes = ClassLossFusion.find(program);
        this.unfetched = readsPixels && !isGrouped ? GatherElision.find(program) : Map.of();
    }

    /**
     * The nodes of a program.
     *
     * @param program the program
     * @param readsPixels whether there are {@link PixelProducts}
     * @return in an order that gives the program's results
     */
    public static List<Node> nodes(Program program, boolean readsPixels) {
        final Lowering lowering = new Lowering(program, readsPixels);
        program.ops().forEach(lowering::add);
        return List.copyOf(lowering.nodes);
    }

    /** The representation in which a tensor that is no resident stands at the end of a program, for the host to download. */
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

    private void add(Op op) {
        if (wide.containsKey(op)) {
            addWide(wide.get(op));
        } else if (op instanceof final LinearOp.LinearForward forward && unfetched.containsKey(op)) {
            addScores(unfetched.get(forward));
        } else if (classes.containsKey(op) && !done.contains(op)) {
            addClasses(classes.get(op));
        } else if (!done.contains(op)) {
            addSingle(op);
        }
    }

    private void addWide(WideBackwardFusion layer) {
        final Builder builder = new Builder(new Work.Wide(layer), Representation.GROUPED)
                .whole(layer.gradient().x())
                .readAll(layer.gradient().dy())
                .whole(layer.update().w(), layer.update().learningRate())
                .writeWhole(layer.update().w(), layer.gradient().db());
        layer.input()
                .ifPresentOrElse(
                        input -> builder.write(false, input.dx()),
                        () -> builder.nonzeros(layer.gradient().x()));
        builder.add(false);
    }

    /** Fetches the batch, if need be, and multiplies it. */
    private void addScores(GatherElision batch) {
        final BatchOp.GatherRows gather = batch.gather();
        final Builder builder = new Builder(new Work.Scores(batch), Representation.ROWS)
                .whole(gather.data(), gather.order(), gather.position())
                .whole(batch.forward().w(), batch.forward().b())
                .write(gather.batch())
                .write(batch.forward().y());
        if (batch.rows() > 1) {
            // Which lets the losses begin at once; the rows are for data that are no pixels.
            builder.write(batch.forward().y(), Representation.GROUPED);
        }
        builder.add(true);
    }

    private void addClasses(ClassLossFusion losses) {
        final Builder builder = new Builder(new Work.Classes(losses), Representation.GROUPED)
                .read(losses.logits())
                .read(losses.labels());
        losses.ops().forEach(op -> op.outputs().forEach(builder::write));
        builder.add(true);
        done.addAll(losses.ops());
    }

    private void addSingle(Op op) {
        switch (op) {
            case BatchOp.GatherRows gather when unfetched.containsKey(gather) -> {
                // Fetched, if at all, where it is multiplied.
            }
            case BatchOp.GatherRows gather -> addGather(gather);
            case BatchOp.GatherLabels gather ->
                new Builder(op, Representation.ROWS)
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
        final Representation to = canonical(gather.batch(), own());
        new Builder(new Work.Gather(gather, to))
                .whole(gather.data(), gather.order(), gather.position())
                .write(gather.batch(), to)
                .add(true);
    }

    private void addWhole(Op op) {
        final Builder builder = new Builder(op, Representation.ROWS);
        op.inputs().forEach(builder::whole);
        op.outputs().forEach(output -> builder.writeWhole(output));
        builder.add(false);
    }

    private void addConvolution(ConvolutionOp op) {
        final Builder builder = new Builder(op, Representation.GROUPED);
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

    private void addConvolutionGradient(Builder whole, PartialGradient gradient) {
        if (SizeThresholds.isSummedByGroup(gradient)) {
            addPartial(gradient, Representation.GROUPED, Optional.empty());
        } else {
            whole.readAll(gradient.x(), gradient.dy())
                    .writeWhole(gradient.dw(), gradient.db())
                    .add(false);
        }
    }

    private void addPooling(Op op) {
        final Builder builder = new Builder(op, Representation.GROUPED);
        op.inputs().forEach(builder::read);
        op.outputs().forEach(builder::write);
        builder.add(true);
    }

    private void addElementwise(Op op) {
        final Builder builder = new Builder(op, own());
        op.inputs().forEach(builder::read);
        op.outputs().forEach(builder::write);
        builder.add(true);
    }

    private void addLinear(LinearOp op) {
        final Builder builder = new Builder(op, own());
        switch (op) {
            case LinearOp.LinearForward f -> {
                final boolean bySample = !SizeThresholds.isWide(f.w());
                final Representation weights =
                        !isGrouped && SizeThresholds.isShort(f) ? Representation.TRANSPOSED : Representation.ROWS;
                builder.read(bySample, f.x());
                if (!bySample) {
                    builder.nonzeros(f.x());
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
                    addPartial(PartialGradient.of(g), Representation.ROWS, Optional.ofNullable(unfetched.get(g)));
                } else {
                    final GatherElision batch = unfetched.get(g);
                    (batch == null ? builder : new Builder(new Work.Gradient(g, batch), Representation.GROUPED))
                            .whole(g.x())
                            .readAll(g.dy())
                            .writeWhole(g.dw(), g.db())
                            .add(false);
                }
            }
        }
    }

    private void addPartial(PartialGradient g, Representation samples, Optional<GatherElision> batch) {
        final Builder parts = new Builder(new Work.Partial(g, batch), samples);
        batch.map(GatherElision::gather)
                .ifPresent(gather -> parts.whole(gather.data(), gather.order(), gather.position()));
        parts.read(g.x()).read(g.dy()).write(g.dw(), Representation.PARTIAL).add(true);
        new Builder(new Work.Total(g))
                .whole(g.dw(), Representation.PARTIAL)
                .writeWhole(g.dw(), g.db())
                .add(false);
    }

    private void addLoss(Op op) {
        final Builder builder = new Builder(op, Representation.GROUPED);
        op.inputs().forEach(builder::read);
        op.outputs().forEach(builder::write);
        builder.add(true);
    }

    private static Representation canonical(Tensor tensor, Representation wanted) {
        final boolean isLabels =
                tensor.type() == ElementType.INT32 && tensor.shape().rank() == 1;
        return isLabels || SizeThresholds.isColumn(tensor) ? Representation.ROWS : wanted;
    }

    /** Makes sure that a tensor is there as wanted before the node that reads it. */
    private Resource resource(Tensor tensor, Representation wanted) {
        final Resource resource = new Resource(tensor, canonical(tensor, wanted));
        final Set<Representation> there = available.computeIfAbsent(tensor, _ -> EnumSet.of(Representation.ROWS));
        if (there.add(resource.representation())) {
            convert(tensor, resource.representation());
        }
        return resource;
    }

    private void convert(Tensor tensor, Representation to) {
        final Representation from = to == Representation.ROWS || to == Representation.NONZEROS
                ? Representation.GROUPED
                : Representation.ROWS;
        final boolean bySample = to != Representation.TRANSPOSED;
        nodes.add(new Node(
                new Work.Convert(tensor, to),
                List.of(
                        new Access(new Resource(tensor, from), false, bySample),
                        new Access(new Resource(tensor, to), true, bySample)),
                bySample));
    }

    /** Collects what a node reads and writes. */
    private final class Builder {
        private final Work work;
        private final Representation representation;
        private final List<Access> accesses = new ArrayList<>();
        private final List<Resource> written = new ArrayList<>();

        Builder(Op op, Representation representation) {
            this(new Work.Run(op, representation), representation);
        }

        Builder(Work work) {
            this(work, Representation.ROWS);
        }

        Builder(Work work, Representation representation) {
            this.work = work;
            this.representation = representation;
        }

        /** Reads the group's part. */
        Builder read(Tensor tensor) {
            return read(true, tensor);
        }

        Builder read(boolean bySample, Tensor tensor) {
            accesses.add(new Access(resource(tensor, representation), false, bySample));
            return this;
        }

        /** Reads the samples of all groups. */
        Builder readAll(Tensor... tensors) {
            for (final Tensor tensor : tensors) {
                read(false, tensor);
            }
            return this;
        }

        /** Reads all of a tensor as wanted. */
        Builder whole(Tensor tensor, Representation wanted) {
            accesses.add(new Access(resource(tensor, wanted), false, false));
            return this;
        }

        /** Reads tensors row-major, all of them. */
        Builder whole(Tensor... tensors) {
            for (final Tensor tensor : tensors) {
                accesses.add(new Access(resource(tensor, Representation.ROWS), false, false));
            }
            return this;
        }

        /** Reads which elements of a fetched batch are not zero. */
        Builder nonzeros(Tensor tensor) {
            if (batches.contains(tensor)) {
                resource(tensor, Representation.GROUPED);
                accesses.add(new Access(resource(tensor, Representation.NONZEROS), false, false));
            }
            return this;
        }

        Builder write(Tensor tensor) {
            return write(true, tensor);
        }

        Builder write(boolean bySample, Tensor tensor) {
            return write(new Resource(tensor, canonical(tensor, representation)), bySample);
        }

        Builder write(Tensor tensor, Representation to) {
            return write(new Resource(tensor, to), true);
        }

        Builder writeWhole(Tensor... tensors) {
            for (final Tensor tensor : tensors) {
                write(new Resource(tensor, Representation.ROWS), false);
            }
            return this;
        }

        private Builder write(Resource resource, boolean bySample) {
            accesses.add(new Access(resource, true, bySample));
            written.add(resource);
            return this;
        }

        void add(boolean bySample) {
            nodes.add(new Node(work, accesses, bySample));
            for (final Resource resource : written) {
                final Tensor tensor = resource.tensor();
                available.put(tensor, EnumSet.of(resource.representation()));
                if (tensor.role().isResident() && resource.representation() == Representation.GROUPED) {
                    available.get(tensor).add(Representation.ROWS);
                    convert(tensor, Representation.ROWS);
                }
            }
        }
    }
}
