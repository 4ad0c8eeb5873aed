package handgrad.host.check.op;

import handgrad.backend.Session;
import handgrad.host.check.cases.CaseInputs;
import handgrad.host.check.cases.OpCase;
import handgrad.program.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The tensors after one run of a case: the outputs of the op, and every resident tensor, since those that the op does
 * not write must be unchanged.
 *
 * @param floats the float tensors
 * @param ints the int tensors
 */
record CaseRun(Map<Tensor, float[]> floats, Map<Tensor, int[]> ints) {
    /** Fills the arrays before a download, so that an element that is not downloaded cannot look right by chance. */
    private static final float FLOAT_SENTINEL = -7.7e33F;

    private static final int INT_SENTINEL = Integer.MIN_VALUE + 77;

    /** Uploads, runs once, and downloads. */
    static CaseRun of(Session session, OpCase opCase, CaseInputs inputs) {
        inputs.uploadTo(session);
        session.run(opCase.program(), 1);
        session.finish();
        final Map<Tensor, float[]> floats = new LinkedHashMap<>();
        final Map<Tensor, int[]> ints = new LinkedHashMap<>();
        final Set<Tensor> readable = new LinkedHashSet<>(opCase.op().outputs());
        readable.addAll(opCase.program().residents());
        for (final Tensor tensor : readable) {
            switch (tensor.type()) {
                case FLOAT32 -> {
                    final float[] values = new float[tensor.size()];
                    Arrays.fill(values, FLOAT_SENTINEL);
                    session.download(tensor, values);
                    floats.put(tensor, values);
                }
                case INT32 -> {
                    final int[] values = new int[tensor.size()];
                    Arrays.fill(values, INT_SENTINEL);
                    session.download(tensor, values);
                    ints.put(tensor, values);
                }
            }
        }
        return new CaseRun(floats, ints);
    }
}
