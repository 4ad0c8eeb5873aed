package handgrad.backend.tornado;

import java.util.Map;
import java.util.Optional;

/**
 * Whether this JVM was started for TornadoVM, and the settings that programs need. TornadoVM reads its settings from
 * system properties when its classes are initialised, so setting them here, before the first of its classes is touched,
 * is early enough, and no one has to remember options. What the user set on the command line stays, except where a
 * result could be wrong with it.
 */
final class Launch {
    /** The name by which {@code --device} chooses the backend. */
    static final String NAME = "tornado";

    /** Set by the SDK's argfile; without it TornadoVM's API has nothing behind it. */
    private static final String IMPLEMENTATION = "tornado.load.api.implementation";

    private static final String API = "uk.ac.manchester.tornado.api.TaskGraph";

    /** With its default, true, a kernel that does not compile runs as plain Java without a word. */
    private static final String BAILOUT = "tornado.recover.bailout";

    /** Room for a graph's bytecode; a graph of more than about 50 tasks overflows the default of 4096 bytes. */
    private static final String BYTECODE_SIZE = "tornado.tvm.maxbytecodesize";

    static final int BYTECODE_BYTES = 65536;

    private static final Map<String, String> PREFERENCES = Map.of(
            // Strict arithmetic: kernels give what the same Java loop gives.
            "tornado.enable.fma", "False",
            "tornado.enable.nativeFunctions", "False",
            "tornado.enable.mathOptimizations", "False",
            "tornado.enable.fastMathOptimizations", "False",
            "tornado.opencl.compiler.flags", "-w",
            // By default a helper of more than 600 nodes of TornadoVM's graph is an error, such as the rule of Adam.
            "tornado.compiler.fullInlining", "True",
            // The default, 32768, is cleared for each array of a graph on every run: half the time of a small graph.
            "tornado.max.events", "256",
            // The default, 4GB, is less than today's devices have; their own limit is checked instead.
            "tornado.device.memory", "1024GB");

    private Launch() {}

    /**
     * Readies the settings.
     *
     * @return why TornadoVM cannot be used in this JVM, or empty if it can
     */
    static Optional<String> problem() {
        if (System.getProperty(IMPLEMENTATION) == null || !isPresent(API)) {
            return Optional.of(
                    "this JVM was not started for TornadoVM: start it through scripts/handgrad, tornado -jar, or "
                            + "java @$TORNADOVM_HOME/tornado-argfile");
        }
        if (Boolean.parseBoolean(System.getProperty(BAILOUT, "False"))) {
            return Optional.of(
                    "-D" + BAILOUT + "=True lets TornadoVM run kernels as Java without a word: leave it out");
        }
        if (Integer.getInteger(BYTECODE_SIZE, BYTECODE_BYTES) < BYTECODE_BYTES) {
            return Optional.of("-D" + BYTECODE_SIZE + " must be at least " + BYTECODE_BYTES + ": leave it out");
        }
        System.setProperty(BAILOUT, "False");
        System.getProperties().putIfAbsent(BYTECODE_SIZE, String.valueOf(BYTECODE_BYTES));
        PREFERENCES.forEach(System.getProperties()::putIfAbsent);
        return Optional.empty();
    }

    private static boolean isPresent(String className) {
        try {
            Class.forName(className, false, Launch.class.getClassLoader());
            return true;
        } catch (final ClassNotFoundException e) {
            return false;
        }
    }
}
