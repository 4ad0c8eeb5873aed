package handgrad.host.chart;

import handgrad.host.UserError;
import java.io.IOException;
import java.util.function.Supplier;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.internal.chartpart.Chart;

/** Makes picture files of charts. */
public final class ChartPicture {
    private ChartPicture() {}

    /**
     * Draws a chart. Without fonts on the system Java fails in many ways: a missing native library, an internal error,
     * a null inside the font manager; some of them already while the chart is built.
     *
     * @param chart puts the chart together
     * @return a PNG file
     * @throws UserError if the chart cannot be drawn here
     */
    public static byte[] png(Supplier<? extends Chart<?, ?>> chart) {
        try {
            return ChartEncoder.getBytes(chart.get(), "png");
        } catch (final IOException | RuntimeException | LinkageError | InternalError failure) {
            throw new UserError(
                    "Java needs fonts to draw; install fontconfig and a font (Debian: fontconfig fonts-dejavu-core) ("
                            + failure + ")",
                    failure);
        }
    }
}
