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
 * Where the tensors of a program live. Residents have their arrays already; local ones share arrays by lifetime: one
 * that is read for the last time in a step gives its array to one that is first written in a later step. The kernels go
 * by sizes, never by the length of an array, so an array may be larger than its tensor.
 */
final class ProgramArrays {
    /** An array to be: how many elements it needs, and up to which step it is taken. */
    private static final class Place {
        private final ElementType type;
        private int size;
        private int takenUpTo;

        Place(ElementType type) {
            this.type = type;
        }
    }

    private final Residents residents;
    private final Map<Tensor, Object> locals = new HashMap<>();
    private final List<Object> localArrays = new ArrayList<>();
    private final List<Object> constants = new ArrayList<>();
    private final DistinctArrays distinct;

    ProgramArrays(Program program, List<Step> steps, Residents residents, DistinctArrays distinct) {
        this.residents = residents;
        this.distinct = distinct;
        final Map<Tensor, Integer> lastUse = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            for (final Tensor tensor : steps.get(i).tensors()) {
                lastUse.put(tensor, i);
            }
        }
        program.outputs().forEach(output -> lastUse.put(output, steps.size()));
        final List<Place> places = new ArrayList<>();
        final Map<Tensor, Place> placeOf = new HashMap<>();
        for (int i = 0; i < steps.size(); i++) {
            for (final Tensor tensor : steps.get(i).tensors()) {
                if (!tensor.role().isResident() && !placeOf.containsKey(tensor)) {
                    final Place place = choose(places, tensor, i);
                    place.size = Math.max(place.size, tensor.size());
                    place.takenUpTo = lastUse.get(tensor);
                    placeOf.put(tensor, place);
                }
            }
        }
        final Map<Place, Object> arrayOf = new HashMap<>();
        for (final Place place : places) {
            final Object array = distinct.of(place.type, place.size);
            arrayOf.put(place, array);
            localArrays.add(array);
        }
        placeOf.forEach((tensor, place) -> locals.put(tensor, arrayOf.get(place)));
    }

    /** The smallest free place that is large enough, else the largest free one, which grows, else a new one. */
    private static Place choose(List<Place> places, Tensor tensor, int step) {
        final List<Place> free = places.stream()
                .filter(place -> place.type == tensor.type() && place.takenUpTo < step)
                .sorted(Comparator.comparingInt(place -> place.size))
                .toList();
        final Optional<Place> fitting =
                free.stream().filter(place -> place.size >= tensor.size()).findFirst();
        if (fitting.isPresent()) {
            return fitting.get();
        }
        if (!free.isEmpty()) {
            return free.getLast();
        }
        final Place place = new Place(tensor.type());
        places.add(place);
        return place;
    }

    /** The array of a float tensor. */
    float[] floats(Tensor tensor) {
        return (float[]) array(tensor);
    }

    /** The array of an int tensor. */
    int[] ints(Tensor tensor) {
        return (int[]) array(tensor);
    }

    /** The array of a tensor, which may be longer than it. */
    Object array(Tensor tensor) {
        return tensor.role().isResident() ? residents.array(tensor) : locals.get(tensor);
    }

    /** What an activation was given, if its gradient reads that; else another array in its place. */
    float[] keptInput(ActivationBackward op, float[] other) {
        return op.function().keepsInput() ? floats(op.x()) : other;
    }

    /** What an activation gave, if its gradient reads that; else another array in its place. */
    float[] keptOutput(ActivationBackward op, float[] other) {
        return op.function().keepsOutput() ? floats(op.y()) : other;
    }

    /** An array that never changes, such as a connection table. */
    int[] constant(int[] elements) {
        final int[] array = distinct.of(elements);
        constants.add(array);
        return array;
    }

    /** The arrays that only this program's graph has and writes. */
    Object[] locals() {
        return localArrays.toArray();
    }

    /** The arrays that only this program's graph has and only reads. */
    Object[] constants() {
        return constants.toArray();
    }
}
