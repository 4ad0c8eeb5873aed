package handgrad.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.DeviceException;
import handgrad.backend.DeviceOptions;
import handgrad.backend.opencl.plan.KernelPlan;
import handgrad.backend.opencl.plan.ProgramPlan;
import handgrad.backend.opencl.routine.PlanKind;
import handgrad.program.BatchOp.Advance;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.Update;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jocl.CL;
import org.jocl.CLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** With something taken away, one line says what, and what to do about it. */
class OpenClErrorsTest {
    private static final Program ADVANCE =
            new Program("advance", List.of(new Advance(Tensor.counters("position", 2), 1)), List.of());

    @TempDir
    private Path folder;

    /** Files that are no libraries stand before the library in the loader's path. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutTheLibrary() throws IOException, InterruptedException {
        Files.createFile(folder.resolve("libOpenCL.so.1"));
        Files.createFile(folder.resolve("libOpenCL.so"));
        assertSays(
                "no OpenCL library could be loaded: install the GPU's driver, or ocl-icd-libopencl1",
                "LD_LIBRARY_PATH",
                folder.toString());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutADriver() throws IOException, InterruptedException {
        OpenClHere.require();
        assertSays(
                "the OpenCL library finds no driver (CL_PLATFORM_NOT_FOUND_KHR): install the GPU's driver, or"
                        + " pocl-opencl-icd",
                "OCL_ICD_VENDORS",
                folder.toString());
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutADevice() throws IOException, InterruptedException {
        OpenClHere.requirePoclOnly();
        assertSays(
                "the OpenCL driver \"Portable Computing Language\" finds no device (CL_DEVICE_NOT_FOUND): is the"
                        + " card there",
                "POCL_DEVICES",
                "");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void withoutPoclsCache() throws IOException, InterruptedException {
        OpenClHere.requirePoclOnly();
        final Path file = Files.createFile(folder.resolve("a file"));
        final Path cache = file.resolve("cache");
        assertSays(
                "PoCL has no device because its cache folder " + cache + " cannot be written: set POCL_CACHE_DIR",
                "POCL_CACHE_DIR",
                cache.toString());
    }

    @Test
    void withTooLittleMemory() {
        OpenClHere.require();
        final Tensor rate = Tensor.state("rate", 1);
        final List<Op> updates = IntStream.range(0, 1000)
                .<Op>mapToObj(i -> Update.plain(
                        Tensor.parameter("w" + i, Shape.of(1 << 30)),
                        Tensor.parameter("dw" + i, Shape.of(1 << 30)),
                        rate))
                .toList();
        final Program program = new Program("large", updates, List.of());
        final String message = assertThrows(
                        DeviceException.class,
                        () -> new OpenClBackend().open(DeviceOptions.defaults(), List.of(program)))
                .getMessage();
        assertTrue(message.matches(".* has too little memory: 8000\\.0 GiB wanted .*, .* GiB there .*"), message);
    }

    @Test
    void withABrokenKernel() {
        OpenClHere.require();
        final OpenClDevice device = new OpenClDevices(System.getenv()).find().getFirst();
        final ProgramPlan plan = new ProgramPlan(
                PlanKind.PLAIN,
                "",
                "__kernel void broken(__global float *x) { x[0] = missing; }",
                List.of(new KernelPlan("broken", List.of(), List.of(), List.of(), true, 1, 1, false)),
                1,
                Map.of(),
                List.of());
        try (Connection connection = new Connection(device, UnaryOperator.identity())) {
            final DeviceException failure =
                    assertThrows(DeviceException.class, () -> new Compilation(connection, List.of(plan)));
            assertTrue(
                    failure.getMessage()
                            .matches(".* could not compile the programs"
                                    + " \\(CL_BUILD_PROGRAM_FAILURE: .*missing.*\\): please"
                                    + " report it"),
                    failure.getMessage());
            final String log = failure.log().orElseThrow();
            assertTrue(log.contains("missing"), "the log should hold the compiler's words");
            assertTrue(log.contains("__kernel void broken"), "the source should stand behind the log");
        }
    }

    @Test
    void withALostDevice() {
        OpenClHere.require();
        final OpenClDevice device = new OpenClDevices(System.getenv()).find().getFirst();
        assertEquals(
                device.name()
                        + " was lost (CL_OUT_OF_RESOURCES): resume from the last checkpoint, on another --device if it"
                        + " does not come back",
                OpenClErrors.whileWorking(device, new CLException("", CL.CL_OUT_OF_RESOURCES))
                        .getMessage());
        assertTrue(OpenClErrors.whileWorking(device, new CLException("", CL.CL_MEM_OBJECT_ALLOCATION_FAILURE))
                .getMessage()
                .contains("ran out of memory (CL_MEM_OBJECT_ALLOCATION_FAILURE): it has "));
    }

    @Test
    void withAnUnknownDevice() {
        OpenClHere.require();
        assertFails("no OpenCL device is called 99: choose opencl:0 (", "99");
        assertFails("no OpenCL device is called no such thing: choose opencl:0 (", "no such thing", "gpu");
    }

    private static void assertFails(String expected, String... path) {
        final String message = assertThrows(
                        DeviceException.class,
                        () -> new OpenClBackend().open(new DeviceOptions(List.of(path), 1), List.of(ADVANCE)))
                .getMessage();
        assertTrue(message.startsWith(expected), message);
    }

    /** Every line of the process, on either stream, is the message. */
    private static void assertSays(String expected, String variable, String value)
            throws IOException, InterruptedException {
        final ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ShowOpenCl.class.getName())
                .redirectErrorStream(true);
        builder.environment().put(variable, value);
        final Process process = builder.start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        final List<String> lines = output.lines().toList();
        assertEquals(2, lines.size(), output);
        lines.forEach(line -> assertTrue(line.startsWith(expected), line));
    }
}
