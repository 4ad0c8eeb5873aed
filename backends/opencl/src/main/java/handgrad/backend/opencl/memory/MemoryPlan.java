package handgrad.backend.opencl.memory;

import handgrad.backend.opencl.launch.Launch;
import handgrad.backend.opencl.routine.Operand;
import handgrad.backend.opencl.routine.PlanKind;
import handgrad.backend.opencl.routine.Target;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where the tensors that live within a run have their place: in the local memory of the one launch that knows them, or
 * in the arena, one global buffer in which arrays with different lifetimes share room. A tensor that its launch both
 * uses and leaves for a later one may have both. Offsets count reals in local memory, and floats in the arena.
 */
public final class MemoryPlan {
    /** Offsets in the arena are multiples of 128 bytes, what every OpenCL device aligns buffers to at least. */
    private static final int ARENA_ALIGNMENT = 32;

    /** Local memory that a driver may want for itself. */
    private static final int RESERVED_LOCAL_BYTES = 128;

    private static final Comparator<Lifetime> LARGEST_FIRST =
            Comparator.comparingInt(lifetime -> -lifetime.tensor.size());

    private final Target target;
    private final List<Launch> launches;
    private final Map<Tensor, Lifetime> lifetimes;
    private final Map<Tensor, Long> arena = new HashMap<>();
    private final Map<Tensor, Long> local = new HashMap<>();
    private final Map<Launch, Long> localUsed = new IdentityHashMap<>();
    private final List<String> notes = new ArrayList<>();
    private final long arenaUsed;

    /** Plans the memory of a program's launches. */
    public MemoryPlan(Target target, Program program, List<Launch> launches) {
        this.target = target;
        this.launches = launches;
        this.lifetimes = Lifetime.of(launches, program);
        for (int l = 0; l < launches.size(); l++) {
            placeLocally(l);
        }
        this.arenaUsed = placeInArena();
    }

    /** The offset of a tensor in the arena, in floats, or empty if it has no place there. */
    public Optional<Long> arenaOffset(Tensor tensor) {
        return Optional.ofNullable(arena.get(tensor));
    }

    /** The offset of a tensor in the local memory of a launch, in reals, or empty if it has no place there. */
    public Optional<Long> localOffset(Launch launch, Tensor tensor) {
        final boolean isHere =
                local.containsKey(tensor) && launches.indexOf(launch) == lifetimes.get(tensor).firstLaunch;
        return isHere ? Optional.of(local.get(tensor)) : Optional.empty();
    }

    /** The elements of a tensor that a work-group of a launch sees: reals where it is by sample, else floats. */
    long elementsIn(Launch launch, Tensor tensor) {
        return elements(lifetimes.get(tensor), launch.kind());
    }

    /** The floats of a tensor in the arena. */
    long arenaFloats(Tensor tensor) {
        final Lifetime lifetime = lifetimes.get(tensor);
        return elements(lifetime, Launch.Kind.WIDE) * (lifetime.bySample ? target.lanes() : 1);
    }

    private long elements(Lifetime lifetime, Launch.Kind kind) {
        if (!lifetime.bySample) {
            return lifetime.tensor.size();
        }
        final long samples = kind == Launch.Kind.BY_SAMPLE ? 1 : target.groups(lifetime.batch);
        return samples * lifetime.tensor.shape().sampleSize();
    }

    /** The local memory that a launch needs for tensors, in reals. */
    public long localReals(Launch launch) {
        return localUsed.getOrDefault(launch, 0L);
    }

    /** The size of the arena in floats. */
    public long arenaFloats() {
        return arenaUsed;
    }

    /** How many samples of a tensor in the arena lie side by side; 1 for row-major. */
    public int lanes(Tensor tensor) {
        return lifetimes.get(tensor).bySample ? target.lanes() : 1;
    }

    /** What did not fit, in sentences for a person. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    private void placeLocally(int index) {
        final Launch launch = launches.get(index);
        if (launch.kind() != Launch.Kind.BY_SAMPLE && launch.kind() != Launch.Kind.PERSISTENT) {
            return;
        }
        final long bytes = target.localBytes() - (long) Float.BYTES * launch.scratchFloats() - RESERVED_LOCAL_BYTES;
        final IntervalAllocator allocator =
                new IntervalAllocator(bytes / Float.BYTES / target.lanes(), target.lanes() == 1 ? 4 : 2);
        lifetimes.values().stream()
                .filter(lifetime -> lifetime.firstLaunch == index && lifetime.bySample)
                .filter(lifetime -> !lifetime.isKept() || isWorthACopy(launch, lifetime))
                .sorted(Comparator.comparing(Lifetime::isKept).thenComparing(LARGEST_FIRST))
                .forEach(lifetime -> placeLocally(launch, lifetime, allocator));
        localUsed.put(launch, allocator.used());
    }

    private void placeLocally(Launch launch, Lifetime lifetime, IntervalAllocator allocator) {
        final OptionalLong offset =
                allocator.place(elements(lifetime, launch.kind()), lifetime.firstRoutine, lifetime.lastHere);
        if (offset.isPresent()) {
            local.put(lifetime.tensor, offset.getAsLong());
        } else if (!lifetime.isKept()) {
            notes.add(lifetime.tensor + " does not fit local memory and is in global memory");
        }
    }

    /**
     * On a GPU, a tensor that goes to global memory is copied to local memory if it is read here and written by PUT.
     */
    private boolean isWorthACopy(Launch launch, Lifetime lifetime) {
        return target.kind() == PlanKind.GPU
                && lifetime.isReadHere
                && launch.routines().stream()
                        .flatMap(routine -> routine.operands().stream())
                        .filter(operand -> operand.tensor().equals(lifetime.tensor) && operand.isWritten())
                        .allMatch(Operand::isResult);
    }

    private long placeInArena() {
        final IntervalAllocator allocator = new IntervalAllocator(Long.MAX_VALUE / 2, ARENA_ALIGNMENT);
        lifetimes.values().stream()
                .filter(lifetime -> !local.containsKey(lifetime.tensor) || lifetime.isKept())
                .sorted(LARGEST_FIRST)
                .forEach(lifetime -> arena.put(lifetime.tensor, arenaPlace(lifetime, allocator)));
        return allocator.used();
    }

    private long arenaPlace(Lifetime lifetime, IntervalAllocator allocator) {
        final boolean isPersistent = launches.getFirst().kind() == Launch.Kind.PERSISTENT;
        return allocator
                .place(
                        arenaFloats(lifetime.tensor),
                        isPersistent ? lifetime.firstRoutine : lifetime.firstLaunch,
                        isPersistent ? lifetime.lastRoutine : lifetime.lastLaunch)
                .orElseThrow();
    }
}
