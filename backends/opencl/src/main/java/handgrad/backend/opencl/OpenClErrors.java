package handgrad.backend.opencl;

import handgrad.backend.DeviceException;
import org.jocl.CL;
import org.jocl.CLException;

/** What the driver reports, as one line that says what to do. */
final class OpenClErrors {
    /** NVIDIA's driver reports an illegal access or a card that fell off the bus by this number. */
    private static final int NVIDIA_FAILURE = -9999;

    private OpenClErrors() {}

    /** The name of a status, such as {@code CL_OUT_OF_RESOURCES}. */
    static String name(CLException e) {
        return CL.stringFor_errorCode(e.getStatus());
    }

    /** A failure while a device computes or copies. */
    static DeviceException whileWorking(OpenClDevice device, CLException e) {
        return switch (e.getStatus()) {
            case CL.CL_MEM_OBJECT_ALLOCATION_FAILURE, CL.CL_OUT_OF_HOST_MEMORY ->
                new DeviceException(
                        ("%s ran out of memory (%s): it has %s; take a smaller --batch,"
                                        + " or close other programs that use it")
                                .formatted(device.name(), name(e), OpenClDevice.bytes(device.globalBytes())),
                        e);
            case CL.CL_DEVICE_NOT_AVAILABLE,
                    CL.CL_INVALID_COMMAND_QUEUE,
                    CL.CL_OUT_OF_RESOURCES,
                    CL.CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST,
                    NVIDIA_FAILURE ->
                new DeviceException(
                        ("%s was lost (%s): resume from the last checkpoint,"
                                        + " on another --device if it does not come back")
                                .formatted(device.name(), name(e)),
                        e);
            default -> new DeviceException("%s failed with %s".formatted(device.name(), name(e)), e);
        };
    }
}
