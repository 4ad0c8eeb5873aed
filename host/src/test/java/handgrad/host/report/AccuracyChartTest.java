package handgrad.host.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handgrad.host.training.EpochResult;
import handgrad.host.training.Measure;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;

class AccuracyChartTest {
    private static EpochResult result(int epoch) {
        return new EpochResult(
                epoch, 20, 1, new Measure(1, 0.5), new Measure(1, 0.75), List.of(1f, 1f), OptionalInt.empty());
    }

    /** Of 60 epochs only every twentieth is measured: the axis still has to reach the sixtieth. */
    @Test
    void theAxisReachesTheLastEpoch() {
        final XYChart chart = AccuracyChart.of("title", List.of(result(20), result(40), result(60)));

        assertEquals(60, chart.getStyler().getXAxisMax());
    }
}
