package handgrad.host.run.checkpoint;

import handgrad.host.run.checkpoint.RunCheckpoint.Fields;
import handgrad.host.training.EpochResult;
import handgrad.host.training.Measure;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * A run's reports as text, a line each: {@code epoch,epochs,seconds,running loss,running accuracy,test loss,test
 * accuracy,steps at the kink}, the last empty where these are not counted. The losses of the steps are stored
 * elsewhere.
 */
final class ReportRows {
    private static final int COLUMNS = 8;

    private ReportRows() {}

    /** Doubles are written with as many digits as are needed to read them back to the last bit. */
    static String text(List<EpochResult> reports) {
        return reports.stream().map(ReportRows::line).collect(Collectors.joining("\n"));
    }

    private static String line(EpochResult report) {
        return report.epoch()
                + "," + report.epochs()
                + "," + report.seconds()
                + "," + report.running().loss()
                + "," + report.running().accuracy()
                + "," + report.test().loss()
                + "," + report.test().accuracy()
                + ","
                + (report.stepsAtKink().isPresent()
                        ? Integer.toString(report.stepsAtKink().getAsInt())
                        : "");
    }

    /**
     * Reads such a text.
     *
     * @param stepLosses the losses of all steps, one epoch after the other
     * @throws handgrad.host.UserError if it is malformed, or there are more or fewer losses than its epochs have steps
     */
    static List<EpochResult> parse(String text, float[] stepLosses, int stepsAnEpoch, Fields fields) {
        final List<EpochResult> reports = new ArrayList<>();
        int epoch = 0;
        int step = 0;
        try {
            for (final String line : text.lines().toList()) {
                final String[] row = line.split(",", -1);
                final int epochs = Integer.parseInt(row[1]);
                final int end = Math.addExact(step, Math.multiplyExact(epochs, stepsAnEpoch));
                epoch += epochs;
                if (row.length != COLUMNS
                        || epochs < 1
                        || Integer.parseInt(row[0]) != epoch
                        || end > stepLosses.length) {
                    throw fields.malformed("its reports do not fit its steps");
                }
                final List<Float> losses = new ArrayList<>();
                for (; step < end; step++) {
                    losses.add(stepLosses[step]);
                }
                reports.add(new EpochResult(
                        epoch,
                        epochs,
                        Double.parseDouble(row[2]),
                        new Measure(Double.parseDouble(row[3]), Double.parseDouble(row[4])),
                        new Measure(Double.parseDouble(row[5]), Double.parseDouble(row[6])),
                        List.copyOf(losses),
                        row[7].isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(row[7]))));
            }
        } catch (final NumberFormatException | ArithmeticException | ArrayIndexOutOfBoundsException malformed) {
            throw fields.malformed("a line of its reports is malformed");
        }
        if (step != stepLosses.length) {
            throw fields.malformed("its reports do not fit its steps");
        }
        return reports;
    }
}
