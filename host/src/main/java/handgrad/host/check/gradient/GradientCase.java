package handgrad.host.check.gradient;

import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A function L = Σ weights ⊙ output of all uploaded values, and a program that should compute its gradient.
 *
 * @param name what is differentiated
 * @param value the program that computes the output
 * @param output a float tensor that can be downloaded after {@code value}
 * @param weights one for each element of the output
 * @param backward the program that computes the gradients
 * @param gradients for each variable the tensor that holds ∂L/∂variable after {@code backward}
 * @param floats what is uploaded before each run, in float64
 * @param ints what is uploaded before each run
 */
public record GradientCase(
        String name,
        Program value,
        Tensor output,
        double[] weights,
        Program backward,
        Map<Tensor, Tensor> gradients,
        Map<Tensor, double[]> floats,
        Map<Tensor, int[]> ints) {
    /** Copies the maps. */
    public GradientCase {
        gradients = new LinkedHashMap<>(gradients);
        floats = new LinkedHashMap<>(floats);
        ints = new LinkedHashMap<>(ints);
    }

    /** Both programs, for one session. */
    List<Program> programs() {
        return List.of(value, backward);
    }

    @Override
    public String toString() {
        return name;
    }
}
