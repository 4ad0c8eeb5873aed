package handgrad.host.labs.experiment;

import handgrad.host.labs.experiment.MaxPoolingLab.Tally;
import handgrad.program.Shape;
import handgrad.program.Window;

/**
 * Images and their elements' values under a function, a window at a time.
 *
 * @param shape [B, C, H, W]
 * @param window how they are pooled
 * @param x the images
 * @param y the values, element by element
 */
record PooledImages(Shape shape, Window window, double[] x, double[] y) {
    /**
     * Compares two results of pooling, window by window.
     *
     * @param ordered takes the windows in which y is non-decreasing in x
     * @param rounded takes the others
     */
    void compare(double[] first, double[] second, Tally ordered, Tally rounded) {
        final int height = shape.dimension(2);
        final int width = shape.dimension(3);
        final int rows = window.outputExtent(height);
        final int columns = window.outputExtent(width);
        for (int place = 0; place < first.length; place++) {
            final int channel = place / (rows * columns);
            final int row = place / columns % rows * window.stride();
            final int column = place % columns * window.stride();
            final int start = (channel * height + row) * width + column;
            (isOrdered(start, width) ? ordered : rounded).add(first[place], second[place]);
        }
    }

    private boolean isOrdered(int start, int width) {
        final int elements = window.size() * window.size();
        for (int a = 0; a < elements; a++) {
            final int i = start + a / window.size() * width + a % window.size();
            for (int b = 0; b < elements; b++) {
                final int j = start + b / window.size() * width + b % window.size();
                if (x[i] < x[j] && y[i] > y[j]) {
                    return false;
                }
            }
        }
        return true;
    }
}
