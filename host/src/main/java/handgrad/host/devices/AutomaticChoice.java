package handgrad.host.devices;

import handgrad.backend.Backend;
import handgrad.backend.DeviceInfo;
import handgrad.training.Model;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What {@code --device auto} means: for each model an order of the backends, fastest first, of which the first usable one is taken. The oracle
 * judges others and trains nobody unless it is named.
 */
final class AutomaticChoice {
    /** On the host's processor the Vector API on all cores outruns plain loops on one, for every model. */
    private static final List<String> FASTEST_FIRST = List.of("cpu", "java");

    private AutomaticChoice() {}

    /**
     * The backends to try for a model, fastest first.
     *
     * @param model what will be trained or measured: how much work a step has decides whether a launch on a GPU pays
     * @return names of backends, installed or not
     */
    static List<String> ranking(Model model) {
        return FASTEST_FIRST;
    }

    /**
     * The fastest usable backend.
     *
     * @param model what will be trained or measured
     * @param installed the backends that were found
     * @return the backend, or empty if none that the ranking names is usable
     */
    static Optional<Backend> choose(Model model, List<Backend> installed) {
        final List<String> ranking = ranking(model);
        return installed.stream()
                .filter(backend -> ranking.contains(backend.name()))
                .filter(backend -> backend.devices().stream().anyMatch(DeviceInfo::isUsable))
                .min(Comparator.comparingInt(backend -> ranking.indexOf(backend.name())));
    }
}
