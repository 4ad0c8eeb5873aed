package handgrad.backend;

/** A backend that can measure the peak performance of its devices. */
public interface PeakSource {
    /**
     * Measures the peaks, which takes a second or two.
     *
     * @param options which device, and how to use it
     * @return the device's peaks
     * @throws DeviceException if the device does not exist or fails
     */
    DevicePeaks peaks(DeviceOptions options);
}
