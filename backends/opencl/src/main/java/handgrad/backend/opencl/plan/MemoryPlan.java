package handgrad.backend.opencl.plan;

import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the tensors that live within a run have their place: in the local memory of the one launch that knows them, or in the arena, a
 * stretch of global memory in which arrays with different lifetimes share room. A tensor that its launch both uses and leaves for a later one
 * may have both. Offsets count reals in local memory, and floats in the arena.
 */
final class MemoryPlan {
    /** Offsets in the arena are multiples of 128 bytes, what every OpenCL device aligns buffers to at least. */
    private static final int ARENA_ALIGNMENT = 32;

    private final Target target;
    private final Program program;
    private final List<Launch> launches;
    private final Map<Tensor, Use> uses = new LinkedHashMap<>();
    private final Map<Tensor, Long> arena = new HashMap<>();
    private final Map<Tensor, Long> local = new HashMap<>();
    private final Map<Launch, Long> localUsed = new HashMap<>();
    private final List<String> notes = new ArrayList<>();
    private long arenaUsed;

    /** When a tensor is used, in routines and in launches, counted over the program, and how. */
    private static final class Use {
        private final boolean bySample;
        private final int batch;
        private final int firstLaunch;
        private final int firstRoutine;
        private int lastLaunch;
        private int lastRoutine;
        private int reads;

        private Use(Operand operand, int batch, int launch, int routine) {
            this.bySample = operand.bySample();
            this.batch = batch;
            this.firstLaunch = launch;
            this.firstRoutine = routine;
        }

        private void extend(Operand operand, int launch, int routine) {
            lastLaunch = launch;
            lastRoutine = routine;
            reads += operand.isRead() && launch == firstLaunch ? 1 : 0;
        }
    }

    MemoryPlan(Target target, Program program, List<Launch> launches) {
        this.target = target;
        this.program = program;
        this.launches = launches;
        collectUses();
        for (int l = 0; l < launches.size(); l++) {
            placeLocally(l);
        }
        placeInArena();
    }

    /** The offset in the arena, if the tensor has a place there. */
    Optional<Long> arenaOffset(Tensor tensor) {
        return Optional.ofNullable(arena.get(tensor));
    }

    /** The offset in the local memory of a launch, if the tensor has a place there. */
    Optional<Long> localOffset(Launch launch, Tensor tensor) {
        final boolean isHere = launches.indexOf(launch) == uses.get(tensor).firstLaunch;
        return isHere ? Optional.ofNullable(local.get(tensor)) : Optional.empty();
    }

    /** The elements of a tensor that a work-group of a launch sees: reals where it is by sample, else floats. */
    long elementsIn(Launch launch, Tensor tensor) {
        return elements(tensor, uses.get(tensor), launch.kind());
    }

    /** The floats of a tensor in the arena. */
    long arenaFloats(Tensor tensor) {
        final Use use = uses.get(tensor);
        return elements(tensor, use, Launch.Kind.WIDE) * (use.bySample ? target.lanes() : 1);
    }

    /** Reals of local memory that a launch needs for tensors. */
    long localReals(Launch launch) {
        return localUsed.getOrDefault(launch, 0L);
    }

    /** Floats that the arena needs. */
    long arenaFloats() {
        return arenaUsed;
    }

    /** Floats of local memory that a launch's routines need for sums. */
    static int scratchFloats(Launch launch) {
        final int most =
                launch.routines().stream().mapToInt(Routine::scratch).max().orElse(0);
        final int sequence = launch.routines().stream()
                .filter(routine -> routine.kind() == Routine.Kind.SEQUENCE)
                .mapToInt(Routine::scratch)
                .sum();
        final boolean hasPhases = launch.routines().stream().anyMatch(Routine::isPhased);
        return Math.max(hasPhases ? 1 : 0, Math.max(most, sequence));
    }

    /** What did not fit, for a person. */
    List<String> notes() {
        return List.copyOf(notes);
    }

    private long elements(Tensor tensor, Use use, Launch.Kind kind) {
        if (!use.bySample) {
            return tensor.size();
        }
        final long samples = kind == Launch.Kind.BY_SAMPLE ? 1 : target.groups(use.batch);
        return samples * tensor.shape().sampleSize();
    }

