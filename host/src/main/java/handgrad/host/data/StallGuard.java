package handgrad.host.data;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Closes a stream that delivers nothing for too long, so that a blocked read fails. */
final class StallGuard implements AutoCloseable {
    private final InputStream stream;
    private final long patience;
    private final AtomicLong lastProgress = new AtomicLong(System.nanoTime());
    private final Thread watcher;
    private volatile boolean fired;

    /**
     * Starts to watch.
     *
     * @param stream what to close
     * @param patience after how long without progress
     */
    StallGuard(InputStream stream, Duration patience) {
        this.stream = stream;
        this.patience = patience.toNanos();
        this.watcher = Thread.ofVirtual().name("stall guard").start(this::watch);
    }

    /** Says that bytes came. */
    void progress() {
        lastProgress.set(System.nanoTime());
    }

    /**
     * Whether the stream was closed because it stalled.
     *
     * @return true once it was
     */
    boolean hasFired() {
        return fired;
    }

    private void watch() {
        try {
            long idle = 0;
            while (idle < patience) {
                Thread.sleep(Duration.ofNanos(patience - idle));
                idle = System.nanoTime() - lastProgress.get();
            }
            fired = true;
            stream.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            throw new IllegalStateException("a stream of the HTTP client failed to close", e);
        }
    }

    /** Stops watching. */
    @Override
    public void close() {
        watcher.interrupt();
    }
}
