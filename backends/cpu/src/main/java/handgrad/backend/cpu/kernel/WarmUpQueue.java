package handgrad.backend.cpu.kernel;

import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Kernels that wait for their JIT warm-up, each once. Safe for use by several threads. */
public final class WarmUpQueue {
    private final Set<KernelUse> known = ConcurrentHashMap.newKeySet();
    private final Queue<KernelUse> waiting = new ConcurrentLinkedQueue<>();

    /** Adds a kernel, unless it was added before. */
    void add(KernelUse use) {
        if (known.add(use)) {
            waiting.add(use);
        }
    }

    /** Takes the kernel that waits longest; empty if none does. */
    Optional<KernelUse> next() {
        return Optional.ofNullable(waiting.poll());
    }
}
