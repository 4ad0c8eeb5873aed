package handgrad.host.devices;

import handgrad.backend.Backend;
import handgrad.backend.DeviceException;
import handgrad.backend.DeviceInfo;
import handgrad.backend.DeviceOptions;
import handgrad.host.Suggestions;
import handgrad.host.UsageError;
import handgrad.training.Model;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The backends of this installation.
 *
 * @param backends each that could be loaded, by name
 * @param failures one line for each that could not
 */
public record Devices(List<Backend> backends, List<String> failures) {
    /** A list of providers that cannot be read fails on every try; after this many, the rest is skipped. */
    private static final int MOST_FAILURES = 20;

    /** Sorts the backends by name. */
    public Devices {
        backends = backends.stream().sorted(Comparator.comparing(Backend::name)).toList();
        failures = List.copyOf(failures);
    }

    /**
     * Finds the backends on the class path.
     *
     * @return those that load, and why the others do not
     */
    public static Devices installed() {
        return from(ServiceLoader.load(Backend.class));
    }

    /** Takes what a loader gives; a provider that fails is skipped, as the loader's contract allows, and remembered. */
    static Devices from(Iterable<Backend> loader) {
        final List<Backend> backends = new ArrayList<>();
        final List<String> failures = new ArrayList<>();
        final Iterator<Backend> providers = loader.iterator();
        boolean more = true;
        while (more && failures.size() < MOST_FAILURES) {
            try {
                more = providers.hasNext();
                if (more) {
                    backends.add(providers.next());
                }
            } catch (final ServiceConfigurationError | LinkageError failure) {
                failures.add("a backend could not be loaded: " + innermost(failure));
            }
        }
        return new Devices(backends, failures);
    }

    /**
     * Chooses a device.
     *
     * @param request what {@code --device} was given
     * @param model what it will train or measure
     * @param threads how many threads a backend on the host's processor may use
     * @return the choice
     * @throws UsageError if there is no backend of that name
     * @throws DeviceException if the backend, or for {@code auto} every backend, is unusable
     */
    public ChosenDevice choose(DeviceRequest request, Model model, int threads) {
        if (!request.isAutomatic()) {
            return choose(request, threads);
        }
        final AutomaticChoice.Choice choice = automatic(model);
        final List<String> path =
                DeviceRequest.parse(choice.device().selector()).path();
        return new ChosenDevice(request, choice.backend(), new DeviceOptions(path, threads));
    }

    /**
     * Chooses a device that is named.
     *
     * @param request what {@code --device} was given, not {@code auto}
     * @param threads how many threads a backend on the host's processor may use
     * @return the choice
     * @throws UsageError if there is no backend of that name
     * @throws DeviceException if the backend is unusable
     */
    public ChosenDevice choose(DeviceRequest request, int threads) {
        return new ChosenDevice(request, named(request), new DeviceOptions(request.path(), threads));
    }

    /**
     * Every device that can be used.
     *
     * @param threads how many threads a backend on the host's processor may use
     * @return each, in the order of {@link #backends}
     */
    public List<ChosenDevice> usable(int threads) {
        return backends.stream()
                .flatMap(backend -> backend.devices().stream())
                .filter(DeviceInfo::isUsable)
                .map(device -> choose(DeviceRequest.parse(device.selector()), threads))
                .toList();
    }

    private AutomaticChoice.Choice automatic(Model model) {
        return AutomaticChoice.choose(model, backends)
                .orElseThrow(() -> new DeviceException("--device auto: none of "
                        + AutomaticChoice.ranking(model).stream()
                                .map(AutomaticChoice.Kind::toString)
                                .collect(Collectors.joining(", "))
                        + " is usable; 'handgrad devices' says why" + reasons()));
    }

    private Backend named(DeviceRequest request) {
        final Backend backend = backends.stream()
                .filter(candidate -> candidate.name().equals(request.backend()))
                .findFirst()
                .orElseThrow(() -> unknown(request));
        final List<DeviceInfo> devices = backend.devices();
        if (devices.stream().noneMatch(DeviceInfo::isUsable)) {
            throw new DeviceException("--device " + request + " cannot be used: "
                    + devices.stream()
                            .flatMap(device -> device.problem().stream())
                            .distinct()
                            .collect(Collectors.joining("; ")));
        }
        return backend;
    }

    private UsageError unknown(DeviceRequest request) {
        final Optional<String> hint = OptionalBackends.hint(request.backend());
        if (hint.isPresent()) {
            return new UsageError("--device " + request + ": " + hint.get());
        }
        final List<String> names = Stream.concat(
                        Stream.of(DeviceRequest.AUTO), backends.stream().map(Backend::name))
                .toList();
        return new UsageError(
                "--device " + request + ": there is no backend '" + request.backend() + "'; choose one of "
                        + String.join(", ", names) + reasons() + Suggestions.didYouMean(request.backend(), names));
    }

    private String reasons() {
        return failures.isEmpty() ? "" : " (" + String.join("; ", failures) + ")";
    }

    private static String innermost(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        return innermost == failure ? failure.getMessage() : failure.getMessage() + ": " + innermost;
    }
}
