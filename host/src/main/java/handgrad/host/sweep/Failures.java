package handgrad.host.sweep;

import handgrad.backend.DeviceException;
import handgrad.host.UsageError;
import handgrad.host.UserError;

/** Words for why a trial failed. */
final class Failures {
    private Failures() {}

    /** One line. */
    static String line(Throwable failure) {
        return switch (failure) {
            case UserError known -> oneLine(known);
            case UsageError known -> oneLine(known);
            case DeviceException known -> oneLine(known);
            default ->
                "a defect of handgrad: " + String.valueOf(failure).strip().replaceAll("\\s*\\R\\s*", " ");
        };
    }

    private static String oneLine(RuntimeException failure) {
        return failure.getMessage().strip().replaceAll("\\s*\\R\\s*", " ");
    }
}
