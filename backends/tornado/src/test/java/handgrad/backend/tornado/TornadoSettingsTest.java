package handgrad.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.DeviceException;
import handgrad.backend.DeviceInfo;
import handgrad.backend.DeviceOptions;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Messages where the JVM was not started for TornadoVM, and the choice of devices. */
class TornadoSettingsTest {
    @Test
    void withoutTheArgfileTheBackendSaysHowToStart() {
        final DeviceInfo device = with("tornado.load.api.implementation", null, () -> new TornadoBackend().devices())
                .getFirst();
        assertFalse(device.isUsable());
        assertTrue(device.problem().orElseThrow().contains("tornado-argfile"), device.toString());
    }

    @Test
    void aJvmThatLetsKernelsRunAsJavaIsRefused() {
        assertTrue(with("tornado.recover.bailout", "True", TornadoSettings::problem)
                .orElseThrow()
                .contains("bailout"));
    }

    @Test
    void everyDeviceCanBeChosenByItsSelector() {
        final List<DeviceInfo> devices = new TornadoBackend().devices();
        assertTrue(devices.getFirst().isUsable(), devices.toString());
        for (final DeviceInfo device : devices) {
            final List<String> path = List.of(device.selector().split(":")).subList(1, 3);
            assertEquals(device, TornadoDevices.choose(path).info());
        }
        assertEquals(devices.getFirst(), TornadoDevices.choose(List.of()).info());
        assertEquals(devices.getFirst(), TornadoDevices.choose(List.of("0")).info());
    }

    @Test
    void aDeviceThatIsNotThereIsAnErrorThatListsThoseThatAre() {
        final DeviceOptions options = new DeviceOptions(List.of("0", "99"), 1);
        final DeviceException failure =
                assertThrows(DeviceException.class, () -> new TornadoBackend().open(options, List.of()));
        assertTrue(failure.getMessage().contains("tornado:0:99"), failure.getMessage());
        assertTrue(failure.getMessage().contains("tornado:0:0"), failure.getMessage());
    }

    /** Runs with a system property set or cleared, then restores it. */
    private static <T> T with(String property, String value, Supplier<T> action) {
        final String before = System.getProperty(property);
        try {
            if (value == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, value);
            }
            return action.get();
        } finally {
            if (before == null) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, before);
            }
        }
    }
}
