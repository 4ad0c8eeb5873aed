package handgrad.host.labs.bench;

import handgrad.backend.Float64Session;
import handgrad.backend.Session;
import handgrad.program.Program;
import handgrad.program.Tensor;

/** Programs on a device or in float64, with arrays of doubles in and out. */
public final class LabSession implements AutoCloseable {
    private final Session session;
    private final boolean exact;

    private LabSession(Session session, boolean exact) {
        this.session = session;
        this.exact = exact;
    }

    /** Rounds inputs and outputs to float32. */
    static LabSession rounding(Session session) {
        return new LabSession(session, false);
    }

    /** Rounds nothing. */
    static LabSession exact(Float64Session session) {
        return new LabSession(session, true);
    }

    /**
     * Uploads and runs once.
     *
     * @param program one of the session's
     * @param inputs what is uploaded first
     * @return this session
     */
    public LabSession run(Program program, LabInputs inputs) {
        inputs.floats().forEach(this::upload);
        inputs.ints().forEach(session::upload);
        session.run(program, 1);
        session.finish();
        return this;
    }

    /**
     * The elements of a float tensor that the last program keeps, or of a resident one.
     *
     * @param tensor the tensor
     * @return its elements, row-major
     */
    public double[] floats(Tensor tensor) {
        final double[] values = new double[tensor.size()];
        if (exact && session instanceof Float64Session oracle) {
            oracle.download(tensor, values);
            return values;
        }
        final float[] rounded = new float[tensor.size()];
        session.download(tensor, rounded);
        for (int i = 0; i < values.length; i++) {
            values[i] = rounded[i];
        }
        return values;
    }

    /**
     * The elements of an int tensor that the last program keeps, or of a resident one.
     *
     * @param tensor the tensor
     * @return its elements, row-major
     */
    public int[] ints(Tensor tensor) {
        final int[] values = new int[tensor.size()];
        session.download(tensor, values);
        return values;
    }

    private void upload(Tensor tensor, double[] values) {
        if (exact && session instanceof Float64Session oracle) {
            oracle.upload(tensor, values);
            return;
        }
        final float[] rounded = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            rounded[i] = (float) values[i];
        }
        session.upload(tensor, rounded);
    }

    @Override
    public void close() {
        session.close();
    }
}
