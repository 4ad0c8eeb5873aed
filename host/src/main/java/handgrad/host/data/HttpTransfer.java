package handgrad.host.data;

import handgrad.host.UserError;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Downloads files over HTTP. A broken transfer resumes where it stopped, if the server supports that; one that stalls
 * or sends too much is abandoned.
 */
final class HttpTransfer implements AutoCloseable {
    private static final int OK = 200;
    private static final int PARTIAL_CONTENT = 206;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final HttpClient client;
    private final Patience patience;
    private final long largest;

    /**
     * Makes a client.
     *
     * @param patience how long to wait
     * @param largest the largest file that is accepted, in bytes
     */
    HttpTransfer(Patience patience, long largest) {
        this.patience = patience;
        this.largest = largest;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(patience.connect())
                .build();
    }

    /**
     * Brings one file.
     *
     * @param source its address
     * @param target an existing file, which gets the content
     * @throws FileNotFoundException if the server says that there is no such file
     * @throws IOException if it cannot be had for another reason, or is too large
     */
    void fetch(URI source, Path target) throws IOException {
        truncate(target, 0);
        Optional<String> version = Optional.empty();
        for (int attempt = 1; ; attempt++) {
            final long before = Files.size(target);
            try {
                final HttpResponse<InputStream> response = request(source, before, version);
                version = response.headers().firstValue("ETag").filter(tag -> !tag.startsWith("W/"));
                receive(response, target, before);
                return;
            } catch (CutOffException e) {
                if (attempt >= patience.attempts() || Files.size(target) <= before) {
                    throw e;
                }
            }
        }
    }

    /** The connection ended before the file did: what arrived is good, and the rest may be requested. */
    private static final class CutOffException extends IOException {
        private static final long serialVersionUID = 1L;

        CutOffException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private HttpResponse<InputStream> request(URI source, long from, Optional<String> version) throws IOException {
        final HttpRequest.Builder request = HttpRequest.newBuilder(source);
        if (from > 0) {
            request.header("Range", "bytes=" + from + "-");
            version.ifPresent(tag -> request.header("If-Range", tag));
        }
        // The timeout is kept outside the request: a request's own timeout covers the body only on some Java versions.
        final CompletableFuture<HttpResponse<InputStream>> answer =
                client.sendAsync(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        try {
            return answer.get(patience.answer().toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("no answer in time");
        } catch (ExecutionException e) {
            throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new UserError("the download of " + source + " was interrupted; start it again", e);
        }
    }

    private void receive(HttpResponse<InputStream> response, Path target, long before) throws IOException {
        try (InputStream body = response.body()) {
            switch (response.statusCode()) {
                case OK -> truncate(target, 0);
                case PARTIAL_CONTENT -> {
                    final String range =
                            response.headers().firstValue("Content-Range").orElse("");
                    if (!range.startsWith("bytes " + before + "-")) {
                        throw new IOException("it sent another part of the file than was asked for");
                    }
                }
                case NOT_FOUND, GONE -> throw new FileNotFoundException("it has no such file");
                case RANGE_NOT_SATISFIABLE -> throw new IOException("it has less of the file than it sent before");
                default -> throw new IOException("it answered with status " + response.statusCode());
            }
            copy(body, target);
        }
    }

    private void copy(InputStream body, Path target) throws IOException {
        try (OutputStream out = Files.newOutputStream(target, StandardOpenOption.APPEND);
                StallGuard guard = new StallGuard(body, patience.stall())) {
            final byte[] buffer = new byte[1 << 16];
            long size = Files.size(target);
            for (int read = read(body, buffer, guard); read >= 0; read = read(body, buffer, guard)) {
                size += read;
                if (size > largest) {
                    throw new IOException("it sends more than the " + largest + " bytes that the file can have");
                }
                out.write(buffer, 0, read);
                guard.progress();
            }
        }
    }

    private int read(InputStream body, byte[] buffer, StallGuard guard) throws CutOffException {
        try {
            return body.read(buffer);
        } catch (IOException e) {
            final String reason = guard.hasFired()
                    ? "it sent nothing more for " + patience.stall().toMillis() + " ms"
                    : "the connection was cut off";
            throw new CutOffException(reason, e);
        }
    }

    private static void truncate(Path target, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(target, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    /** Drops the connections without waiting: a name server that does not answer would block. */
    @Override
    public void close() {
        client.shutdownNow();
    }
}
