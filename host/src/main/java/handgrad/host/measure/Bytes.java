package handgrad.host.measure;

/**
 * The bytes that crossed the interface to a device. Where the device shares the host's memory, none of them has to
 * move.
 *
 * @param toDevice bytes handed to the device
 * @param fromDevice bytes read from it
 */
public record Bytes(long toDevice, long fromDevice) {
    /** What came to it since an earlier count. */
    Bytes since(Bytes earlier) {
        return new Bytes(toDevice - earlier.toDevice, fromDevice - earlier.fromDevice);
    }

    /** Both counts together. */
    Bytes plus(Bytes other) {
        return new Bytes(toDevice + other.toDevice, fromDevice + other.fromDevice);
    }

    /** The mean of several. */
    Bytes over(int count) {
        return new Bytes(toDevice / count, fromDevice / count);
    }
}
