package handgrad.backend.cpu.memory;

import handgrad.backend.cpu.layout.BatchRows;
import handgrad.backend.cpu.layout.FloatStore;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupSlots;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.layout.IntPlace;
import handgrad.backend.cpu.layout.IntStore;
import handgrad.backend.cpu.layout.RowsPlace;
import handgrad.backend.cpu.plan.Access;
import handgrad.backend.cpu.plan.ImagePadding;
import handgrad.backend.cpu.plan.Lowering;
import handgrad.backend.cpu.plan.Node;
import handgrad.backend.cpu.plan.Node.Work;
import handgrad.backend.cpu.plan.Representation;
import handgrad.backend.cpu.plan.Resource;
import handgrad.backend.cpu.plan.Schedule;
import handgrad.backend.cpu.plan.Schedule.Phase;
import handgrad.backend.cpu.rewrite.PartialGradient;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.ElementType;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Where a program's tensors lie. A tensor that is only passed from op to op within one phase lies in an arena of each
 * worker, for the groups of one task; others reuse its place after its last use, so that it stays in the core's
 * cache. Every other tensor has an array for all samples.
 */
public final class Memory {
    private final ResidentTensors residents;
    private final ImagePadding padding;
    private final FloatStore[] arenas;
    private final IntStore[] intArenas;
    private final Set<Resource> kept = new HashSet<>();
    private final Map<Resource, Integer> partialSizes = new HashMap<>();
    private final Map<Resource, GroupedPlace> grouped = new HashMap<>();
    private final Map<Resource, RowsPlace> rows = new HashMap<>();
    private final Map<Resource, IntPlace> ints = new HashMap<>();
    private final Map<Tensor, BatchRows> batchRows = new HashMap<>();

    /**
     * Finds a place for each tensor.
     *
     * @param program the program
     * @param schedule its phases
     * @param residents the arrays that outlive a step
     * @param workers how many threads there are
     */
    public Memory(Program program, Schedule schedule, ResidentTensors residents, int workers) {
        this.residents = residents;
        this.padding = new ImagePadding(program);
        this.arenas =
                IntStream.range(0, workers).mapToObj(_ -> new FloatStore(0)).toArray(FloatStore[]::new);
        this.intArenas =
                IntStream.range(0, workers).mapToObj(_ -> new IntStore(0)).toArray(IntStore[]::new);
        final List<Node> nodes = schedule.phases().stream()
                .flatMap(phase -> phase.nodes().stream())
                .toList();
        program.outputs().forEach(output -> kept.add(new Resource(output, Lowering.kept(nodes, output))));
        nodes.forEach(this::addNeeds);
        int arena = 0;
        int intArena = 0;
        final Liveness lifetimes = new Liveness(schedule);
        for (final Phase phase : schedule.phases()) {
            final Arena floats = new Arena();
            final Arena integers = new Arena();
            for (int n = 0; n < phase.nodes().size(); n++) {
                place(lifetimes, phase, n, floats, integers);
                phase.fusedUpdates()
                        .get(n)
                        .forEach(update -> update.accesses().forEach(access -> share(access.resource())));
            }
            arena = Math.max(arena, floats.size());
            intArena = Math.max(intArena, integers.size());
        }
        for (int w = 0; w < workers; w++) {
            arenas[w].values = FloatStore.aligned(arena).values;
            intArenas[w].values = new int[intArena];
        }
    }

    private void addNeeds(Node node) {
        if (node.work() instanceof Work.Partial(final PartialGradient gradient, var _)) {
            partialSizes.put(new Resource(gradient.dw(), Representation.PARTIAL), gradient.size());
        }
    }

    private void place(Liveness lifetimes, Phase phase, int n, Arena floats, Arena integers) {
        for (final Access access : phase.nodes().get(n).accesses()) {
            final Resource resource = access.resource();
            if (isPlaced(resource)) {
                continue;
            }
            if (isLocal(lifetimes, resource)) {
                placeLocally(phase, n, lifetimes.lastUse(resource), resource, floats, integers);
            } else {
                share(resource);
            }
        }
    }

