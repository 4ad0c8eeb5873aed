package handgrad.host.labs.bench;

import handgrad.program.Program;
import handgrad.program.Tensor;

/**
 * Derivatives by central differences, (f(v + h) − f(v − h)) / 2h with h = 10⁻⁵, in float64: they use no rule of
 * differentiation. The truncation error is h²/6·f''' ≈ 2·10⁻¹¹·f''', and rounding adds about 2⁻⁵³·|f|/h ≈ 10⁻¹¹·|f|.
 *
 * @param session the program in float64
 * @param program computes f
 * @param output f, which the program keeps
 */
public record CentralDifferences(LabSession session, Program program, Tensor output) {
    /** h. */
    public static final double STEP = 1e-5;

    /** For functions whose values and third derivatives are below about 1,000: a hundred times the error above. */
    public static final double TOLERANCE = 1e-7;

    /** Why {@link #TOLERANCE} is so much. */
    public static final String REASON = "the difference quotient's own error";

    /**
     * ∂f_i/∂v_j.
     *
     * @param at where, v included
     * @param variable v
     * @return [elements of f][elements of v]
     */
    public double[][] jacobian(LabInputs at, Tensor variable) {
        final double[][] jacobian = new double[output.size()][variable.size()];
        for (int j = 0; j < variable.size(); j++) {
            final double centre = at.floats().get(variable)[j];
            final double[] above = value(at, variable, j, centre + STEP);
            final double[] below = value(at, variable, j, centre - STEP);
            final double distance = (centre + STEP) - (centre - STEP);
            for (int i = 0; i < output.size(); i++) {
                jacobian[i][j] = (above[i] - below[i]) / distance;
            }
        }
        return jacobian;
    }

    /**
     * ∂f/∂v of a function of one element.
     *
     * @param at where the derivative is taken
     * @param variable v
     * @return an element for each of v
     */
    public double[] gradient(LabInputs at, Tensor variable) {
        return jacobian(at, variable)[0];
    }

    /**
     * f with one element of v changed.
     *
     * @param at the other inputs
     * @param variable v
     * @param place which element
     * @param value the new one
     * @return f
     */
    public double[] value(LabInputs at, Tensor variable, int place, double value) {
        final double[] changed = at.floats().get(variable).clone();
        changed[place] = value;
        return session.run(program, at.with(variable, changed)).floats(output);
    }
}
