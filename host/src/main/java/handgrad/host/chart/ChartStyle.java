package handgrad.host.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.Locale;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** How Handgrad's charts look. The colours can be told apart with colour blindness too (Okabe and Ito 2008). */
public final class ChartStyle {
    /** For values of single steps, of which there are many. */
    public static final Color FAINT = new Color(0xA6C8E4);
    /** The training set; the first curve of a picture. */
    public static final Color TRAIN = new Color(0x0072B2);
    /** The test set; the second curve of a picture. */
    public static final Color TEST = new Color(0xD55E00);
    /** The third curve of a picture. */
    public static final Color THIRD = new Color(0x009E73);
    /** The fourth curve of a picture. */
    public static final Color FOURTH = new Color(0xCC79A7);

    private static final int WIDTH = 1200;
    private static final int HEIGHT = 720;
    private static final int TITLE_POINTS = 20;
    private static final int AXIS_POINTS = 17;
    private static final int LABEL_POINTS = 15;
    private static final int MARKER_PIXELS = 9;
    private static final int TITLE_PADDING = 12;

    /** Room for a number of steps between two marks of the x axis. */
    private static final int TICK_PIXELS = 100;

    /**
     * Where points have equal distances, XChart labels the axis at these points: 17, 34, 51 …. Moved by this much, they
     * get labels at round numbers.
     */
    private static final double NUDGE = 1e-3;

    private static final float CURVE_PIXELS = 3;
    private static final float[] DASHES = {6, 6};

    /** The same for a curve, as a share of the distance between neighbouring points. */
    private static final double CURVE_NUDGE = 0.03;

    /** From nearly white to a blue on which black text is still readable. */
    private static final Color[] HEAT = {new Color(0xF7FBFF), new Color(0x9ECAE1), new Color(0x4292C6)};

    private static final Color GRID = new Color(0xDDDDDD);

    private ChartStyle() {}

    /**
     * An empty chart with title and labelled axes.
     *
     * @param title what it shows
     * @param xTitle the quantity along x, with its unit if it has one
     * @param yTitle the quantity along y, with its unit if it has one
     * @return the chart
     */
    public static XYChart chart(String title, String xTitle, String yTitle) {
        return chart(title, xTitle, yTitle, WIDTH, HEIGHT);
    }