    private void placeLocally(Phase phase, int first, int last, Resource resource, Arena floats, Arena integers) {
        final int groups = phase.groupsInTask();
        if (resource.tensor().type() == ElementType.INT32) {
            final int size = groupInts(resource.tensor());
            ints.put(
                    resource,
                    new IntPlace(
                            intArenas, integers.allocate(groups * size, first, last), size, GroupSlots.of(groups)));
        } else if (isPadded(resource)) {
            // Padding must stay zero, so no other tensor reuses its place.
            final GroupLayout grid = padding.grid(resource.tensor());
            final FloatStore[] stores = Arrays.stream(arenas)
                    .map(_ -> FloatStore.aligned(groups * grid.groupStride()))
                    .toArray(FloatStore[]::new);
            grouped.put(
                    resource,
                    new GroupedPlace(stores, FloatStore.LEAD, grid.groupStride(), GroupSlots.of(groups), grid));
        } else {
            local(resource, FloatStore.LEAD + floats.allocate(groups * groupFloats(resource), first, last), groups);
        }
    }

    private boolean isPlaced(Resource resource) {
        return grouped.containsKey(resource) || rows.containsKey(resource) || ints.containsKey(resource);
    }

    private boolean isPadded(Resource resource) {
        return resource.representation() == Representation.GROUPED
                && padding.grid(resource.tensor()).paddingColumns() > 0;
    }

    private int groupFloats(Resource resource) {
        return resource.representation() == Representation.GROUPED
                ? padding.grid(resource.tensor()).groupStride()
                : resource.tensor().shape().sampleSize() * GroupLayout.LANES;
    }

    private static int groupInts(Tensor tensor) {
        return tensor.shape().sampleSize() * GroupLayout.LANES;
    }

    private boolean isLocal(Liveness lifetimes, Resource resource) {
        return !(resource.tensor().role().isResident() && resource.representation() == Representation.ROWS)
                && !kept.contains(resource)
                && lifetimes.isPassedOn(resource);
    }

    private void local(Resource resource, int base, int groups) {
        if (resource.representation() == Representation.GROUPED) {
            final GroupLayout grid = padding.grid(resource.tensor());
            grouped.put(resource, new GroupedPlace(arenas, base, grid.groupStride(), GroupSlots.of(groups), grid));
        } else {
            final int width = resource.tensor().shape().sampleSize();
            rows.put(
                    resource,
                    new RowsPlace(
                            arenas,
                            width,
                            RowsPlace.consecutiveOffsets(base, width, groups * GroupLayout.LANES),
                            GroupSlots.of(groups)));
        }
    }

    private void share(Resource resource) {
        if (isPlaced(resource)) {
            return;
        }
        final Tensor tensor = resource.tensor();
        final boolean isRows = resource.representation() != Representation.GROUPED;
        final boolean isResident = resource.representation() == Representation.ROWS
                && tensor.role().isResident();
        final int batch = tensor.shape().batch();
        final int groups = GroupLayout.groups(batch);
        if (resource.representation() == Representation.NONZEROS) {
            final int elements = tensor.shape().sampleSize();
            final IntStore store = new IntStore(groups * elements);
            ints.put(resource, new IntPlace(new IntStore[] {store}, 0, elements, GroupSlots.ALL));
        } else if (partialSizes.containsKey(resource)) {
            final FloatStore store = new FloatStore(partialSizes.get(resource));
            rows.put(resource, new RowsPlace(new FloatStore[] {store}, 0, new int[0], GroupSlots.ALL));
        } else if (tensor.type() == ElementType.INT32) {
            final IntStore store = isResident ? residents.ints(tensor) : new IntStore(groups * groupInts(tensor));
            ints.put(resource, new IntPlace(new IntStore[] {store}, 0, groupInts(tensor), GroupSlots.ALL));
        } else if (isRows) {
            final int width = tensor.shape().sampleSize();
            // A column is also read as groups of 16, so it is rounded up to whole groups.
            final FloatStore store = isResident
                    ? residents.floats(tensor)
                    : FloatStore.ofRows(
                            (tensor.size() + GroupLayout.LANES - 1) / GroupLayout.LANES * GroupLayout.LANES);
            rows.put(
                    resource,
                    new RowsPlace(
                            new FloatStore[] {store},
                            width,
                            RowsPlace.consecutiveOffsets(0, width, batch),
                            GroupSlots.ALL));
        } else {
            final GroupLayout grid = padding.grid(tensor);
            final FloatStore store = FloatStore.aligned(groups * grid.groupStride());
            grouped.put(
                    resource,
                    new GroupedPlace(
                            new FloatStore[] {store}, FloatStore.LEAD, grid.groupStride(), GroupSlots.ALL, grid));
        }
    }

