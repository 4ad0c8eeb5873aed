package handgrad.host.sweep.folder;

import handgrad.host.UserError;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A lock that one process at a time holds: the operating system's lock on an empty file. It ends with the process, so
 * no lock is ever left behind. On a shared folder it works across machines if the file system supports that (NFS 4, NFS
 * 3 with its lock service, Lustre mounted with flock, GPFS).
 */
public final class TrialLock implements AutoCloseable {
    private static final long PATIENCE_MILLISECONDS = 50;

    private final FileChannel channel;

    private TrialLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Tries to get a lock.
     *
     * @param file the file that stands for it; its folder must exist
     * @return the lock, or empty if another process, or another thread of this one, has it
     * @throws UserError if the file system cannot lock
     */
    static Optional<TrialLock> attempt(Path file) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            final FileLock lock = channel.tryLock();
            if (lock != null) {
                return Optional.of(new TrialLock(channel));
            }
        } catch (final OverlappingFileLockException heldByThisProcess) {
            return closed(channel);
        } catch (final IOException failure) {
            closed(channel);
            throw new UserError(
                    "cannot lock " + file + ": " + failure + "; is this a file system without locks?", failure);
        }
        return closed(channel);
    }

    /** Waits for a lock that is held only briefly. */
    static TrialLock await(Path file) {
        while (true) {
            final Optional<TrialLock> lock = attempt(file);
            if (lock.isPresent()) {
                return lock.get();
            }
            try {
                Thread.sleep(PATIENCE_MILLISECONDS);
            } catch (final InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new UserError("interrupted while waiting for " + file, interrupted);
            }
        }
    }

    /** Gives the lock back. */
    @Override
    public void close() {
        closed(channel);
    }

    private static Optional<TrialLock> closed(FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (final IOException nothingWasWritten) {
            return Optional.empty();
        }
        return Optional.empty();
    }
}
