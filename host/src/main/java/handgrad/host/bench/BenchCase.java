package handgrad.host.bench;

import handgrad.training.Model;
import java.util.List;
import java.util.Optional;

/**
 * A model, and what of its training is timed.
 *
 * @param model the model's name
 * @param epochs how many epochs each run trains
 * @param rows what becomes of it
 */
record BenchCase(String model, int epochs, List<Row> rows) {
    /** Two warm-up epochs and two that are timed. */
    private static final int SHORT_TRAINING = 4;

    /** In the first epochs of a run the JIT compiler is still at work. */
    static final int WARM_UP_EPOCHS = 2;

    BenchCase {
        rows = List.copyOf(rows);
    }

    /** Which part of a run is reported. */
    enum Row {
        /** Start-up and all steps. */
        TRAINING("training"),
        /** The median of the epochs after the first two. */
        STEADY_EPOCH("epoch (steady)"),
        /** Start-up and the first epoch. */
        EPOCH("epoch");

        private final String text;

        Row(String text) {
            this.text = text;
        }

        /** As a table has it. */
        String text() {
            return text;
        }
    }

    /**
     * What is timed of a model on a device.
     *
     * @param model the model
     * @param device as {@code --device} takes it
     * @param named whether the model was asked for by name
     * @return the case, or empty if it would take too long to be worth it
     */
    static Optional<BenchCase> of(Model model, String device, boolean named) {
        final boolean slow = device.equals("java") || device.equals("oracle");
        return switch (model.name()) {
            case "lenet5-modern" ->
                Optional.of(
                        slow
                                ? new BenchCase(model.name(), 1, List.of(Row.EPOCH))
                                : new BenchCase(
                                        model.name(),
                                        model.recipe().epochs(),
                                        List.of(Row.TRAINING, Row.STEADY_EPOCH)));
            case "lenet5-original" ->
                Optional.of(
                        slow
                                ? new BenchCase(model.name(), 1, List.of(Row.EPOCH))
                                : new BenchCase(model.name(), SHORT_TRAINING, List.of(Row.STEADY_EPOCH)));
            case "mlp-wide" ->
                slow && !named ? Optional.empty() : Optional.of(new BenchCase(model.name(), 1, List.of(Row.EPOCH)));
            default -> Optional.of(new BenchCase(model.name(), model.recipe().epochs(), List.of(Row.TRAINING)));
        };
    }
}
