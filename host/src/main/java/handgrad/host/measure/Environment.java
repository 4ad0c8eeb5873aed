package handgrad.host.measure;

import handgrad.backend.processor.Processor;
import handgrad.host.Version;
import java.lang.management.ManagementFactory;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * Where and when something was measured: a time without its machine says nothing.
 *
 * @param date when, with the time zone
 * @param handgrad this program's version
 * @param commit of the sources it was built from; null where that is not known
 * @param java the JVM's name and version
 * @param system the operating system's name, version and architecture
 * @param processor its name, and how many of its hardware threads the JVM may use
 * @param load how many programs wanted a processor in the minute before, on average; null where the system does not
 *     tell
 */
public record Environment(
        String date, String handgrad, String commit, String java, String system, String processor, Double load) {
    /**
     * Reads the environment. Call it before a measurement, so that the load is that of other programs.
     *
     * @return what was found
     */
    public static Environment current() {
        final double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return new Environment(
                ZonedDateTime.now().truncatedTo(ChronoUnit.SECONDS).format(DateTimeFormatter.ISO_OFFSET_DATE_TIME),
                Version.text(),
                Version.commit().orElse(null),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"),
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                Processor.name(),
                load < 0 ? null : load);
    }
}
