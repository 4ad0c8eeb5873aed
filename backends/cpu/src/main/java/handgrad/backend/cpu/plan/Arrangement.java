package handgrad.backend.cpu.plan;

import handgrad.backend.cpu.plan.Node.Work;
import handgrad.backend.cpu.rewrite.SizeThresholds;
import handgrad.program.ElementType;
import handgrad.program.Op;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects nodes, and inserts the conversion of a tensor where a node reads it in a representation in which it is not
 * there yet.
 */
final class Arrangement {
    private final List<Node> nodes = new ArrayList<>();

    /** In which representations each tensor is there after the nodes so far; at first all are row-major. */
    private final Map<Tensor, Set<Representation>> available = new HashMap<>();

    /** The nodes so far. */
    List<Node> nodes() {
        return List.copyOf(nodes);
    }

    /**
     * Begins the node of an op.
     *
     * @param op the op
     * @param representation of the tensors for which there is a choice
     */
    Builder node(Op op, Representation representation) {
        return new Builder(new Work.Run(op, representation), representation);
    }

    /**
     * Begins a node.
     *
     * @param work what it does
     * @param representation of the tensors for which there is a choice
     */
    Builder node(Work work, Representation representation) {
        return new Builder(work, representation);
    }

    /**
     * The representation in which a tensor is kept where another one is wanted: labels and single columns stay rows.
     *
     * @param tensor the tensor
     * @param wanted the other one
     */
    static Representation canonical(Tensor tensor, Representation wanted) {
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
    final class Builder {
        private final Work work;
        private final Representation representation;
        private final List<Access> accesses = new ArrayList<>();
        private final List<Resource> written = new ArrayList<>();

        private Builder(Work work, Representation representation) {
            this.work = work;
            this.representation = representation;
        }

        /** Reads the group's part. */
        Builder read(Tensor tensor) {
            return read(true, tensor);
        }

        /** Reads the part of a group, or the samples of all. */
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

        /** Reads which elements of a batch are not zero. */
        Builder nonzeros(Tensor tensor) {
            resource(tensor, Representation.GROUPED);
            accesses.add(new Access(resource(tensor, Representation.NONZEROS), false, false));
            return this;
        }

        /** Writes the group's part. */
        Builder write(Tensor tensor) {
            return write(true, tensor);
        }

        /** Writes the part of a group, or the samples of all. */
        Builder write(boolean bySample, Tensor tensor) {
            return write(new Resource(tensor, canonical(tensor, representation)), bySample);
        }

        /** Writes the group's part in a representation of its own. */
        Builder write(Tensor tensor, Representation to) {
            return write(new Resource(tensor, to), true);
        }

        /** Writes tensors row-major, all of them. */
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

        /** Ends the node. */
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
