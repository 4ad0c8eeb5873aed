package handgrad.backend.opencl;

import handgrad.backend.DeviceException;
import handgrad.backend.opencl.OpenClDevice.Type;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jocl.CL;
import org.jocl.CLException;
import org.jocl.cl_device_id;
import org.jocl.cl_platform_id;

/** Finds the devices of this machine, and says in one line what to install where there is none. */
final class OpenClDevices {
    private static final String NO_LIBRARY =
            "no OpenCL library could be loaded: install the GPU's driver, or ocl-icd-libopencl1 (Debian, Ubuntu)"
                    + " and a driver such as pocl-opencl-icd";

    private final Map<String, String> environment;

    /**
     * A finder.
     *
     * @param environment the environment variables, which tell where PoCL keeps its cache
     */
    OpenClDevices(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    /**
     * All devices of all platforms.
     *
     * @return at least one; the unusable ones too
     * @throws DeviceException if there is no library, no platform, or no device
     */
    List<OpenClDevice> find() {
        final List<OpenClDevice> devices = new ArrayList<>();
        final List<String> failures = new ArrayList<>();
        for (final cl_platform_id platform : platforms()) {
            final String platformName = DeviceQueries.text(platform, CL.CL_PLATFORM_NAME);
            try {
                for (final cl_device_id id : DeviceQueries.devices(platform)) {
                    devices.add(describe(devices.size(), platform, platformName, id));
                }
            } catch (final CLException e) {
                failures.add(noDevice(platformName, e));
            }
        }
        if (devices.isEmpty()) {
            throw new DeviceException(String.join("; ", failures));
        }
        return devices;
    }

    private cl_platform_id[] platforms() {
        if (!hasLibrary()) {
            throw new DeviceException(NO_LIBRARY);
        }
        PoclLoops.preferSafe(environment);
        try {
            CL.setExceptionsEnabled(true);
            return DeviceQueries.platforms();
        } catch (final LinkageError e) {
            throw new DeviceException(NO_LIBRARY, e);
        } catch (final CLException e) {
            throw new DeviceException(
                    "the OpenCL library finds no driver (" + OpenClErrors.name(e)
                            + "): install the GPU's driver, or pocl-opencl-icd (Debian, Ubuntu)"
                            + " to run on the processor",
                    e);
        }
    }

    /** Asked before JOCL, which on Linux writes lines of its own about each library that it cannot load. */
    @SuppressWarnings("restricted")
    private static boolean hasLibrary() {
        return !System.getProperty("os.name").equals("Linux")
                || Stream.of("libOpenCL.so.1", "libOpenCL.so").anyMatch(name -> {
                    try (Arena arena = Arena.ofConfined()) {
                        SymbolLookup.libraryLookup(name, arena);
                        return true;
                    } catch (final IllegalArgumentException e) {
                        return false;
                    }
                });
    }

    private String noDevice(String platformName, CLException e) {
        if (platformName.equals(OpenClDevice.POCL)) {
            final Path cache = poclCache();
            if (!isWritable(cache)) {
                return "PoCL has no device because its cache folder " + cache
                        + " cannot be written: set POCL_CACHE_DIR to a folder that can";
            }
        }
        return "the OpenCL driver \"" + platformName + "\" finds no device (" + OpenClErrors.name(e)
                + "): is the card there, and may this user open it?";
    }

    /** As PoCL looks for it: POCL_CACHE_DIR, XDG_CACHE_HOME, the home folder. */
    private Path poclCache() {
        final String named = environment.get("POCL_CACHE_DIR");
        if (named != null) {
            return Path.of(named);
        }
        final String caches = environment.get("XDG_CACHE_HOME");
        return caches != null
                ? Path.of(caches, "pocl")
                : Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".cache", "pocl");
    }

    /** Whether the folder, or the nearest one above it that exists, is one in which files can be made. */
    private static boolean isWritable(Path folder) {
        Path existing = folder.toAbsolutePath();
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        if (existing == null || !Files.isDirectory(existing)) {
            return false;
        }
        try {
            Files.delete(Files.createTempFile(existing, "handgrad", ".tmp"));
            return true;
        } catch (final IOException e) {
            return false;
        }
    }

    private static OpenClDevice describe(int index, cl_platform_id platform, String platformName, cl_device_id id) {
        final long floats = DeviceQueries.number(id, CL.CL_DEVICE_SINGLE_FP_CONFIG);
        return new OpenClDevice(
                index,
                platform,
                id,
                DeviceQueries.text(id, CL.CL_DEVICE_NAME),
                platformName,
                DeviceQueries.text(id, CL.CL_DRIVER_VERSION),
                type(DeviceQueries.number(id, CL.CL_DEVICE_TYPE)),
                (int) DeviceQueries.number(id, CL.CL_DEVICE_MAX_COMPUTE_UNITS),
                DeviceQueries.number(id, CL.CL_DEVICE_GLOBAL_MEM_SIZE),
                DeviceQueries.number(id, CL.CL_DEVICE_MAX_MEM_ALLOC_SIZE),
                DeviceQueries.number(id, CL.CL_DEVICE_LOCAL_MEM_SIZE),
                (int) DeviceQueries.number(id, CL.CL_DEVICE_MAX_WORK_GROUP_SIZE),
                (floats & CL.CL_FP_FMA) != 0,
                (floats & CL.CL_FP_CORRECTLY_ROUNDED_DIVIDE_SQRT) != 0,
                problem(id, floats));
    }

    private static Type type(long bits) {
        if ((bits & CL.CL_DEVICE_TYPE_GPU) != 0) {
            return Type.GPU;
        }
        if ((bits & CL.CL_DEVICE_TYPE_ACCELERATOR) != 0) {
            return Type.ACCELERATOR;
        }
        return (bits & CL.CL_DEVICE_TYPE_CPU) != 0 ? Type.CPU : Type.OTHER;
    }

    private static Optional<String> problem(cl_device_id id, long floats) {
        if (DeviceQueries.number(id, CL.CL_DEVICE_AVAILABLE) == 0) {
            return Optional.of("the driver says that it is not available");
        }
        if (DeviceQueries.number(id, CL.CL_DEVICE_COMPILER_AVAILABLE) == 0) {
            return Optional.of("its driver has no compiler: install the full driver");
        }
        if (DeviceQueries.number(id, CL.CL_DEVICE_ENDIAN_LITTLE) == 0) {
            return Optional.of("its byte order is not this machine's");
        }
        if ((floats & CL.CL_FP_INF_NAN) == 0) {
            return Optional.of("it has neither NaN nor infinity, by which a diverging training is noticed");
        }
        return isAtLeast12(DeviceQueries.text(id, CL.CL_DEVICE_VERSION))
                ? Optional.empty()
                : Optional.of(
                        "it offers " + DeviceQueries.text(id, CL.CL_DEVICE_VERSION) + ", but OpenCL 1.2 is needed");
    }

    /** From "OpenCL MAJOR.MINOR …". */
    private static boolean isAtLeast12(String version) {
        return !version.startsWith("OpenCL 1.0") && !version.startsWith("OpenCL 1.1");
    }
}
