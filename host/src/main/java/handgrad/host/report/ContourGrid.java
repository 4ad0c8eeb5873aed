package handgrad.host.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * A function on a square grid over [−limit, limit]², and its contour lines by marching squares: where the level lies
 * between two neighbours of the grid, the line crosses the edge between them at the linearly interpolated place.
 *
 * @param values [side × side], x ascending within a row, y ascending over the rows
 * @param side how many points a side
 * @param limit where the square ends
 */
record ContourGrid(float[] values, int side, double limit) {
    /**
     * A piece of a line.
     *
     * @param x1 where it begins
     * @param y1 where it begins
     * @param x2 where it ends
     * @param y2 where it ends
     */
    record Segment(double x1, double y1, double x2, double y2) {}

    /**
     * All pieces of the lines at one value.
     *
     * @param segments in no particular order
     */
    record Lines(List<Segment> segments) {
        /** The ends of the pieces, three numbers each: the third belongs to the gap before the next piece. */
        double[] x() {
            return segments.stream()
                    .flatMapToDouble(segment -> DoubleStream.of(segment.x1(), segment.x2(), segment.x2()))
                    .toArray();
        }

        /** As {@link #x}; NaN, which charts leave out, in the gaps. */
        double[] y() {
            return segments.stream()
                    .flatMapToDouble(segment -> DoubleStream.of(segment.y1(), segment.y2(), Double.NaN))
                    .toArray();
        }
    }

    private record Point(double x, double y) {}

    /** The lines on which the function has a value. */
    Lines contour(double level) {
        final List<Segment> segments = new ArrayList<>();
        for (int row = 0; row < side - 1; row++) {
            for (int column = 0; column < side - 1; column++) {
                final List<Point> crossings = new ArrayList<>();
                crossing(column, row, column + 1, row, level).ifPresent(crossings::add);
                crossing(column + 1, row, column + 1, row + 1, level).ifPresent(crossings::add);
                crossing(column + 1, row + 1, column, row + 1, level).ifPresent(crossings::add);
                crossing(column, row + 1, column, row, level).ifPresent(crossings::add);
                // Two crossings, or four around a saddle, each pair a piece.
                for (int c = 0; c + 1 < crossings.size(); c += 2) {
                    final Point from = crossings.get(c);
                    final Point to = crossings.get(c + 1);
                    segments.add(new Segment(from.x(), from.y(), to.x(), to.y()));
                }
            }
        }
        return new Lines(List.copyOf(segments));
    }

    private Optional<Point> crossing(int fromColumn, int fromRow, int toColumn, int toRow, double level) {
        final double from = values[fromRow * side + fromColumn] - level;
        final double to = values[toRow * side + toColumn] - level;
        if (from < 0 == to < 0) {
            return Optional.empty();
        }
        final double share = from / (from - to);
        return Optional.of(new Point(
                coordinate(fromColumn + share * (toColumn - fromColumn)),
                coordinate(fromRow + share * (toRow - fromRow))));
    }

    private double coordinate(double index) {
        return limit * (2 * index / (side - 1) - 1);
    }
}