    /**
     * An empty chart of another size.
     *
     * @param title what it shows
     * @param xTitle the quantity along x, with its unit if it has one
     * @param yTitle the quantity along y, with its unit if it has one
     * @param width in pixels
     * @param height in pixels
     * @return the chart
     */
    public static XYChart chart(String title, String xTitle, String yTitle, int width, int height) {
        final XYChart chart = new XYChartBuilder()
                .width(width)
                .height(height)
                .title(title)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        style(chart.getStyler());
        chart.getStyler()
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Horizontal)
                .setMarkerSize(MARKER_PIXELS);
        return chart;
    }

    /**
     * An empty map of cells, whose colours go from light to dark as their values grow, with each value written in its
     * cell.
     *
     * @param title what it shows
     * @param xTitle the quantity along x
     * @param yTitle the quantity along y
     * @param pattern how values are written, as {@link java.text.DecimalFormat} takes it
     * @return the chart
     */
    public static HeatMapChart heatMap(String title, String xTitle, String yTitle, String pattern) {
        final HeatMapChart chart = new HeatMapChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(xTitle)
                .yAxisTitle(yTitle)
                .build();
        style(chart.getStyler());
        chart.getStyler()
                .setRangeColors(HEAT)
                .setShowValue(true)
                .setValueFont(font(Font.PLAIN, LABEL_POINTS))
                .setHeatMapValueDecimalPattern(pattern)
                .setPlotGridLinesVisible(false)
                .setPlotContentSize(1)
                // Each cell shows its value, so no legend is needed; XChart's would print the ends with all digits.
                .setLegendVisible(false);
        return chart;
    }

    /**
     * Lets the x axis count from 0, marked at round whole numbers.
     *
     * @param chart the chart
     * @param most where the axis ends
     */
    public static void countAlongX(XYChart chart, long most) {
        chart.getStyler()
                .setXAxisMin(0.0)
                .setXAxisMax((double) most)
                .setXAxisTickMarkSpacingHint(TICK_PIXELS)
                .setXAxisTickLabelsFormattingFunction(ChartStyle::whole);
    }

    private static String whole(double mark) {
        return mark == Math.rint(mark) ? String.format(Locale.ROOT, "%,.0f", mark) : "";
    }

    /**
     * Adds a line over a count, such as steps, without markers.
     *
     * @param chart the chart
     * @param name what the legend calls it
     * @param x one for each point, ascending
     * @param y one for each point
     * @param color its colour
     * @param width of the line in pixels
     */
    public static void line(XYChart chart, String name, double[] x, double[] y, Color color, float width) {
        style(chart.addSeries(name, nudged(x), y), color, width, SeriesMarkers.NONE);
    }

    /**
     * Adds a line over a count, such as epochs, with a marker at each point.
     *
     * @param chart the chart
     * @param name what the legend calls it
     * @param x one for each point, ascending
     * @param y one for each point
     * @param color its colour
     */
    public static void points(XYChart chart, String name, double[] x, double[] y, Color color) {
        style(chart.addSeries(name, nudged(x), y), color, 2, SeriesMarkers.CIRCLE);
    }

    /**
     * Adds the curve of a function, without markers, over an axis marked at round numbers.
     *
     * @param chart the chart
     * @param name what the legend calls it
     * @param x one for each point, ascending, at least two
     * @param y one for each point
     * @param color its colour
     */
    public static void curve(XYChart chart, String name, double[] x, double[] y, Color color) {
        final double[] moved = x.clone();
        moved[0] += CURVE_NUDGE * (x[1] - x[0]);
        style(chart.addSeries(name, moved, y), color, CURVE_PIXELS, SeriesMarkers.NONE);
        chart.getStyler().setXAxisTickMarkSpacingHint(TICK_PIXELS);
    }

    /**
     * Adds a dashed line over a count, visible on top of another line with the same points. Dashes restart at each
     * point, so points must be further apart than a dash is long: about a hundred over the width of a chart.
     *
     * @param chart the chart
     * @param name what the legend calls it
     * @param x one for each point, ascending
     * @param y one for each point
     * @param color its colour
     */
    public static void dashedLine(XYChart chart, String name, double[] x, double[] y, Color color) {
        final XYSeries series = chart.addSeries(name, nudged(x), y);
        style(series, color, CURVE_PIXELS, SeriesMarkers.NONE);
        series.setLineStyle(new BasicStroke(CURVE_PIXELS, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, DASHES, 0));
    }

    /**
     * Adds points that no line joins.
     *
     * @param chart the chart
     * @param name what the legend calls it
     * @param x one for each point, ascending
     * @param y one for each point
     * @param color its colour
     */
    public static void scatter(XYChart chart, String name, double[] x, double[] y, Color color) {
        final XYSeries series = chart.addSeries(name, x, y);
        style(series, color, 1, SeriesMarkers.CIRCLE);
        series.setLineStyle(SeriesLines.NONE);
    }

    private static void style(AxesChartStyler styler) {
        styler.setChartBackgroundColor(Color.WHITE)
                .setChartTitleBoxVisible(false)
                .setChartTitlePadding(TITLE_PADDING)
                .setChartTitleFont(font(Font.BOLD, TITLE_POINTS))
                .setLegendFont(font(Font.PLAIN, LABEL_POINTS));
        styler.setAxisTitleFont(font(Font.PLAIN, AXIS_POINTS))
                .setAxisTickLabelsFont(font(Font.PLAIN, LABEL_POINTS))
                .setPlotGridLinesColor(GRID)
                .setPlotGridLinesStroke(new BasicStroke(1));
        styler.setLocale(Locale.ROOT);
    }

    private static double[] nudged(double[] x) {
        final double[] copy = x.clone();
        copy[0] += NUDGE;
        return copy;
    }

    private static void style(XYSeries series, Color color, float width, Marker marker) {
        series.setLineColor(color).setLineStyle(new BasicStroke(width));
        series.setMarker(marker).setMarkerColor(color);
    }

    private static Font font(int style, int points) {
        return new Font(Font.SANS_SERIF, style, points);
    }
}
