package handgrad.host.sweep;

import handgrad.backend.Backend;
import handgrad.backend.DeviceInfo;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.backend.SessionStatistics;
import handgrad.dataset.Inputs;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Sessions of finished trials, for the next trial that needs the same programs on the same device: trials that differ
 * only in uploaded values, such as the learning rate, λ or the seed, share compiled programs. A trial uploads
 * everything that it reads, so nothing of one trial reaches the next.
 */
public final class SessionPool implements AutoCloseable {
    private final int capacity;
    private final Deque<Idle> idle = new ArrayDeque<>();

    /**
     * An empty pool.
     *
     * @param capacity how many sessions it keeps: idle ones hold memory of their device
     */
    public SessionPool(int capacity) {
        this.capacity = capacity;
    }

    /** What a session can be used for. */
    private record Key(String backend, DeviceOptions options, List<Program> programs) {}

    /** A session that nobody uses. */
    private record Idle(Key key, Session session) {}

    /**
     * A backend whose sessions come from this pool and return to it.
     *
     * @param backend opens those that are not there
     * @return a backend of the same name and devices
     */
    public Backend sharing(Backend backend) {
        return new Backend() {
            @Override
            public String name() {
                return backend.name();
            }

            @Override
            public List<DeviceInfo> devices() {
                return backend.devices();
            }

            @Override
            public Session open(DeviceOptions options, List<Program> programs) {
                final Key key = new Key(backend.name(), options, List.copyOf(programs));
                final Session session = take(key).orElseGet(() -> backend.open(options, programs));
                return new Lent(key, session);
            }
        };
    }

    /** Closes the idle sessions. */
    @Override
    public synchronized void close() {
        idle.forEach(entry -> entry.session().close());
        idle.clear();
    }

    private synchronized Optional<Session> take(Key key) {
        for (final Iterator<Idle> entries = idle.iterator(); entries.hasNext(); ) {
            final Idle entry = entries.next();
            if (entry.key().equals(key)) {
                entries.remove();
                return Optional.of(entry.session());
            }
        }
        return Optional.empty();
    }

    private synchronized void giveBack(Idle entry) {
        idle.addLast(entry);
        while (idle.size() > capacity) {
            idle.removeFirst().session().close();
        }
    }

    /**
     * A session in use: closing gives it back, unless it failed. Its programs equal those that it was opened with,
     * which is all that matters.
     */
    private final class Lent implements Session {
        private final Key key;
        private final Session session;
        private boolean failed;
        private boolean closed;

        Lent(Key key, Session session) {
            this.key = key;
            this.session = session;
        }

        @Override
        public DeviceInfo device() {
            return session.device();
        }

        @Override
        public void upload(Tensor tensor, float[] values) {
            watched(() -> session.upload(tensor, values));
        }

        @Override
        public void upload(Tensor tensor, Inputs inputs) {
            watched(() -> session.upload(tensor, inputs));
        }

        @Override
        public void upload(Tensor tensor, int[] values) {
            watched(() -> session.upload(tensor, values));
        }

        @Override
        public void download(Tensor tensor, float[] values) {
            watched(() -> session.download(tensor, values));
        }

        @Override
        public void download(Tensor tensor, int[] values) {
            watched(() -> session.download(tensor, values));
        }

        @Override
        public void run(Program program, int times) {
            watched(() -> session.run(program, times));
        }

        @Override
        public void finish() {
            watched(session::finish);
        }

        @Override
        public SessionStatistics statistics() {
            return session.statistics();
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            if (failed) {
                session.close();
            } else {
                giveBack(new Idle(key, session));
            }
        }

        private void watched(Runnable work) {
            boolean done = false;
            try {
                work.run();
                done = true;
            } finally {
                failed |= !done;
            }
        }
    }
}
