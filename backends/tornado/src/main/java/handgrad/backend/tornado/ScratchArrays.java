package handgrad.backend.tornado;

import handgrad.kernels.program.Argument;
import handgrad.kernels.program.Scratch;
import handgrad.program.ElementType;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The arrays of a program with generated kernels: all tensors of a type that live within a run are in one array. */
final class ScratchArrays implements TensorArrays {
    private final ResidentTensors residents;
    private final DistinctArrays distinct;
    private final Scratch scratch;
    private final Map<ElementType, Object> locals = new EnumMap<>(ElementType.class);
    private Optional<int[]> tables = Optional.empty();

    ScratchArrays(Program program, ResidentTensors residents, DistinctArrays distinct) {
        this.residents = residents;
        this.distinct = distinct;
        this.scratch = new Scratch(program);
        for (final ElementType type : ElementType.values()) {
            if (scratch.size(type) > 0) {
                locals.put(type, distinct.of(type, scratch.size(type)));
            }
        }
    }

    /** The places of the tensors. */
    Scratch scratch() {
        return scratch;
    }

    /** The array with all tables, which are known when the program is lowered to calls. */
    private int[] tables() {
        if (tables.isEmpty()) {
            tables = Optional.of(distinct.of(scratch.tables()));
        }
        return tables.orElseThrow();
    }

    /** The array of an argument. */
    Object array(Argument.Array argument) {
        return switch (argument) {
            case Argument.Resident(Tensor tensor) -> residents.array(tensor);
            case Argument.Scratch(ElementType type) -> locals.get(type);
            case Argument.Tables all -> tables();
        };
    }

    @Override
    public Object array(Tensor tensor) {
        return tensor.role().isResident() ? residents.array(tensor) : locals.get(tensor.type());
    }

    @Override
    public int place(Tensor tensor) {
        return tensor.role().isResident() ? 0 : scratch.place(tensor);
    }

    @Override
    public Object[] locals() {
        return locals.values().toArray();
    }

    @Override
    public Object[] constants() {
        return tables.stream().toArray();
    }
}
