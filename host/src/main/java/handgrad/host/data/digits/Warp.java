package handgrad.host.data.digits;

/**
 * A random distortion from the box of 100×100 in which digits are designed to the picture of 28×28 pixels. First the
 * paper is pulled out of shape: a coarse grid of random displacements, interpolated smoothly. Then the whole is scaled,
 * sheared, turned and shifted.
 */
final class Warp {
    private static final double BOX = 100;
    /** Corners of the displacement grid along one axis; its cells are BOX / 3 wide. */
    private static final int GRID = 4;
    /** The largest displacement, in units of the box. */
    private static final double ELASTIC = 13;
    /** The height of a digit in pixels before scaling, as in MNIST. */
    private static final double HEIGHT = 20;

    private static final double LARGEST_TURN = StrictMath.toRadians(22);
    private static final double LARGEST_SHEAR = 0.4;
    private static final double LARGEST_SHIFT = 2.6;

    private final double[] displacements = new double[2 * GRID * GRID];
    private final double xx;
    private final double xy;
    private final double yx;
    private final double yy;
    private final double shiftX;
    private final double shiftY;

    /**
     * Draws a distortion.
     *
     * @param random the digit's random stream
     */
    Warp(DigitRandom random) {
        for (int i = 0; i < displacements.length; i++) {
            displacements[i] = random.deviation(ELASTIC);
        }
        final double turn = random.deviation(LARGEST_TURN);
        final double shear = random.deviation(LARGEST_SHEAR);
        final double scaleX = HEIGHT / BOX * random.between(0.65, 1.1);
        final double scaleY = HEIGHT / BOX * random.between(0.75, 1.1);
        // StrictMath, because Math.sin may differ in its last bit from one Java to another.
        final double cosine = StrictMath.cos(turn);
        final double sine = StrictMath.sin(turn);
        // Turn · shear · scale: (x, y) → (s_x x − h s_y y, s_y y), then turned.
        xx = cosine * scaleX;
        xy = (-cosine * shear - sine) * scaleY;
        yx = sine * scaleX;
        yy = (-sine * shear + cosine) * scaleY;
        shiftX = DigitPicture.SIDE / 2.0 + random.deviation(LARGEST_SHIFT);
        shiftY = DigitPicture.SIDE / 2.0 + random.deviation(LARGEST_SHIFT);
    }

    /**
     * Moves points into the picture.
     *
     * @param chain x and y of each point in turn, in the box
     * @return x and y of each in pixels; the middle of the top left pixel is at (½, ½)
     */
    double[] apply(double[] chain) {
        final double[] moved = new double[chain.length];
        for (int i = 0; i < chain.length; i += 2) {
            final double x = chain[i] + displacement(chain[i], chain[i + 1], 0) - BOX / 2;
            final double y = chain[i + 1] + displacement(chain[i], chain[i + 1], 1) - BOX / 2;
            moved[i] = xx * x + xy * y + shiftX;
            moved[i + 1] = yx * x + yy * y + shiftY;
        }
        return moved;
    }

    private double displacement(double x, double y, int axis) {
        final double gridX = Math.clamp(x / BOX, 0.0, 1.0) * (GRID - 1);
        final double gridY = Math.clamp(y / BOX, 0.0, 1.0) * (GRID - 1);
        final int column = Math.min((int) gridX, GRID - 2);
        final int row = Math.min((int) gridY, GRID - 2);
        final double right = smooth(gridX - column);
        final double down = smooth(gridY - row);
        final int corner = 2 * (row * GRID + column) + axis;
        final double top = mix(displacements[corner], displacements[corner + 2], right);
        final double bottom = mix(displacements[corner + 2 * GRID], displacements[corner + 2 * GRID + 2], right);
        return mix(top, bottom, down);
    }

    /** 3t² − 2t³, which has no slope at 0 and 1: the displacement has no kinks where cells meet. */
    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }

    private static double mix(double from, double to, double share) {
        return from + (to - from) * share;
    }
}
