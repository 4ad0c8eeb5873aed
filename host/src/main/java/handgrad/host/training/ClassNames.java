package handgrad.host.training;

import handgrad.loss.ScoreLoss;
import handgrad.training.Model;
import handgrad.training.Report.Mistakes;
import java.util.List;
import java.util.stream.IntStream;

/** What a model's classes are called. */
public final class ClassNames {
    private ClassNames() {}

    /**
     * The names of a model that tells classes apart.
     *
     * @param model the model
     * @return its own names, such as 4 and 9; else no and yes of two classes, or the numbers of several
     */
    public static List<String> of(Model model) {
        return model.reports().stream()
                .filter(Mistakes.class::isInstance)
                .map(Mistakes.class::cast)
                .map(mistakes -> List.of(mistakes.negative(), mistakes.positive()))
                .findFirst()
                .orElseGet(() -> model.objective().loss() instanceof ScoreLoss
                        ? List.of("no", "yes")
                        : IntStream.range(0, model.network().output().size())
                                .mapToObj(Integer::toString)
                                .toList());
    }
}