    private void collectUses() {
        int count = 0;
        for (int l = 0; l < launches.size(); l++) {
            for (final Routine routine : launches.get(l).routines()) {
                for (final Operand operand : routine.operands()) {
                    if (!operand.tensor().role().isResident()) {
                        final int launch = l;
                        final int place = count;
                        uses.computeIfAbsent(operand.tensor(), _ -> new Use(operand, routine.batch(), launch, place))
                                .extend(operand, launch, place);
                    }
                }
                count++;
            }
        }
    }

    private void placeLocally(int index) {
        final Launch launch = launches.get(index);
        if (launch.kind() != Launch.Kind.BY_SAMPLE && launch.kind() != Launch.Kind.PERSISTENT) {
            return;
        }
        final long scratch = 4L * scratchFloats(launch);
        final long realBytes = 4L * target.lanes();
        final IntervalAllocator allocator =
                new IntervalAllocator((target.localBytes() - scratch - 128) / realBytes, target.lanes() == 1 ? 4 : 2);
        uses.entrySet().stream()
                .filter(entry -> entry.getValue().firstLaunch == index && entry.getValue().bySample)
                .filter(entry ->
                        !isKept(entry.getKey(), entry.getValue()) || isWorthACopy(entry.getKey(), entry.getValue()))
                .sorted(Comparator.<Map.Entry<Tensor, Use>, Boolean>comparing(e -> isKept(e.getKey(), e.getValue()))
                        .thenComparing(e -> -e.getKey().size()))
                .forEach(entry -> placeLocally(launch, entry.getKey(), entry.getValue(), allocator));
        localUsed.put(launch, allocator.used());
    }

    private void placeLocally(Launch launch, Tensor tensor, Use use, IntervalAllocator allocator) {
        // A copy of a tensor that is kept in the arena as well lives until its last use here, which may not be its
        // last.
        final int last = use.lastLaunch == use.firstLaunch ? use.lastRoutine : lastRoutineIn(launch, tensor);
        allocator
                .place(elements(tensor, use, launch.kind()), use.firstRoutine, last)
                .ifPresentOrElse(offset -> local.put(tensor, offset), () -> {
                    if (!isKept(tensor, use)) {
                        notes.add(tensor + " does not fit local memory and is in global memory");
                    }
                });
    }

    private int lastRoutineIn(Launch launch, Tensor tensor) {
        int count = 0;
        int last = 0;
        for (final Launch each : launches) {
            for (final Routine routine : each.routines()) {
                if (each == launch && routine.find(tensor).isPresent()) {
                    last = count;
                }
                count++;
            }
        }
        return last;
    }

    /** Whether a later launch or the host wants it. */
    private boolean isKept(Tensor tensor, Use use) {
        return use.lastLaunch > use.firstLaunch || program.outputs().contains(tensor);
    }

    /** On a GPU, a tensor that goes to global memory is worth a copy in local memory if it is read again, and written by PUT. */
    private boolean isWorthACopy(Tensor tensor, Use use) {
        return target.kind() == PlanKind.GPU
                && use.reads > 0
                && launches.get(use.firstLaunch).routines().stream()
                        .filter(routine -> routine.isWriting(tensor))
                        .allMatch(routine -> routine.resultOperand()
                                .filter(result -> result.tensor().equals(tensor))
                                .isPresent());
    }

    private void placeInArena() {
        final IntervalAllocator allocator = new IntervalAllocator(Long.MAX_VALUE / 2, ARENA_ALIGNMENT);
        uses.entrySet().stream()
                .filter(entry -> !local.containsKey(entry.getKey()) || isKept(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparing(entry -> -entry.getKey().size()))
                .forEach(entry -> arena.put(entry.getKey(), arenaPlace(entry.getKey(), entry.getValue(), allocator)));
        arenaUsed = allocator.used();
    }

    private long arenaPlace(Tensor tensor, Use use, IntervalAllocator allocator) {
        final long floats = arenaFloats(tensor);
        final boolean isPersistent = launches.get(use.firstLaunch).kind() == Launch.Kind.PERSISTENT;
        final int last = program.outputs().contains(tensor)
                ? Integer.MAX_VALUE
                : isPersistent ? use.lastRoutine : use.lastLaunch;
        return allocator
                .place(floats, isPersistent ? use.firstRoutine : use.firstLaunch, last)
                .orElseThrow();
    }
}
