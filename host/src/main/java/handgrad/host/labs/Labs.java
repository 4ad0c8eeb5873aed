package handgrad.host.labs;

import handgrad.host.labs.bench.Lab;
import handgrad.host.labs.experiment.BackpropagationLab;
import handgrad.host.labs.experiment.ConversionLab;
import handgrad.host.labs.experiment.CrossEntropyLab;
import handgrad.host.labs.experiment.DeadUnitLab;
import handgrad.host.labs.experiment.DerivativesLab;
import handgrad.host.labs.experiment.DivergenceLab;
import handgrad.host.labs.experiment.MaxPoolingLab;
import handgrad.host.labs.experiment.MaximumLab;
import handgrad.host.labs.experiment.OutputErrorLab;
import handgrad.host.labs.experiment.SquaredNormLab;
import java.util.List;
import java.util.Optional;

/** The labs of the course. */
public final class Labs {
    private static final List<Lab> ALL = List.of(
            new MaxPoolingLab(),
            new BackpropagationLab(),
            new OutputErrorLab(),
            new CrossEntropyLab(),
            new DivergenceLab(),
            new DerivativesLab(),
            new ConversionLab(),
            new DeadUnitLab(),
            new MaximumLab(),
            new SquaredNormLab());

    private Labs() {}

    /**
     * Every lab.
     *
     * @return by number, which begins at 1
     */
    public static List<Lab> all() {
        return ALL;
    }

    /**
     * Finds a lab.
     *
     * @param word its number or its name
     * @return the lab, or empty if there is none
     */
    public static Optional<Lab> find(String word) {
        return ALL.stream()
                .filter(lab ->
                        lab.name().equals(word) || String.valueOf(lab.number()).equals(word))
                .findFirst();
    }
}
