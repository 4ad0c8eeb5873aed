package handgrad.optimiser;

import handgrad.program.UpdateRule;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * An optimiser: the update of a weight as a formula, with named settings such as the momentum. {@link Optimisers} has
 * the built-in ones. Two optimisers are equal if name, settings and formula are.
 */
public final class Optimiser {
    private final String name;
    private final SortedMap<String, Double> settings;
    private final Function<Settings, Function<Step, UpdateRule>> definition;
    private final UpdateRule rule;

    private Optimiser(
            String name,
            SortedMap<String, Double> settings,
            Function<Settings, Function<Step, UpdateRule>> definition) {
        this.name = name;
        this.settings = Collections.unmodifiableSortedMap(settings);
        this.definition = definition;
        this.rule = definition.apply(new Settings(settings)).apply(new Step());
    }

    /** The hyperparameters of an optimiser besides the learning rate. */
    public static final class Settings {
        private final Map<String, Double> values;

        private Settings(Map<String, Double> values) {
            this.values = values;
        }

        /**
         * The value of a setting.
         *
         * @param name its name
         * @return its value
         * @throws IllegalArgumentException if the optimiser has no such setting
         */
        public double of(String name) {
            final Double value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException(
                        "there is no setting " + name + "; there is " + String.join(", ", values.keySet()));
            }
            return value;
        }

        /**
         * A setting that must be below 1, such as the decay rate of a running mean.
         *
         * @param name its name
         * @return its value, at least 0 and below 1
         * @throws IllegalArgumentException if it is 1 or more, or the optimiser has no such setting
         */
        public double below1(String name) {
            final double value = of(name);
            if (!((float) value < 1)) {
                throw new IllegalArgumentException(
                        name + " must be below 1" + (value < 1 ? " in float32" : "") + ", not " + value);
            }
            return value;
        }
    }

    /**
     * An optimiser without settings.
     *
     * @param name its name
     * @param rule the update of a weight
     * @return the optimiser
     */
    public static Optimiser of(String name, Function<Step, UpdateRule> rule) {
        return of(name, Map.of(), _ -> rule);
    }

    /**
     * An optimiser with settings.
     *
     * @param name its name
     * @param defaults the default value of each setting, by name
     * @param definition from the settings to the update of a weight
     * @return the optimiser with the default values
     */
    public static Optimiser of(
            String name, Map<String, Double> defaults, Function<Settings, Function<Step, UpdateRule>> definition) {
        return new Optimiser(name, new TreeMap<>(defaults), definition);
    }

    /**
     * The same optimiser with a setting changed.
     *
     * @param setting the setting's name
     * @param value a finite number of at least 0
     * @return the optimiser
     * @throws IllegalArgumentException if there is no such setting, or the value is negative, not a float32 number or
     *     rejected by the definition
     */
    public Optimiser with(String setting, double value) {
        if (!settings.containsKey(setting)) {
            throw new IllegalArgumentException(name + " has no setting " + setting
                    + (settings.isEmpty() ? "" : "; it has " + String.join(", ", settings.keySet())));
        }
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(
                    name + ": " + setting + " must be a finite number of at least 0, not " + value);
        }
        if (Float.isInfinite((float) value) || value > 0 && (float) value == 0) {
            throw new IllegalArgumentException(
                    name + ": " + setting + " must be a float32 number, which " + value + " is not");
        }
        final SortedMap<String, Double> changed = new TreeMap<>(settings);
        changed.put(setting, value);
        try {
            return new Optimiser(name, changed, definition);
        } catch (final IllegalArgumentException refused) {
            throw new IllegalArgumentException(name + ": " + refused.getMessage(), refused);
        }
    }

    /**
     * Its name on the command line.
     *
     * @return such as {@code adam}
     */
    public String name() {
        return name;
    }

    /**
     * The hyperparameters besides the learning rate.
     *
     * @return values by name, in alphabetical order
     */
    public SortedMap<String, Double> settings() {
        return settings;
    }

    /**
     * The update of a weight.
     *
     * @return the formulas
     */
    public UpdateRule rule() {
        return rule;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof final Optimiser that
                && name.equals(that.name)
                && settings.equals(that.settings)
                && rule.equals(that.rule);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** As on the command line: the name, then the settings, as in {@code momentum:decay=0.0:mu=0.9}. */
    @Override
    public String toString() {
        return name
                + settings.entrySet().stream()
                        .map(setting -> ":" + setting.getKey() + "=" + setting.getValue())
                        .collect(Collectors.joining());
    }
}
