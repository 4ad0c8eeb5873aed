package handgrad.host.bench;

import handgrad.homework.Homework;
import handgrad.training.Model;
import java.util.List;

/** What is timed where no model is named. */
public final class Benchmarks {
    /** Models that do the same work as another one. */
    private static final List<String> VARIANTS = List.of("svm-features", "mlp-regression-noisy");

    private Benchmarks() {}

    /**
     * The course's models, without those that differ from another in their data only.
     *
     * @return in the course's order
     */
    public static List<Model> models() {
        return Homework.models().stream()
                .filter(model -> !VARIANTS.contains(model.name()))
                .toList();
    }
}
