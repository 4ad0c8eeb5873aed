package handgrad.backend.oracle;

import handgrad.program.RecordOp;
import handgrad.program.RecordOp.RecordHits;
import handgrad.program.RecordOp.RecordLoss;
import handgrad.program.RecordOp.RecordPenalty;
import java.util.Arrays;
import java.util.List;

/** The records in float64, which needs no compensated summation. */
final class RecordLoops {
    private RecordLoops() {}

    static void run(RecordOp op, OracleMemory memory) {
        switch (op) {
            case RecordLoss loss -> {
                final int step = memory.ints(loss.position())[1];
                memory.floats(loss.history())[step] =
                        Arrays.stream(memory.floats(loss.losses())).sum();
            }
            case RecordPenalty penalty -> {
                final int step = memory.ints(penalty.position())[1];
                final double lambda = memory.floats(penalty.lambda())[0];
                final double[] values = new double[penalty.w().size()];
                ElementwiseLoops.run(
                        penalty.penalty().forward(),
                        List.of(memory.floats(penalty.w())),
                        new double[0],
                        List.of(values));
                memory.floats(penalty.history())[step] +=
                        penalty.samples() * lambda * Arrays.stream(values).sum();
            }
            case RecordHits hits -> {
                final int step = memory.ints(hits.position())[1];
                memory.ints(hits.history())[step] =
                        Arrays.stream(memory.ints(hits.hits())).sum();
            }
        }
    }
}
