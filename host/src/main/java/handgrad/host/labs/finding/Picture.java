package handgrad.host.labs.finding;

import java.util.function.Supplier;
import org.knowm.xchart.XYChart;

/**
 * A picture of an experiment.
 *
 * @param name its file's name without the ending
 * @param chart puts it together
 */
public record Picture(String name, Supplier<XYChart> chart) {}
