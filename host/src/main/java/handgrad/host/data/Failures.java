package handgrad.host.data;

import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Describes an exception of the library in a few words. */
final class Failures {
    private Failures() {}

    /**
     * The reason in words, on one line. Exceptions of files carry nothing but the path as their message, and those of
     * the network often no message at all.
     *
     * @param failure what was thrown
     * @return a short phrase, without the name of the file
     */
    static String describe(Throwable failure) {
        return switch (failure) {
            case AccessDeniedException e -> "permission denied";
            case NoSuchFileException e -> "there is no such file";
            case FileSystemException e when e.getReason() != null -> oneLine(e.getReason());
            case HttpConnectTimeoutException e -> "no connection in time";
            case HttpTimeoutException e -> "no answer in time";
            case UnknownHostException e -> "its name cannot be resolved";
            case ConnectException e when hasCause(e, UnresolvedAddressException.class) -> "its name cannot be resolved";
            case ConnectException e -> "cannot connect";
            default ->
                failure.getMessage() == null ? failure.getClass().getSimpleName() : oneLine(failure.getMessage());
        };
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        Throwable cause = failure;
        while (cause != null && !type.isInstance(cause)) {
            cause = cause.getCause();
        }
        return cause != null;
    }

    private static String oneLine(String text) {
        return text.replaceAll("\\R", " ").strip();
    }
}