    /** The inputs of a data set. */
    public DataStore data(Tensor tensor) {
        return residents.data(tensor);
    }

    /** Where the samples of a batch that is not gathered lie in the data set. */
    public BatchRows batchRows(GatherRows op) {
        return batchRows.computeIfAbsent(
                op.batch(),
                batch -> BatchRows.of(
                        batch.shape().batch(),
                        ints(op.order()),
                        ints(op.position()),
                        batch.shape().sampleSize()));
    }

    /** Where a tensor lies row-major. */
    public RowsPlace rows(Tensor tensor) {
        return rows.get(new Resource(tensor, Representation.ROWS));
    }

    /** Where a tensor lies in groups. */
    public GroupedPlace grouped(Tensor tensor) {
        final GroupedPlace place = grouped.get(new Resource(tensor, Representation.GROUPED));
        if (place != null) {
            return place;
        }
        final RowsPlace column = rows(tensor);
        return new GroupedPlace(
                column.stores(), column.offsets()[0], GroupLayout.LANES, column.slots(), new GroupLayout(1, 1, 1, 0));
    }

    /** Where an int tensor lies in one of the representations. */
    public IntPlace ints(Tensor tensor, Representation representation) {
        return ints.get(new Resource(tensor, representation));
    }

    /** The array of a tensor without samples, or of all samples row-major. */
    public FloatStore floats(Tensor tensor) {
        return rows(tensor).stores()[0];
    }

    /** The array of weights in one of the representations. */
    public FloatStore floats(Tensor tensor, Representation representation) {
        return rows.get(new Resource(tensor, representation)).stores()[0];
    }

    /** The array of an int tensor without samples, or of all samples row-major. */
    public IntStore ints(Tensor tensor) {
        return ints(tensor, Representation.ROWS).stores()[0];
    }

    /** Which of a tensor's elements are not zero, if the program skips zeros. */
    public Optional<IntPlace> nonzeros(Tensor tensor) {
        return Optional.ofNullable(ints.get(new Resource(tensor, Representation.NONZEROS)));
    }

    /** Copies an output to the host, row-major. */
    public void download(Tensor tensor, float[] values) {
        if (kept.contains(new Resource(tensor, Representation.ROWS))) {
            System.arraycopy(floats(tensor).values, 0, values, 0, values.length);
            return;
        }
        final GroupedPlace place = grouped(tensor);
        final int[] offsets = place.grid().offsets();
        for (int i = 0; i < values.length; i++) {
            final int sample = i / offsets.length;
            values[i] = place.values(0)[
                    place.at(sample / GroupLayout.LANES) + offsets[i % offsets.length] + sample % GroupLayout.LANES];
        }
    }

    /** Copies an output of ints to the host, row-major. */
    public void download(Tensor tensor, int[] values) {
        if (kept.contains(new Resource(tensor, Representation.ROWS))) {
            System.arraycopy(ints(tensor).values, 0, values, 0, values.length);
            return;
        }
        final IntPlace place = ints(tensor, Representation.GROUPED);
        final int width = tensor.shape().sampleSize();
        for (int i = 0; i < values.length; i++) {
            final int sample = i / width;
            values[i] = place.values(0)[
                    place.at(sample / GroupLayout.LANES) + i % width * GroupLayout.LANES + sample % GroupLayout.LANES];
        }
    }
}
