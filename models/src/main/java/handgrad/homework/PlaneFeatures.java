package handgrad.homework;

/** The feature map φ(x) = (1, x₁, x₁², x₂, x₂²), which maps axis-parallel conic sections to hyperplanes. */
final class PlaneFeatures {
    /** The number of features. */
    static final int COUNT = 5;

    private PlaneFeatures() {}

    /** φ(x). */
    static float[] of(double x1, double x2) {
        return new float[] {1, (float) x1, (float) (x1 * x1), (float) x2, (float) (x2 * x2)};
    }
}
