package handgrad.backend;

/** A backend that can measure what its devices can do at most. */
public interface PeakSource {
    /**
     * Measures; takes a second or two.
     *
     * @param options which device, and how to use it
     * @return the device's peaks
     * @throws DeviceException if there is no such device, or it fails
     */
    DevicePeaks peaks(DeviceOptions options);
}
