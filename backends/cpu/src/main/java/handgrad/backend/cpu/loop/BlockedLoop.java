package handgrad.backend.cpu.loop;

import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.formula.Formula;
import java.util.Arrays;
import java.util.Optional;

/**
 * A loop that goes by blocks of {@link LoopPlan#BLOCK} elements, with arrays of each thread's own. Vectors go through
 * the passes of the plan in turn. Plain floats are copied to arrays of their own and back: C2 makes vector instructions
 * of a loop over whole arrays, not of one over parts of them.
 */
final class BlockedLoop implements ElementwiseLoop {
    /** One thread's arguments. */
    private record Call(float[][] arrays, int[] at, float[] scalars, float[] scratch, float[][] copies) {}

    private final BlockLoop block;
    /** The loop of plain floats for fewer elements than a block has. */
    private final Optional<ElementwiseLoop> plain;

    private final int elements;
    private final int scalars;
    private final ThreadLocal<Call> calls;

    BlockedLoop(Formula formula, BlockLoop block) {
        this.block = block;
        this.plain = block instanceof final ElementwiseLoop loop ? Optional.of(loop) : Optional.empty();
        this.elements = formula.elements().size();
        this.scalars = formula.scalars().size();
        final int arrays = elements + formula.results().size();
        this.calls = ThreadLocal.withInitial(() -> new Call(
                new float[arrays][],
                new int[arrays],
                new float[scalars],
                new float[block.scratch()],
                plain.isPresent() ? new float[arrays][LoopPlan.BLOCK] : new float[0][]));
    }

    @Override
    public void run(
            float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, float scalar, float[] y, int yAt, int n) {
        if (plain.isPresent() && n < LoopPlan.BLOCK) {
            plain.get().run(a, aAt, b, bAt, c, cAt, scalar, y, yAt, n);
            return;
        }
        final Call call = calls.get();
        set(call, 0, a, aAt);
        if (elements > 1) {
            set(call, 1, b, bAt);
        }
        if (elements > 2) {
            set(call, 2, c, cAt);
        }
        set(call, elements, y, yAt);
        Arrays.fill(call.scalars, scalar);
        run(call, n);
    }

    @Override
    public void run(float[][] arguments, float[][] scalarArrays, float[][] results, int at, int n) {
        if (plain.isPresent() && n < LoopPlan.BLOCK) {
            plain.get().run(arguments, scalarArrays, results, at, n);
            return;
        }
        final Call call = calls.get();
        for (int e = 0; e < elements; e++) {
            set(call, e, arguments[e], at);
        }
        for (int r = 0; r < results.length; r++) {
            set(call, elements + r, results[r], at);
        }
        for (int s = 0; s < scalars; s++) {
            call.scalars[s] = scalarArrays[s][0];
        }
        run(call, n);
    }

    private static void set(Call call, int index, float[] array, int at) {
        call.arrays[index] = array;
        call.at[index] = at;
    }

    private void run(Call call, int n) {
        for (int done = 0; done < n; done += LoopPlan.BLOCK) {
            final int size = Math.min(LoopPlan.BLOCK, n - done);
            if (plain.isPresent()) {
                runCopied(call, size);
            } else {
                block.run(call.arrays, call.at, call.scalars, call.scratch, size);
            }
            for (int i = 0; i < call.at.length; i++) {
                call.at[i] += size;
            }
        }
        // A thread must not keep the arrays of a session that ended.
        Arrays.fill(call.arrays, null);
    }

    private void runCopied(Call call, int size) {
        for (int e = 0; e < elements; e++) {
            System.arraycopy(call.arrays[e], call.at[e], call.copies[e], 0, size);
        }
        block.run(call.copies, call.at, call.scalars, call.scratch, size);
        for (int r = elements; r < call.copies.length; r++) {
            System.arraycopy(call.copies[r], 0, call.arrays[r], call.at[r], size);
        }
    }
}
