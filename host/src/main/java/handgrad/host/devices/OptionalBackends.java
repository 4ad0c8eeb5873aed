package handgrad.host.devices;

import java.util.Map;
import java.util.Optional;

/** Backends that only some builds have, and how to get one that has them. */
final class OptionalBackends {
    private static final Map<String, String> HINTS = Map.of(
            "tornado",
            "this build has no TornadoVM backend; install a TornadoVM SDK for JDK 25 (www.tornadovm.org/downloads),"
                    + " set TORNADOVM_HOME to its"
                    + " folder, and start scripts/handgrad again, which rebuilds");

    private OptionalBackends() {}

    /**
     * How to get a backend that this build lacks.
     *
     * @param backend its name
     * @return one line, or empty if there is no such backend anywhere
     */
    static Optional<String> hint(String backend) {
        return Optional.ofNullable(HINTS.get(backend));
    }
}
