package handgrad.formula;

/** The operations in float64, as the oracle and finite differences use them. */
public final class Evaluation {
    private static final double TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);

    private Evaluation() {}

    /**
     * Applies an operation.
     *
     * @param operation neither a constant nor an argument
     * @param v the operands' values
     * @return the value
     */
    public static double apply(Operation operation, double... v) {
        return switch (operation) {
            case CONSTANT, ARGUMENT -> throw new IllegalArgumentException(operation + " computes nothing");
            case NEGATE -> -v[0];
            case ABS -> Math.abs(v[0]);
            case SIGN -> Math.signum(v[0]);
            case SQRT -> Math.sqrt(v[0]);
            case EXP -> Math.exp(v[0]);
            case EXPM1 -> Math.expm1(v[0]);
            case LOG -> Math.log(v[0]);
            case LOG1P, LOG1P_ABOVE -> Math.log1p(v[0]);
            case TANH -> Math.tanh(v[0]);
            case SIGMOID -> sigmoid(v[0]);
            case ERF -> erf(v[0]);
            case PLUS -> v[0] + v[1];
            case MINUS -> v[0] - v[1];
            case TIMES -> v[0] * v[1];
            case OVER -> v[0] / v[1];
            case MIN -> Math.min(v[0], v[1]);
            case MAX -> Math.max(v[0], v[1]);
            case FMA -> v[0] * v[1] + v[2];
            case SELECT_LESS -> v[0] < v[1] ? v[2] : v[3];
            case SELECT_LESS_OR_EQUAL -> v[0] <= v[1] ? v[2] : v[3];
            case SELECT_EQUAL -> v[0] == v[1] ? v[2] : v[3];
        };
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    /**
     * erf x = 2/√π · e^(−x²) Σ_n 2ⁿ x^(2n+1) / (1·3·5 ⋯ (2n+1)), for |x| &lt; 3, a series whose terms all have the same
     * sign; for larger |x|, 1 − erfc with the continued fraction erfc x = e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x +
     * …)))). (Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.6 and 7.1.14.)
     */
    private static double erf(double x) {
        final double size = Math.abs(x);
        if (!(size < 6)) {
            return Double.isNaN(x) ? x : Math.signum(x);
        }
        if (size < 3) {
            double term = x;
            double sum = x;
            for (int n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
                term *= 2 * x * x / (2 * n + 1);
                sum += term;
            }
            return TWO_OVER_ROOT_PI * Math.exp(-x * x) * sum;
        }
        double fraction = size;
        for (int k = 60; k >= 1; k--) {
            fraction = size + k / 2.0 / fraction;
        }
        return Math.copySign(1 - Math.exp(-x * x) / Math.sqrt(Math.PI) / fraction, x);
    }
}
