package handgrad.backend.oracle;

import handgrad.backend.DeviceOptions;
import handgrad.program.ElementType;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Role;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a single op once on the oracle, with all tensors resident. Values of tensors that the op does not have are
 * ignored, so that one set of values serves forward and backward ops.
 */
final class OracleRun {
    private final Map<Tensor, double[]> floats = new LinkedHashMap<>();
    private final Map<Tensor, int[]> ints = new LinkedHashMap<>();

    static Tensor floats(String name, int... shape) {
        return Tensor.parameter(name, Shape.of(shape));
    }

    static Tensor ints(String name, int... shape) {
        return new Tensor(name, Shape.of(shape), ElementType.INT32, Role.STATE);
    }

    OracleRun with(Tensor tensor, double... values) {
        floats.put(tensor, values);
        return this;
    }

    OracleRun with(Tensor tensor, int... values) {
        ints.put(tensor, values);
        return this;
    }

    Result run(Op op) {
        final Program program = new Program("one op", List.of(op), List.of());
        final OracleSession session = new OracleBackend().open(DeviceOptions.defaults(), List.of(program));
        final List<Tensor> known = program.residents();
        floats.forEach((tensor, values) -> {
            if (known.contains(tensor)) {
                session.upload(tensor, values);
            }
        });
        ints.forEach((tensor, values) -> {
            if (known.contains(tensor)) {
                session.upload(tensor, values);
            }
        });
        session.run(program, 1);
        return new Result(session);
    }

    record Result(OracleSession session) {
        double[] floats(Tensor tensor) {
            final double[] values = new double[tensor.size()];
            session.download(tensor, values);
            return values;
        }

        int[] ints(Tensor tensor) {
            final int[] values = new int[tensor.size()];
            session.download(tensor, values);
            return values;
        }
    }
}
