package handgrad.host.backend.cpu;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * {@link WideBackward} with everything row-major. A cacheful of weights at a time, some rows (outputs) of some columns (inputs): its part of dx is
 * added up, its gradient is computed, and it is updated. Blocks are ranges of columns, so that each element of dx is summed within one, in the
 * order of the outputs; without dx they are ranges of rows. Further blocks compute the bias gradient.
 */
final class WideBackwardStep implements BlockStep {
    /** Rows × columns of weights that stay near the core, 48 KB; 128 columns are two tiles of 4 positions, which are faster than one of 6. */
    private static final int ROWS = 96;

    private static final int COLUMNS = 128;
    private static final int BIASES = 512;

    private final Kernels kernels;
    private final int batch;
    private final RowsPlace x;
    private final RowsPlace dy;
    private final FloatStore w;
    private final FloatStore rate;
    private final FloatStore db;
    private final Optional<RowsPlace> dx;
    private final int inputs;
    private final int outputs;
    private final int[] outputRows;
    private final int rowParts;
    private final int columnParts;
    private final float[] zeros = new float[Grid.LANES];
    /** For each worker the parts of usual size, with the last columns, with the last rows, and with both. */
    private final Part[][] parts;

    /** The arrays of a step, by their names in {@link WideBackward}. */
    record Places(RowsPlace x, RowsPlace dy, FloatStore w, FloatStore rate, FloatStore db, Optional<RowsPlace> dx) {}

    WideBackwardStep(Kernels kernels, int workers, int batch, Places places) {
        this.kernels = kernels;
        this.batch = batch;
        this.x = places.x;
        this.dy = places.dy;
        this.w = places.w;
        this.rate = places.rate;
        this.db = places.db;
        this.dx = places.dx;
        this.inputs = x.width();
        this.outputs = dy.width();
        this.outputRows = IntStream.range(0, outputs).toArray();
        this.rowParts = (outputs + ROWS - 1) / ROWS;
        // The last columns take what is left over as well, so that they are never fewer than 16.
        this.columnParts = Math.max(1, inputs / COLUMNS);
        final int lastRows = outputs - (rowParts - 1) * ROWS;
        final int lastColumns = inputs - (columnParts - 1) * COLUMNS;
        final int rows = Math.min(ROWS, outputs);
        final int columns = Math.min(COLUMNS, inputs);
        this.parts = new Part[workers][];
        Arrays.setAll(parts, _ -> new Part[] {
            new Part(rows, columns),
            new Part(rows, lastColumns),
            new Part(lastRows, columns),
            new Part(lastRows, lastColumns)
        });
        for (final int row : new int[] {0, rowParts - 1}) {
            part(0, row, 0).expect();
            part(0, row, columnParts - 1).expect();
        }
        kernels.expect(KernelUse.Single.ADD_SCALED);
    }

    @Override
    public int blocks() {
        return weightBlocks() + (outputs + BIASES - 1) / BIASES;
    }

    private int weightBlocks() {
        return dx.isPresent() ? columnParts : rowParts;
    }

    @Override
    public void run(int worker, int block) {
        if (block >= weightBlocks()) {
            final int first = (block - weightBlocks()) * BIASES;
            final int end = Math.min(outputs, first + BIASES);
            BiasGradient.sum(dy.values(0), outputRows, dy.offsets(), db.values, first, end);
        } else if (dx.isPresent()) {
            for (int row = 0; row < rowParts; row++) {
                part(worker, row, block).run(row * ROWS, block * COLUMNS);
            }
        } else {
            for (int column = 0; column < columnParts; column++) {
                part(worker, block, column).run(block * ROWS, column * COLUMNS);
            }
        }
    }

    private Part part(int worker, int row, int column) {
        return parts[worker][(row == rowParts - 1 ? 2 : 0) + (column == columnParts - 1 ? 1 : 0)];
    }

    /** The products for one size of part, with what a worker needs for them. */
    private final class Part {
        private final int rows;
        private final int columns;
        private final boolean atOnce;
        private final BroadcastProduct first;
        private final BroadcastProduct next;
        private final BroadcastProduct gradient;
        private final BroadcastCall firstCall;
        private final BroadcastCall nextCall;
        private final BroadcastCall gradientCall;

        Part(int rows, int columns) {
            this.rows = rows;
            this.columns = columns;
            // Where 16 does not divide the columns, two vectors overlap and must not be added to twice: all outputs at
            // once.
            this.atOnce = columns % Grid.LANES != 0;
            final int taps = atOnce ? outputs : rows;
            final int[] positions = Blocks16.starts(columns);
            final BroadcastTables tables = BroadcastTables.of(
                    dy.offsets(),
                    Arrays.copyOf(outputRows, taps),
                    positions,
                    IntStream.range(0, taps).map(o -> o * inputs).toArray(),
                    IntStream.range(0, batch).map(n -> n * inputs).toArray(),
                    positions);
            this.first = kernels.arrange(BroadcastProduct.dense(tables, batch));
            this.next = first.accumulating();
            this.gradient = kernels.arrange(BroadcastProduct.dense(
                    BroadcastTables.of(
                            outputRows,
                            dy.offsets(),
                            positions,
                            x.offsets(),
                            IntStream.range(0, rows).map(o -> o * columns).toArray(),
                            positions),
                    rows));
            this.firstCall = new BroadcastCall(first.tables());
            this.nextCall = new BroadcastCall(next.tables());
            this.gradientCall = new BroadcastCall(gradient.tables());
            firstCall.init = zeros;
            gradientCall.init = zeros;
            gradientCall.y = new float[rows * columns];
        }

        void expect() {
            if (dx.isPresent()) {
                first.expect(kernels);
            }
            gradient.expect(kernels);
        }

        void run(int row, int column) {
            if (dx.isPresent() && (row == 0 || !atOnce)) {
                addInputGradient(dx.get(), row, column);
            }
            updateWeights(row, column);
        }

        private void addInputGradient(RowsPlace place, int row, int column) {
            final BroadcastCall call = row == 0 ? firstCall : nextCall;
            call.a = dy.values(0);
            call.aBase = row;
            call.x = w.values;
            call.xBase = row * inputs + column;
            call.y = place.values(0);
            call.yBase = place.at(0) + column;
            if (row > 0) {
                call.init = call.y;
                call.initBase = call.yBase;
            }
            (row == 0 ? first : next).run(kernels, call);
        }

        private void updateWeights(int row, int column) {
            gradientCall.a = dy.values(0);
            gradientCall.firstARow = row;
            gradientCall.x = x.values(0);
            gradientCall.xBase = column;
            gradient.run(kernels, gradientCall);
            final float factor = -rate.values[0];
            for (int r = 0; r < rows; r++) {
                kernels.addScaled(factor, gradientCall.y, r * columns, w.values, (row + r) * inputs + column, columns);
            }
        }
    }
}
