package handgrad.backend.tornado;

import java.util.Map;
import java.util.Optional;

/**
 * Checks that this JVM was started for TornadoVM and applies the settings that programs need. TornadoVM reads them from
 * system properties when its classes are initialised, so they are set here, before any of its classes is loaded. The
 * user's own settings take precedence unless they could make results wrong.
 */
final class TornadoSettings {
    /** The name that selects the backend in {@code --device}. */
    static final String NAME = "tornado";

    /** Set by the SDK's argfile; without it, TornadoVM's API has no implementation. */
    private static final String IMPLEMENTATION = "tornado.load.api.implementation";

    private static final String API = "uk.ac.manchester.tornado.api.TaskGraph";

    /** With its default, true, a kernel that does not compile silently runs as Java. */
    private static final String BAILOUT = "tornado.recover.bailout";

    /** The size limit of a graph's bytecode; more than about 50 tasks exceed the default of 4096 bytes. */
    private static final String BYTECODE_SIZE = "tornado.tvm.maxbytecodesize";

    static final int BYTECODE_BYTES = 65536;

    private static final Map<String, String> PREFERENCES = Map.of(
            // Strict arithmetic: kernels give the same results as the Java loops.
            "tornado.enable.fma", "False",
            "tornado.enable.nativeFunctions", "False",
            "tornado.enable.mathOptimizations", "False",
            "tornado.enable.fastMathOptimizations", "False",
            "tornado.opencl.compiler.flags", "-w",
            // By default, a method of more than 600 IR nodes, such as the rule of Adam, is not inlined, which is an
            // error.
            "tornado.compiler.fullInlining", "True",
            // The default, 32768, is cleared for each array of a graph on every run, half the time of a small graph.
            "tornado.max.events", "256",
            // The default, 4 GB, is less than devices have; SessionBuilder checks the device's limit instead.
            "tornado.device.memory", "1024GB");

    private TornadoSettings() {}

    /**
     * Applies the settings.
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
            Class.forName(className, false, TornadoSettings.class.getClassLoader());
            return true;
        } catch (final ClassNotFoundException e) {
            return false;
        }
    }
}
