package handgrad.cli.console;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Handles Ctrl-C (SIGINT) and SIGTERM. The first signal only sets a flag, so that a training can finish a step and save
 * its state; the second ends the process at once. Until the flag is first read, while data are loaded and kernels
 * compiled, the first signal also ends the process: there is nothing to save.
 *
 * <p>A shutdown hook cannot do that: once the JVM is shutting down, a second signal waits for the hooks of the first.
 * {@code sun.misc.Signal}, in the supported module {@code jdk.unsupported}, is called by reflection because the
 * compiler warns of its use and the warning cannot be suppressed.
 */
public final class Interrupts implements AutoCloseable {
    /** A process that a signal ended has this exit code and the signal's number added. */
    private static final int CODE_OF_SIGNALS = 128;

    /** Which signal came first. */
    public enum Kind {
        /** Ctrl-C. */
        INT(2),
        /** {@code kill}, a scheduler's time limit, the end of a container. */
        TERM(15);

        private final int number;

        Kind(int number) {
            this.number = number;
        }

        /**
         * The exit code of a process that the signal ended.
         *
         * @return 128 and the signal's number
         */
        public int exitCode() {
            return CODE_OF_SIGNALS + number;
        }
    }

    private final AtomicReference<Kind> first = new AtomicReference<>();
    private final AtomicBoolean asked = new AtomicBoolean();
    private final List<Runnable> undo;

    private Interrupts() {
        undo = List.of(handle(Kind.INT), handle(Kind.TERM));
    }

    /**
     * Begins to listen. If the JVM runs with {@code -Xrs}, signals keep their usual effect.
     *
     * @return the listener, to be closed
     */
    public static Interrupts listen() {
        return new Interrupts();
    }

    private Runnable handle(Kind kind) {
        try {
            final Class<?> signals = Class.forName("sun.misc.Signal");
            final Class<?> handlers = Class.forName("sun.misc.SignalHandler");
            final Object signal = signals.getConstructor(String.class).newInstance(kind.name());
            final InvocationHandler received = (_, _, _) -> {
                received(kind);
                return null;
            };
            final Object handler =
                    Proxy.newProxyInstance(handlers.getClassLoader(), new Class<?>[] {handlers}, received);
            final Object earlier =
                    signals.getMethod("handle", signals, handlers).invoke(null, signal, handler);
            return () -> restore(signals, handlers, signal, earlier);
        } catch (final ReflectiveOperationException notHere) {
            return () -> {};
        }
    }

    private static void restore(Class<?> signals, Class<?> handlers, Object signal, Object earlier) {
        try {
            signals.getMethod("handle", signals, handlers).invoke(null, signal, earlier);
        } catch (final ReflectiveOperationException takenOver) {
            // A driver's compiler has taken over the signal (docs/opencl.md, "Signals"). It keeps it: the run is
            // finished and does not need it.
        }
    }

    private void received(Kind kind) {
        if (!asked.get()) {
            System.exit(kind.exitCode());
        }
        if (!first.compareAndSet(null, kind)) {
            Runtime.getRuntime().halt(kind.exitCode());
        }
    }

    /**
     * Whether a signal came.
     *
     * @return true from then on
     */
    public boolean isRequested() {
        asked.set(true);
        return first.get() != null;
    }

    /**
     * The signal that came.
     *
     * @return the signal; only where {@link #isRequested}
     */
    public Kind kind() {
        return first.get();
    }

    /** Leaves signals to what handled them before. */
    @Override
    public void close() {
        undo.forEach(Runnable::run);
    }
}
