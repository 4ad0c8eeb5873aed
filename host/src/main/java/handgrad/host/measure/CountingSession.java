package handgrad.host.measure;

import handgrad.backend.DeviceInfo;
import handgrad.backend.Session;
import handgrad.backend.SessionStatistics;
import handgrad.dataset.Inputs;
import handgrad.program.Program;
import handgrad.program.Tensor;

/** Counts the bytes that are uploaded to a session and downloaded from it. */
final class CountingSession implements Session {
    private static final int BYTES_AN_ELEMENT = 4;

    private final Session session;
    private long toDevice;
    private long fromDevice;

    CountingSession(Session session) {
        this.session = session;
    }

    /** The bytes so far. */
    Bytes bytes() {
        return new Bytes(toDevice, fromDevice);
    }

    @Override
    public DeviceInfo device() {
        return session.device();
    }

    @Override
    public void upload(Tensor tensor, float[] values) {
        toDevice += (long) BYTES_AN_ELEMENT * values.length;
        session.upload(tensor, values);
    }

    @Override
    public void upload(Tensor tensor, Inputs inputs) {
        // As floats, which most devices receive, so that devices can be compared.
        toDevice += (long) BYTES_AN_ELEMENT * inputs.size();
        session.upload(tensor, inputs);
    }

    @Override
    public void upload(Tensor tensor, int[] values) {
        toDevice += (long) BYTES_AN_ELEMENT * values.length;
        session.upload(tensor, values);
    }

    @Override
    public void download(Tensor tensor, float[] values) {
        fromDevice += (long) BYTES_AN_ELEMENT * values.length;
        session.download(tensor, values);
    }

    @Override
    public void download(Tensor tensor, int[] values) {
        fromDevice += (long) BYTES_AN_ELEMENT * values.length;
        session.download(tensor, values);
    }

    @Override
    public void run(Program program, int times) {
        session.run(program, times);
    }

    @Override
    public void finish() {
        session.finish();
    }

    @Override
    public SessionStatistics statistics() {
        return session.statistics();
    }

    @Override
    public void close() {
        session.close();
    }
}
