package handgrad.host.data.digits;

/**
 * One movement of the pen through some points, in a box of 100×100 with its origin at the top left.
 *
 * @param points x and y of each point in turn: x₀ y₀ x₁ y₁ …
 * @param kind how the pen goes from point to point
 */
record Stroke(double[] points, Kind kind) {
    /** How the pen goes from point to point. */
    enum Kind {
        /** In straight lines. */
        STRAIGHT,
        /** In one smooth curve. */
        CURVE,
        /** As one smooth closed curve. */
        LOOP
    }

    /** Straight lines per curve segment between two points: fine enough for 28 pixels. */
    private static final int PIECES = 5;

    /**
     * A stroke of straight lines.
     *
     * @param points x and y of each in turn
     * @return the stroke
     */
    static Stroke straight(double... points) {
        return new Stroke(points, Kind.STRAIGHT);
    }

    /**
     * A smooth stroke.
     *
     * @param points x and y of each in turn
     * @return the stroke
     */
    static Stroke curve(double... points) {
        return new Stroke(points, Kind.CURVE);
    }

    /**
     * A smooth closed stroke.
     *
     * @param points x and y of each in turn, the first not repeated
     * @return the stroke
     */
    static Stroke loop(double... points) {
        return new Stroke(points, Kind.LOOP);
    }

    /**
     * The stroke as a hand would repeat it, each point a little off.
     *
     * @param random the digit's random stream
     * @param largest the largest deviation of a coordinate
     * @return a stroke of the same kind
     */
    Stroke jittered(DigitRandom random, double largest) {
        final double[] moved = points.clone();
        for (int i = 0; i < moved.length; i++) {
            moved[i] += random.deviation(largest);
        }
        return new Stroke(moved, kind);
    }

    /**
     * The stroke as a chain of straight lines. A curve is the Catmull–Rom spline through the points: between p₁ and p₂,
     * with p₀ before and p₃ after,
     * ½(2p₁ + (p₂−p₀)t + (2p₀−5p₁+4p₂−p₃)t² + (3p₁−p₀−3p₂+p₃)t³) for t from 0 to 1.
     *
     * @return x and y of each end in turn
     */
    double[] flattened() {
        if (kind == Kind.STRAIGHT) {
            return points;
        }
        final int count = points.length / 2;
        final int spans = kind == Kind.LOOP ? count : count - 1;
        final double[] chain = new double[2 * (spans * PIECES + 1)];
        for (int i = 0; i <= spans * PIECES; i++) {
            final int span = Math.min(i / PIECES, spans - 1);
            final double t = i / (double) PIECES - span;
            for (int axis = 0; axis < 2; axis++) {
                chain[2 * i + axis] =
                        spline(at(span - 1, axis), at(span, axis), at(span + 1, axis), at(span + 2, axis), t);
            }
        }
        return chain;
    }

    /** A coordinate of a point; past the ends, a loop begins again and a curve's end point is repeated. */
    private double at(int index, int axis) {
        final int count = points.length / 2;
        final int inside = kind == Kind.LOOP ? Math.floorMod(index, count) : Math.clamp(index, 0, count - 1);
        return points[2 * inside + axis];
    }

    private static double spline(double p0, double p1, double p2, double p3, double t) {
        return 0.5
                * (2 * p1 + t * ((p2 - p0) + t * ((2 * p0 - 5 * p1 + 4 * p2 - p3) + t * (3 * p1 - p0 - 3 * p2 + p3))));
    }
}
