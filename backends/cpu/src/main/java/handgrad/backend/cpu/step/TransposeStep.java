package handgrad.backend.cpu.step;

import handgrad.backend.cpu.layout.FloatStore;

/**
 * Transposes weights, by blocks of rows of the result.
 *
 * @param from [rows, columns]
 * @param to [columns, rows]
 * @param rows the rows of the weights
 * @param columns the columns of the weights
 */
public record TransposeStep(FloatStore from, FloatStore to, int rows, int columns) implements BlockStep {
    private static final int BLOCK = 64;

    @Override
    public int blocks() {
        return (columns + BLOCK - 1) / BLOCK;
    }

    @Override
    public void run(int worker, int block) {
        final float[] source = from.values;
        final float[] target = to.values;
        for (int c = block * BLOCK; c < Math.min(columns, (block + 1) * BLOCK); c++) {
            for (int r = 0; r < rows; r++) {
                target[c * rows + r] = source[r * columns + c];
            }
        }
    }
}
