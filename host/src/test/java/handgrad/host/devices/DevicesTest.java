package handgrad.host.devices;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.Backend;
import handgrad.backend.DeviceException;
import handgrad.backend.DeviceInfo;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.homework.Homework;
import handgrad.host.UsageError;
import handgrad.program.Program;
import handgrad.training.Model;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import org.junit.jupiter.api.Test;

class DevicesTest {
    private static final Model MODEL = Homework.models().getFirst();

    /** A backend that only names itself. */
    private record Named(String name, Optional<String> problem) implements Backend {
        @Override
        public List<DeviceInfo> devices() {
            return List.of(new DeviceInfo(name, name + " device", "", problem));
        }

        @Override
        public Session open(DeviceOptions options, List<Program> programs) {
            throw new DeviceException("not to be opened");
        }
    }

    private static Backend usable(String name) {
        return new Named(name, Optional.empty());
    }

    private static Backend unusable(String name, String problem) {
        return new Named(name, Optional.of(problem));
    }

    private static Devices devices(Backend... backends) {
        return new Devices(List.of(backends), List.of());
    }

    private static String chosen(Devices devices, String request) {
        return devices.choose(DeviceRequest.parse(request), MODEL, 1).backend().name();
    }

    @Test
    void aBackendThatThisBuildLeftOutIsExplained() {
        final UsageError missing = assertThrows(UsageError.class, () -> chosen(devices(usable("cpu")), "tornado:0:1"));
        assertTrue(missing.getMessage().contains("set TORNADOVM_HOME"), missing.getMessage());
    }

    @Test
    void autoTakesTheFastestThatIsUsable() {
        assertEquals("cpu", chosen(devices(usable("java"), usable("cpu"), usable("oracle")), "auto"));
        assertEquals("java", chosen(devices(unusable("cpu", "no vectors"), usable("java")), "auto"));
    }

    /** A backend with several devices, of which some are graphics cards. */
    private record Listed(String name, List<DeviceInfo> devices) implements Backend {
        @Override
        public Session open(DeviceOptions options, List<Program> programs) {
            throw new DeviceException("not to be opened");
        }
    }

    private static DeviceInfo gpu(String selector, Optional<String> problem) {
        return new DeviceInfo(selector, "a card", "", true, problem);
    }

    private static DeviceInfo processor(String selector) {
        return new DeviceInfo(selector, "a processor", "", Optional.empty());
    }

    private static String automatic(String model, Backend... backends) {
        final ChosenDevice chosen = devices(backends)
                .choose(DeviceRequest.parse("auto"), Homework.find(model).orElseThrow(), 1);
        return new DeviceRequest(chosen.backend().name(), chosen.options().path()).toString();
    }

    @Test
    void autoTakesAGraphicsCardBeforeTheProcessor() {
        final Backend opencl = new Listed("opencl", List.of(processor("opencl:0"), gpu("opencl:1", Optional.empty())));
        final Backend tornado = new Listed("tornado", List.of(gpu("tornado:0:1", Optional.empty())));

        assertEquals("opencl:1", automatic("lenet5-modern", usable("cpu"), opencl, tornado));
        assertEquals("tornado:0:1", automatic("lenet5-modern", usable("cpu"), tornado));
    }

    @Test
    void autoTakesNoProcessorThroughADriver() {
        final Backend opencl = new Listed("opencl", List.of(processor("opencl:0")));
        final Backend tornado = new Listed("tornado", List.of(processor("tornado:0:0")));

        assertEquals("cpu", automatic("lenet5-modern", opencl, tornado, usable("java"), usable("cpu")));
        assertThrows(DeviceException.class, () -> automatic("lenet5-modern", opencl, tornado));
    }

