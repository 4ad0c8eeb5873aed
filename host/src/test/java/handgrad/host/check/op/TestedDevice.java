package handgrad.host.check.op;

import handgrad.backend.Backend;
import handgrad.backend.DeviceInfo;
import handgrad.backend.DeviceOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/**
 * A device that tests run on.
 *
 * @param backend whose it is
 * @param info what is known of it
 */
public record TestedDevice(Backend backend, DeviceInfo info) {
    private static final String REQUIRE = "HANDGRAD_REQUIRE_";

    /**
     * Every usable device of every backend except the oracle, which is the reference. A new backend is included without
     * new code.
     */
    public static List<TestedDevice> all() {
        return backends().stream()
                .filter(backend -> !backend.name().equals("oracle"))
                .flatMap(backend -> backend.devices().stream().map(device -> new TestedDevice(backend, device)))
                .filter(device -> device.info().isUsable())
                .toList();
    }

    private static List<Backend> backends() {
        return ServiceLoader.load(Backend.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /**
     * What HANDGRAD_REQUIRE_NAME=1 asks for and this machine lacks.
     *
     * @param environment the process's
     * @return one line for each backend NAME that is not installed or has no usable device
     */
    static List<String> missing(Map<String, String> environment) {
        return missing(environment, backends());
    }

    static List<String> missing(Map<String, String> environment, List<Backend> backends) {
        return environment.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith(REQUIRE)
                        && variable.getValue().equals("1"))
                .map(variable -> variable.getKey().substring(REQUIRE.length()).toLowerCase(Locale.ROOT))
                .filter(name -> devices(name, backends).noneMatch(DeviceInfo::isUsable))
                .map(name -> "HANDGRAD_REQUIRE_" + name.toUpperCase(Locale.ROOT) + "=1, but of " + name
                        + " there is no usable device: "
                        + devices(name, backends)
                                .map(device -> device + ": " + device.problem().orElse(""))
                                .toList())
                .toList();
    }

    private static Stream<DeviceInfo> devices(String name, List<Backend> backends) {
        return backends.stream()
                .filter(backend -> backend.name().equals(name))
                .flatMap(backend -> backend.devices().stream());
    }

    /** How it is opened with a number of threads. */
    public DeviceOptions options(int threads) {
        final String[] parts = info.selector().split(":");
        return new DeviceOptions(Arrays.asList(parts).subList(1, parts.length), threads);
    }

    @Override
    public String toString() {
        return info.toString();
    }
}
