package handgrad.backend.opencl;

import java.nio.charset.StandardCharsets;
import org.jocl.CL;
import org.jocl.Pointer;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** Asks a driver for what it says of platforms and devices. */
final class DeviceQueries {
    /**
     * CL_DEVICE_TYPE_ALL of cl.h, 32 bits. JOCL has it as an int, which as a long would be −1: all 64 bits, which
     * Mesa's rusticl refuses.
     */
    static final long ALL_TYPES = 0xffff_ffffL;

    private DeviceQueries() {}

    static cl_platform_id[] platforms() {
        final int[] count = new int[1];
        CL.clGetPlatformIDs(0, null, count);
        final cl_platform_id[] platforms = new cl_platform_id[count[0]];
        CL.clGetPlatformIDs(platforms.length, platforms, null);
        return platforms;
    }

    static cl_device_id[] devices(cl_platform_id platform) {
        final int[] count = new int[1];
        CL.clGetDeviceIDs(platform, ALL_TYPES, 0, null, count);
        final cl_device_id[] devices = new cl_device_id[count[0]];
        CL.clGetDeviceIDs(platform, ALL_TYPES, devices.length, devices, null);
        return devices;
    }

    static String text(cl_platform_id platform, int what) {
        final long[] size = new long[1];
        CL.clGetPlatformInfo(platform, what, 0, null, size);
        final byte[] bytes = new byte[(int) size[0]];
        CL.clGetPlatformInfo(platform, what, bytes.length, Pointer.to(bytes), null);
        return text(bytes);
    }

    static String text(cl_device_id device, int what) {
        final long[] size = new long[1];
        CL.clGetDeviceInfo(device, what, 0, null, size);
        final byte[] bytes = new byte[(int) size[0]];
        CL.clGetDeviceInfo(device, what, bytes.length, Pointer.to(bytes), null);
        return text(bytes);
    }

    /** A number of four or eight bytes. */
    static long number(cl_device_id device, int what) {
        final long[] value = new long[1];
        final long[] size = new long[1];
        CL.clGetDeviceInfo(device, what, 0, null, size);
        CL.clGetDeviceInfo(device, what, Math.min(size[0], Long.BYTES), Pointer.to(value), null);
        return size[0] == Integer.BYTES ? value[0] & 0xffff_ffffL : value[0];
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8).replace("\0", "").strip();
    }
}