    @Test
    void autoTakesNoCardThatCannotBeUsed() {
        final Backend opencl = new Listed(
                "opencl",
                List.of(gpu("opencl:0", Optional.of("its driver has no compiler")), gpu("opencl:1", Optional.empty())));

        assertEquals("opencl:1", automatic("lenet5-modern", opencl, usable("cpu")));
        final Backend broken = new Listed("opencl", List.of(gpu("opencl:0", Optional.of("lost"))));
        assertEquals("cpu", automatic("lenet5-modern", broken, usable("cpu")));
    }

    @Test
    void autoLeavesSingleSamplesToTheProcessor() {
        final Backend opencl = new Listed("opencl", List.of(gpu("opencl:0", Optional.empty())));

        assertEquals("cpu", automatic("logistic-kl", opencl, usable("cpu")));
        assertEquals("opencl:0", automatic("logistic-kl", opencl));
    }

    @Test
    void autoSaysWhichDeviceItTook() {
        final Backend opencl = new Listed("opencl", List.of(gpu("opencl:1", Optional.empty())));
        final ChosenDevice chosen = devices(opencl, usable("cpu"))
                .choose(
                        DeviceRequest.parse("auto"),
                        Homework.find("lenet5-modern").orElseThrow(),
                        1);

        assertEquals(
                "opencl:1 (a card), taken by --device auto as the fastest usable one for this model",
                chosen.explain(opencl.devices().getFirst()));
    }

    @Test
    void autoTakesNobodyForTheJudge() {
        final DeviceException none =
                assertThrows(DeviceException.class, () -> chosen(devices(usable("oracle")), "auto"));
        assertTrue(none.getMessage().contains("opencl on a GPU"), none.getMessage());
    }

    @Test
    void aNamedDeviceIsNeverReplaced() {
        final Devices devices = devices(unusable("opencl", "no driver: install one"), usable("java"));

        final DeviceException refused = assertThrows(DeviceException.class, () -> chosen(devices, "opencl"));

        assertTrue(refused.getMessage().contains("no driver: install one"), refused.getMessage());
    }

    @Test
    void anUnknownNameListsTheOthers() {
        final UsageError unknown =
                assertThrows(UsageError.class, () -> chosen(devices(usable("java"), usable("cpu")), "cuda"));
        assertTrue(unknown.getMessage().contains("auto, cpu, java"), unknown.getMessage());
    }

    @Test
    void whatFollowsTheNameIsThePath() {
        final ChosenDevice device = devices(usable("opencl")).choose(DeviceRequest.parse("opencl:1:cpu"), MODEL, 3);

        assertEquals(new DeviceOptions(List.of("1", "cpu"), 3), device.options());
        assertEquals("opencl:1:cpu", device.request().toString());
    }

    @Test
    void aBackendThatDoesNotLoadIsToldOfAndTheOthersWork() {
        final Iterable<Backend> loader = () -> new Iterator<>() {
            private int position;

            @Override
            public boolean hasNext() {
                return position < 3;
            }

            @Override
            public Backend next() {
                position++;
                return switch (position) {
                    case 1 ->
                        throw new ServiceConfigurationError(
                                "provider broken", new IllegalStateException("no native library"));
                    case 2 -> throw new NoClassDefFoundError("org/example/Missing");
                    default -> usable("java");
                };
            }
        };

        final Devices devices = Devices.from(loader);

        assertEquals("java", chosen(devices, "java"));
        assertEquals(2, devices.failures().size());
        assertTrue(
                devices.failures().get(0).contains("no native library"),
                devices.failures().toString());
        final UsageError unknown = assertThrows(UsageError.class, () -> chosen(devices, "broken"));
        assertTrue(unknown.getMessage().contains("org/example/Missing"), unknown.getMessage());
    }

    @Test
    void theInstalledBackendsCanBeFound() {
        final Devices installed = Devices.installed();

        assertEquals(List.of(), installed.failures());
        assertEquals("java", chosen(installed, "java"));
        assertEquals("oracle", chosen(installed, "oracle"));
    }
}
