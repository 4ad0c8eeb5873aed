package handgrad.host.bench;

import handgrad.backend.DevicePeaks;
import handgrad.host.bench.BenchReport.Failure;
import handgrad.host.measure.Environment;
import java.util.List;

/**
 * How fast each op of each model is: {@code bench-ops.json}, and what {@code --ops --json} prints.
 *
 * @param kind {@code bench-ops}
 * @param version of this form of object
 * @param environment where it was measured
 * @param command repeats it
 * @param devices what was measured on each
 * @param failures what could not be measured, and why
 */
public record OpsReport(
        String kind,
        int version,
        Environment environment,
        String command,
        List<OfDevice> devices,
        List<Failure> failures) {
    /** What this object is called. */
    static final String KIND = "bench-ops";

    /** The form of this object. */
    static final int VERSION = 1;

    /** Copies the lists. */
    public OpsReport {
        devices = List.copyOf(devices);
        failures = List.copyOf(failures);
    }

    /**
     * A device.
     *
     * @param device as {@code --device} takes it
     * @param deviceName the device's own name
     * @param threads how many threads it might use
     * @param peaks of all these threads together
     * @param oneThread of one thread alone, where there are models whose steps one of the threads does; else null
     * @param models the models that were measured on it
     */
    public record OfDevice(
            String device,
            String deviceName,
            int threads,
            DevicePeaks peaks,
            DevicePeaks oneThread,
            List<OfModel> models) {
        /** Copies the list. */
        public OfDevice {
            models = List.copyOf(models);
        }
    }

    /**
     * A model.
     *
     * @param model its name
     * @param batch samples a step
     * @param threads how many threads worked on a step
     * @param stepSeconds a training step
     * @param ops what it was made up of, the slowest first
     */
    public record OfModel(String model, int batch, int threads, double stepSeconds, List<OfOp> ops) {
        /** Copies the list. */
        public OfModel {
            ops = List.copyOf(ops);
        }
    }

    /**
     * An op, or several that the device does as one.
     *
     * @param op such as {@code Conv2dForward c1}
     * @param ops the names of the ops
     * @param tensor what it makes
     * @param seconds of a step
     * @param share of a step, 0 … 1
     * @param flops floating-point operations a step, at least
     * @param bytes read and written a step, at least
     * @param dataBytes those of them that are read from the data set, other ones in every step
     * @param workingSetBytes of one of the parts in which it is done
     * @param visitedBytes how much of the data set the steps went through
     * @param flopsPerSecond arithmetic
     * @param bytesPerSecond traffic
     * @param intensity operations a byte
     * @param flopsFraction of the peak of the threads that worked, 0 … 1
     * @param bandwidthFraction the least time that the threads that worked need for the traffic, as a share of the time
     *     that it took, 0 … 1
     */
    public record OfOp(
            String op,
            List<String> ops,
            String tensor,
            double seconds,
            double share,
            long flops,
            long bytes,
            long dataBytes,
            long workingSetBytes,
            long visitedBytes,
            double flopsPerSecond,
            double bytesPerSecond,
            double intensity,
            double flopsFraction,
            double bandwidthFraction) {
        /** Copies the list. */
        public OfOp {
            ops = List.copyOf(ops);
        }
    }
}
