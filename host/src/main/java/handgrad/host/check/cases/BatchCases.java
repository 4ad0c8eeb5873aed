package handgrad.host.check.cases;

import handgrad.program.BatchOp.Advance;
import handgrad.program.BatchOp.GatherLabels;
import handgrad.program.BatchOp.GatherRows;
import java.util.ArrayList;
import java.util.List;

/** Gathers from the start, from the middle and up to the last sample, with orders that repeat samples. */
final class BatchCases {
    private BatchCases() {}

    static List<OpCase> all() {
        final List<OpCase> cases = new ArrayList<>();
        cases.add(rows(1, 1, 0, 1, 1));
        cases.add(rows(10, 23, 7, 16, 1, 28, 28));
        cases.add(rows(5, 40, 2, 33, 3, 5, 7));
        cases.add(rows(31, 17, 0, 17, 2));
        cases.add(labels(1, 1, 0, 1));
        cases.add(labels(10, 23, 7, 16));
        cases.add(labels(5, 40, 2, 33));
        cases.add(advance(0, 0, 1));
        cases.add(advance(59_900, 599, 100));
        return cases;
    }

    /** A batch from a data set of n samples, in an order of that length, from that position on. */
    private static OpCase rows(int n, int length, int start, int batch, int... sample) {
        final var builder = new OpCaseBuilder("GatherRows " + batch + " from " + start + " of " + length + ", "
                        + CaseNames.sizes(sample) + " of " + n)
                .withSpecial();
        return builder.build(new GatherRows(
                builder.input("data", Fill.special(), CaseNames.prepend(n, sample)),
                builder.indices("order", n, length),
                builder.counters("position", start, 3),
                builder.output("batch", CaseNames.prepend(batch, sample))));
    }

    private static OpCase labels(int n, int length, int start, int batch) {
        final var builder = new OpCaseBuilder(
                        "GatherLabels " + batch + " from " + start + " of " + length + ", " + n + " labels")
                .only(ValueKind.NORMAL);
        return builder.build(new GatherLabels(
                builder.indices("labels", 10, n),
                builder.indices("order", n, length),
                builder.counters("position", start, 3),
                builder.intOutput("batch", batch)));
    }

    private static OpCase advance(int sample, int step, int batch) {
        final var builder =
                new OpCaseBuilder("Advance " + sample + ", " + step + " by " + batch).only(ValueKind.NORMAL);
        return builder.build(new Advance(builder.counters("position", sample, step), batch));
    }
}
