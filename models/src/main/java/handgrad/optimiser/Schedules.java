package handgrad.optimiser;

import java.util.List;
import java.util.Map;

/** The built-in learning rate schedules, as the command line spells them. */
public final class Schedules {
    private static final String CONSTANT = "constant";
    private static final String STEP = "step";
    private static final String COSINE = "cosine";
    private static final String WARMUP = "warmup";

    private Schedules() {}

    /**
     * The schedules that the command line offers, with default settings.
     *
     * @return such as {@code step:factor=0.5:every=1000}
     */
    public static List<Schedule> all() {
        return List.of(
                Schedule.CONSTANT,
                new Schedule.StepDecay(0.5, 1000),
                new Schedule.Cosine(),
                new Schedule.Warmup(0.1, 500));
    }

    /**
     * Parses a schedule. Settings that are not given have their default values.
     *
     * @param text such as {@code step:factor=0.5:every=1000}; {@link Schedule#toString} writes it
     * @return the schedule
     * @throws IllegalArgumentException if there is no such schedule or setting, or a value is out of range; the message
     *     is one line with the valid choices
     */
    public static Schedule parse(String text) {
        final NamedSettings named = NamedSettings.parse(text);
        return switch (named.name()) {
            case CONSTANT -> {
                settings(named);
                yield Schedule.CONSTANT;
            }
            case STEP -> {
                final Map<String, Double> settings = settings(named, "factor", "every");
                yield new Schedule.StepDecay(
                        settings.getOrDefault("factor", 0.5), whole("every", settings.getOrDefault("every", 1000.0)));
            }
            case COSINE -> {
                settings(named);
                yield new Schedule.Cosine();
            }
            case WARMUP -> {
                final Map<String, Double> settings = settings(named, "start", "over");
                yield new Schedule.Warmup(
                        settings.getOrDefault("start", 0.1), whole("over", settings.getOrDefault("over", 500.0)));
            }
            default ->
                throw new IllegalArgumentException("there is no schedule '" + named.name() + "'; choose one of "
                        + String.join(", ", CONSTANT, STEP, COSINE, WARMUP));
        };
    }

    private static Map<String, Double> settings(NamedSettings named, String... known) {
        named.settings().keySet().forEach(setting -> {
            if (!List.of(known).contains(setting)) {
                throw new IllegalArgumentException(named.name() + " has no setting " + setting
                        + (known.length == 0 ? "" : "; it has " + String.join(", ", known)));
            }
        });
        return named.settings();
    }

    private static long whole(String setting, double value) {
        if (value != Math.rint(value) || Math.abs(value) > 1L << 53) {
            throw new IllegalArgumentException(setting + " must be a whole number of steps, not " + value);
        }
        return (long) value;
    }
}
