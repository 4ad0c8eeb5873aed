package handgrad.host.data;

/** No mirror delivered a file, or the cache could not store it. The message names every mirror tried, on one line. */
final class DownloadFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    DownloadFailedException(String message) {
        super(message);
    }

    DownloadFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
