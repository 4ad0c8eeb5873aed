package handgrad.random;

import java.util.OptionalDouble;
import java.util.function.DoubleSupplier;

/**
 * Normals by the polar method (Marsaglia and Bray, "A convenient method for generating normal variables", SIAM Review
 * 6, 1964), in the order of NumPy's legacy generator. A point (x₁, x₂) uniform in the square [−1, 1)² is drawn until
 * s = x₁² + x₂² is in (0, 1). With f = √(−2 ln s / s), f·x₂ is returned and f·x₁ is cached for the next call.
 */
final class PolarNormals {
    private final NormalCache cache;

    PolarNormals(NormalCache cache) {
        this.cache = cache;
    }

    /** The next standard normal, from uniforms in [0, 1). */
    double next(DoubleSupplier uniform) {
        final OptionalDouble kept = cache.take();
        if (kept.isPresent()) {
            return kept.getAsDouble();
        }
        while (true) {
            final double x1 = 2 * uniform.getAsDouble() - 1;
            final double x2 = 2 * uniform.getAsDouble() - 1;
            final double s = x1 * x1 + x2 * x2;
            if (s < 1 && s != 0) {
                final double factor = Math.sqrt(-2 * RoundedLogarithm.of(s) / s);
                cache.keep(factor * x1);
                return factor * x2;
            }
        }
    }

    String text() {
        return cache.text();
    }
}
