package handgrad.kernels.program;

import handgrad.program.ElementType;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The tensors of a program that live within a run, one after the other in one array of each type. All of them are kept
 * until the end of the run: a later kernel may read each.
 */
public final class Scratch {
    private final Map<Tensor, Integer> places = new HashMap<>();
    private final List<Integer> tables = new ArrayList<>();
    private final Map<ElementType, Integer> sizes = new EnumMap<>(ElementType.class);

    /**
     * Places the tensors.
     *
     * @param program the program
     * @throws ArithmeticException if they exceed an array
     */
    public Scratch(Program program) {
        for (final ElementType type : ElementType.values()) {
            sizes.put(type, 0);
        }
        program.tensors().stream().filter(tensor -> !tensor.role().isResident()).forEach(tensor -> {
            places.put(tensor, sizes.get(tensor.type()));
            sizes.merge(tensor.type(), tensor.size(), Math::addExact);
        });
    }

    /**
     * The index of a tensor's first element.
     *
     * @param tensor a tensor that is not resident
     * @return the index in the array of its type
     */
    public int place(Tensor tensor) {
        return places.get(tensor);
    }

    /**
     * Places a constant table behind those before it.
     *
     * @param table its elements
     * @return the index of its first element in {@link #tables}
     */
    int placeTable(int[] table) {
        final int first = tables.size();
        Arrays.stream(table).forEach(tables::add);
        return first;
    }

    /**
     * The constant tables of the calls so far, one after the other.
     *
     * @return their elements
     */
    public int[] tables() {
        return tables.stream().mapToInt(Integer::intValue).toArray();
    }

    /**
     * The size of an array.
     *
     * @param type the type of its elements
     * @return the number of elements
     */
    public int size(ElementType type) {
        return sizes.get(type);
    }
}
