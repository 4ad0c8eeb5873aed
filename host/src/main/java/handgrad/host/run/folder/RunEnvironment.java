package handgrad.host.run.folder;

import handgrad.backend.processor.Processor;
import handgrad.host.Version;

/**
 * The software and machine of a run. The device belongs to the run, not to the environment.
 *
 * @param handgrad this program's version
 * @param commit of its sources, with {@code -dirty} where they had been changed since, or null if it was not started
 *     from them
 * @param java the JVM's name and version
 * @param system the operating system's name, version and architecture
 * @param processor the host's, and how many of its hardware threads the JVM sees
 * @param maximumHeapBytes how much memory the JVM may take for its objects
 */
record RunEnvironment(
        String handgrad, String commit, String java, String system, String processor, long maximumHeapBytes) {
    static RunEnvironment current() {
        return new RunEnvironment(
                Version.text(),
                Version.commit().orElse(null),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                Processor.name(),
                Runtime.getRuntime().maxMemory());
    }
}
