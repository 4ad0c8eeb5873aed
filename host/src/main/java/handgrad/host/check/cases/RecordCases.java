package handgrad.host.check.cases;

import handgrad.program.PenaltyFunction;
import handgrad.program.RecordOp.RecordHits;
import handgrad.program.RecordOp.RecordLoss;
import handgrad.program.RecordOp.RecordPenalty;
import handgrad.program.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Records in the first, a middle and the last slot; sums over one sample, and over enough samples that a plain float
 * sum loses digits.
 */
final class RecordCases {
    private RecordCases() {}

    static List<OpCase> all() {
        final List<OpCase> cases = new ArrayList<>();
        addSamples(cases, 1, 1, 0);
        addSamples(cases, 7, 3, 1);
        addSamples(cases, 33, 5, 4);
        addSamples(cases, 60_000, 2, 1);
        cases.addAll(of(PenaltyFunction.L2));
        return cases;
    }

    private static void addSamples(List<OpCase> cases, int batch, int slots, int slot) {
        final String sizes = " " + batch + " to slot " + slot + " of " + slots;
        final var loss = new OpCaseBuilder("RecordLoss" + sizes).withSpecial();
        cases.add(loss.build(new RecordLoss(
                loss.input("losses", Fill.absolute(), batch),
                loss.counters("position", 5, slot),
                loss.state("history", Fill.constant(Float.NaN), slots))));
        final var hits = new OpCaseBuilder("RecordHits" + sizes).only(ValueKind.NORMAL);
        cases.add(hits.build(new RecordHits(
                hits.indices("hits", 2, batch),
                hits.counters("position", 5, slot),
                hits.ints("history", Role.STATE, _ -> poison(slots), slots))));
    }

    private static int[] poison(int slots) {
        return IntStream.range(0, slots).map(slot -> -777 - slot).toArray();
    }

    /** The cases of one penalty. */
    static List<OpCase> of(PenaltyFunction penalty) {
        return List.of(penalty(penalty, 1, 1, 0, 1), penalty(penalty, 20, 7, 6, 30), penalty(penalty, 4099, 3, 1, 33));
    }

    private static OpCase penalty(PenaltyFunction penalty, int weights, int slots, int slot, int samples) {
        final var builder = new OpCaseBuilder("RecordPenalty " + penalty + " " + weights + " to slot " + slot + " of "
                + slots + ", " + samples + " samples");
        return builder.build(new RecordPenalty(
                penalty,
                builder.parameter("w", Fill.finite(), weights),
                builder.state("lambda", Fill.finite(), 1),
                builder.counters("position", 5, slot),
                builder.state("history", Fill.finite(), slots),
                samples));
    }
}
