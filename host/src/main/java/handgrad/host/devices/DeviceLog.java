package handgrad.host.devices;

import handgrad.backend.DeviceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a driver's long output into a file that the error message names. */
public final class DeviceLog {
    private DeviceLog() {}

    /**
     * Writes the log of a failure, if it has one.
     *
     * @param failure what happened
     * @param file where the log goes
     * @return one line: the failure's message, and where the log is
     */
    public static String keep(DeviceException failure, Path file) {
        if (failure.log().isEmpty()) {
            return failure.getMessage();
        }
        try {
            Files.writeString(file, failure.log().orElseThrow());
            return failure.getMessage() + "; its compiler's log and the source are in " + file;
        } catch (final IOException notWritten) {
            return failure.getMessage() + "; its compiler's log could not be written to " + file;
        }
    }

    /**
     * As {@link #keep(DeviceException, Path)}, in a temporary folder for commands without an output folder.
     *
     * @param failure what happened
     * @return one line: the failure's message, and where the log is
     */
    public static String keep(DeviceException failure) {
        if (failure.log().isEmpty()) {
            return failure.getMessage();
        }
        try {
            return keep(failure, Files.createTempFile("handgrad-device-", ".log"));
        } catch (final IOException noPlace) {
            return failure.getMessage() + "; its compiler's log could not be written: " + noPlace.getMessage();
        }
    }
}
