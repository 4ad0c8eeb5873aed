package handgrad.host.backend.cpu;

import handgrad.host.backend.cpu.Tiling.TileShape;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls a kernel some times with little work before its first use, so that it is compiled from its beginning. A first call with all of its work would
 * be replaced in the middle of its loop, by code that takes the sums over as objects and keeps them so: slow to compile, slow to run, and
 * thrown away after. Every kernel is rehearsed once, by the thread that needs it first; others that need it wait.
 */
final class VectorRehearsal {
    /** Calls a kernel with little work. */
    @FunctionalInterface
    interface Kernel {
        /**
         * Calls it.
         *
         * @param x an operand, {@link #ELEMENTS} elements, all zero
         * @param y another, or the result
         * @param n how many elements to go through
         */
        void call(float[] x, float[] y, int n);
    }

    /** More calls than the launcher's threshold asks for; without the launcher's options they are merely soon over. */
    private static final int CALLS = 24;

    /** Turns of a kernel's loop in a call: enough for the compiler to see that it turns, too few to be replaced within. */
    private static final int TURNS = 4;

    /** The elements of an operand, and some that fill no vector, for the loop over what is left at the end. */
    private static final int ELEMENTS = TURNS * Grid.LANES + 3;

    private final boolean[] broadcast = new boolean[Tiling.CODES];
    private final boolean[] dual = new boolean[Tiling.CODES];
    private final Set<Object> others = ConcurrentHashMap.newKeySet();

    /** Before a tile of {@link VectorBroadcastTiles}. */
    void broadcast(TileShape shape) {
        if (!broadcast[shape.code()]) {
            rehearseBroadcast(shape);
        }
    }

    private synchronized void rehearseBroadcast(TileShape shape) {
        final int[] rows = new int[shape.rows()];
        final int[] positions = new int[shape.positions()];
        final int[] taps = new int[TURNS];
        final BroadcastCall call =
                new BroadcastCall(new BroadcastTables(rows, taps, positions, taps, rows, positions, rows, positions));
        call.a = new float[Grid.LANES];
        call.x = call.a;
        call.init = call.a;
        call.y = call.a;
        for (int i = 0; i < CALLS && !broadcast[shape.code()]; i++) {
            VectorBroadcastTiles.tile(call, shape, 0, 0, 0, TURNS);
        }
        broadcast[shape.code()] = true;
    }

    /** Before a tile of {@link VectorDualTiles}. */
    void dual(TileShape shape) {
        if (!dual[shape.code()]) {
            rehearseDual(shape);
        }
    }

    private synchronized void rehearseDual(TileShape shape) {
        final int[] taps = new int[TURNS];
        final DualCall call =
                new DualCall(new DualTables(new int[shape.rows()], taps, new int[shape.positions()], taps), 1);
        call.a = new float[Grid.LANES];
        call.x = call.a;
        for (int i = 0; i < CALLS && !dual[shape.code()]; i++) {
            VectorDualTiles.tile(call, shape, 0, 0, 0, TURNS);
        }
        dual[shape.code()] = true;
    }

    /**
     * Before a kernel over consecutive elements.
     *
     * @param name what tells it from others
     * @param kernel the kernel
     */
    void elements(Object name, Kernel kernel) {
        if (!others.contains(name)) {
            rehearse(name, kernel);
        }
    }

    private synchronized void rehearse(Object name, Kernel kernel) {
        final float[] x = new float[ELEMENTS];
        final float[] y = new float[ELEMENTS];
        for (int i = 0; i < CALLS && !others.contains(name); i++) {
            kernel.call(x, y, ELEMENTS);
        }
        others.add(name);
    }
}
