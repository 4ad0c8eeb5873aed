package handgrad.cli.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.cli.CommandLine;
import handgrad.cli.console.ExitCode;
import handgrad.host.devices.Devices;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ShowKernelCommandTest {
    /** The usable backends that show code, and one that shows none, so that the list is never empty. */
    static Stream<String> devices() {
        return Stream.concat(
                Stream.of("java"),
                Devices.installed().backends().stream()
                        .filter(backend -> backend.devices().getFirst().isUsable())
                        .map(backend -> backend.name())
                        .filter(name -> name.equals("tornado") || name.equals("opencl")));
    }

    @ParameterizedTest
    @MethodSource("devices")
    void showsTheLoopBesideTheCode(String device) {
        final CommandLine shown =
                CommandLine.run("show-kernel", "softmax-linear", "linearforward", "--device", device, "--batch", "3");
        if (device.equals("java")) {
            assertEquals(ExitCode.FAILED, shown.code());
            assertTrue(shown.err().contains("has no code to show"), shown.err());
            return;
        }
        shown.succeeded();
        assertTrue(shown.out().contains("public static void"), shown.out());
        assertTrue(shown.out().contains("@Parallel"), shown.out());
        assertTrue(shown.out().contains("__kernel"), shown.out());
    }

    @Test
    void namesTheOpsWhereNoneIsNamed() {
        final CommandLine asked = CommandLine.run("show-kernel", "lenet5-modern", "--device", "java");
        assertEquals(ExitCode.USAGE, asked.code());
        assertTrue(asked.err().contains("Conv2dForward, ActivationForward"), asked.err());
    }

    @Test
    void anOpThatIsNotThereIsAnErrorThatSuggestsOneThatIs() {
        final CommandLine asked = CommandLine.run("show-kernel", "lenet5-modern", "LinearForwar", "--device", "java");
        assertEquals(ExitCode.USAGE, asked.code());
        assertTrue(asked.err().contains("did you mean 'LinearForward'"), asked.err());
    }

    @Test
    void aNumberBeyondTheLastOpIsAnErrorThatNamesTheLast() {
        final CommandLine asked =
                CommandLine.run("show-kernel", "lenet5-modern", "LinearForward:4", "--device", "java");
        assertEquals(ExitCode.USAGE, asked.code());
        assertTrue(asked.err().contains("from 1 to 3"), asked.err());
        assertFalse(asked.err().contains("\tat "), asked.err());
    }
}
