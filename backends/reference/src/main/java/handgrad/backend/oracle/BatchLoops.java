package handgrad.backend.oracle;

import handgrad.program.BatchOp;
import handgrad.program.BatchOp.Advance;
import handgrad.program.BatchOp.GatherLabels;
import handgrad.program.BatchOp.GatherRows;

/** The batch ops in float64. */
final class BatchLoops {
    private BatchLoops() {}

    static void run(BatchOp op, OracleMemory memory) {
        switch (op) {
            case GatherRows gather -> gatherRows(gather, memory);
            case GatherLabels gather -> gatherLabels(gather, memory);
            case Advance advance -> advance(advance, memory);
        }
    }

    private static void gatherRows(GatherRows op, OracleMemory memory) {
        final double[] data = memory.floats(op.data());
        final int[] order = memory.ints(op.order());
        final int start = memory.ints(op.position())[0];
        final double[] batch = memory.floats(op.batch());
        final int sampleSize = op.data().shape().sampleSize();
        for (int n = 0; n < op.batch().shape().batch(); n++) {
            for (int e = 0; e < sampleSize; e++) {
                batch[n * sampleSize + e] = data[order[start + n] * sampleSize + e];
            }
        }
    }

    private static void gatherLabels(GatherLabels op, OracleMemory memory) {
        final int[] labels = memory.ints(op.labels());
        final int[] order = memory.ints(op.order());
        final int start = memory.ints(op.position())[0];
        final int[] batch = memory.ints(op.batch());
        for (int n = 0; n < batch.length; n++) {
            batch[n] = labels[order[start + n]];
        }
    }

    private static void advance(Advance op, OracleMemory memory) {
        final int[] position = memory.ints(op.position());
        position[0] += op.samples();
        position[1] += 1;
    }
}
