package handgrad.backend.tornado;

import handgrad.program.ActivationOp.ActivationBackward;
import handgrad.program.ElementType;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arrays of a program's tensors. Local tensors share arrays by liveness: a tensor that is first written after the
 * last use of another may reuse its array. Kernels use sizes, never the length of an array, so an array may be larger
 * than its tensor.
 */
final class ProgramArrays implements TensorArrays {
    /** An array to allocate: its size and the last group that uses it so far. */
    private static final class Slot {
        private final ElementType type;
        private int size;
        private int lastUse;

        Slot(ElementType type) {
            this.type = type;
        }
    }

    private final ResidentTensors residents;
    private final Map<Tensor, Object> locals = new HashMap<>();
    private final List<Object> localArrays = new ArrayList<>();
    private final List<Object> constants = new ArrayList<>();
    private final DistinctArrays distinct;

    ProgramArrays(Program program, List<OpGroup> groups, ResidentTensors residents, DistinctArrays distinct) {
        this.residents = residents;
        this.distinct = distinct;
        final Map<Tensor, Integer> lastUse = new HashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            for (final Tensor tensor : groups.get(i).tensors()) {
                lastUse.put(tensor, i);
            }
        }
        program.outputs().forEach(output -> lastUse.put(output, groups.size()));
        final List<Slot> slots = new ArrayList<>();
        final Map<Tensor, Slot> slotOf = new HashMap<>();
        for (int i = 0; i < groups.size(); i++) {
            for (final Tensor tensor : groups.get(i).tensors()) {
                if (!tensor.role().isResident() && !slotOf.containsKey(tensor)) {
                    final Slot slot = choose(slots, tensor, i);
                    slot.size = Math.max(slot.size, tensor.size());
                    slot.lastUse = lastUse.get(tensor);
                    slotOf.put(tensor, slot);
                }
            }
        }
        final Map<Slot, Object> arrayOf = new HashMap<>();
        for (final Slot slot : slots) {
            final Object array = distinct.of(slot.type, slot.size);
            arrayOf.put(slot, array);
            localArrays.add(array);
        }
        slotOf.forEach((tensor, slot) -> locals.put(tensor, arrayOf.get(slot)));
    }

    /** The smallest free slot that is large enough, else the largest free one, which grows, else a new one. */
    private static Slot choose(List<Slot> slots, Tensor tensor, int group) {
        final List<Slot> free = slots.stream()
                .filter(slot -> slot.type == tensor.type() && slot.lastUse < group)
                .sorted(Comparator.comparingInt(slot -> slot.size))
                .toList();
        final Optional<Slot> fitting =
                free.stream().filter(slot -> slot.size >= tensor.size()).findFirst();
        if (fitting.isPresent()) {
            return fitting.get();
        }
        if (!free.isEmpty()) {
            return free.getLast();
        }
        final Slot slot = new Slot(tensor.type());
        slots.add(slot);
        return slot;
    }

    /** The array of a float tensor. */
    float[] floats(Tensor tensor) {
        return (float[]) array(tensor);
    }

    /** The array of an int tensor. */
    int[] ints(Tensor tensor) {
        return (int[]) array(tensor);
    }

    /** The array of a tensor, which may be longer than the tensor. */
    @Override
    public Object array(Tensor tensor) {
        return tensor.role().isResident() ? residents.array(tensor) : locals.get(tensor);
    }

    @Override
    public int place(Tensor tensor) {
        return 0;
    }

    /** The input of an activation if its gradient reads it, else a substitute. */
    float[] keptInput(ActivationBackward op, float[] other) {
        return op.function().keepsInput() ? floats(op.x()) : other;
    }

    /** The output of an activation if its gradient reads it, else a substitute. */
    float[] keptOutput(ActivationBackward op, float[] other) {
        return op.function().keepsOutput() ? floats(op.y()) : other;
    }

    /** Allocates a constant array, such as a connection table. */
    int[] constant(int[] elements) {
        final int[] array = distinct.of(elements);
        constants.add(array);
        return array;
    }

    /** The arrays of local tensors. */
    @Override
    public Object[] locals() {
        return localArrays.toArray();
    }

    /** The constant arrays. */
    @Override
    public Object[] constants() {
        return constants.toArray();
    }
}
