package handgrad.homework;

/** The map φ(x) = (1, x₁, x₁², x₂, x₂²), after which a conic section parallel to the axes is a hyperplane. */
final class PlaneFeatures {
    /** How many features a point has. */
    static final int COUNT = 5;

    private PlaneFeatures() {}

    /** φ(x). */
    static float[] of(double x1, double x2) {
        return new float[] {1, (float) x1, (float) (x1 * x1), (float) x2, (float) (x2 * x2)};
    }
}
