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
     * Draws a chart. Java's fonts fail in many ways where the system has none: as a missing native library, as an
     * internal error, as a null inside the font manager, and some of them while the chart is put together.
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
