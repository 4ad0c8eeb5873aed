package handgrad.host.sweep.folder;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The figures that can decide which setting is best. */
public enum Figure {
    /** The share of the test set answered right. */
    TEST_ACCURACY("test accuracy", true, Figures::testAccuracy),
    /** The mean loss of the test set. */
    TEST_LOSS("test loss", false, Figures::testLoss),
    /** The share of the training set answered right. */
    TRAIN_ACCURACY("training accuracy", true, Figures::trainAccuracy),
    /** The mean loss of the training set. */
    TRAIN_LOSS("training loss", false, Figures::trainLoss),
    /** How long it took, first step to last. */
    TRAIN_SECONDS("training time in s", false, Figures::trainSeconds);

    private final String title;
    private final boolean larger;
    private final ToDoubleFunction<Figures> value;

    Figure(String title, boolean larger, ToDoubleFunction<Figures> value) {
        this.title = title;
        this.larger = larger;
        this.value = value;
    }

    /**
     * The figure with this name.
     *
     * @param text as {@link #text} writes it
     * @return the figure
     * @throws IllegalArgumentException if there is none
     */
    public static Figure parse(String text) {
        return Arrays.stream(values())
                .filter(figure -> figure.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no figure is called '" + text + "'"));
    }

    /**
     * All names.
     *
     * @return as {@code --best-by} takes them
     */
    public static List<String> names() {
        return Arrays.stream(values()).map(Figure::text).toList();
    }

    /**
     * The name on the command line.
     *
     * @return such as {@code test-accuracy}
     */
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The name for a person.
     *
     * @return such as {@code test accuracy}
     */
    public String title() {
        return title;
    }

    /**
     * Whether it is a share of samples, for a person a percentage.
     *
     * @return true for the accuracies
     */
    public boolean isShare() {
        return larger;
    }

    /**
     * Its value.
     *
     * @param figures of a training
     * @return the one that this names
     */
    public double of(Figures figures) {
        return value.applyAsDouble(figures);
    }

    /**
     * A number that is smaller the better a value is.
     *
     * @param figure the value, or NaN, which is worst
     * @return what to sort by
     */
    public double cost(double figure) {
        if (Double.isNaN(figure)) {
            return Double.POSITIVE_INFINITY;
        }
        return larger ? -figure : figure;
    }
}
