package handgrad.host.devices;

import handgrad.backend.Backend;
import handgrad.backend.DeviceInfo;
import handgrad.training.Model;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code --device auto} means: each model has an order of device kinds, fastest first, and the first usable one is
 * taken. OpenCL and TornadoVM devices other than GPUs are never chosen: on the host's processor, {@code cpu} needs no
 * driver. The oracle is only used if it is named. Once a device is found, backends further down are not queried, since
 * asking a driver takes time.
 */
final class AutomaticChoice {
    /** Hand-written GPU kernels first, then those that TornadoVM compiles from Java loops. */
    private static final List<Kind> CARDS = List.of(new Kind("opencl", true), new Kind("tornado", true));

    /** The Vector API on all cores is faster than plain loops on one, for every model. */
    private static final List<Kind> PROCESSOR = List.of(new Kind("cpu", false), new Kind("java", false));

    private AutomaticChoice() {}

    /**
     * Devices among which there is no order.
     *
     * @param backend the backend's name
     * @param isGpu whether its graphics cards are meant, or its other devices
     */
    record Kind(String backend, boolean isGpu) {
        private boolean isOf(DeviceInfo device) {
            return device.isUsable() && device.isGpu() == isGpu;
        }

        @Override
        public String toString() {
            return isGpu ? backend + " on a GPU" : backend;
        }
    }

    /**
     * What was chosen.
     *
     * @param backend the backend
     * @param device which of its devices
     */
    record Choice(Backend backend, DeviceInfo device) {}

    /**
     * The kinds to try for a model, fastest first.
     *
     * @param model what will be trained or measured: steps of one sample are too short for a GPU, where they take as
     *     long as its memory needs to answer some ten times
     * @return kinds of devices, installed or not
     */
    static List<Kind> ranking(Model model) {
        final boolean isSingleSample = model.recipe().batch() == 1;
        return Stream.of(isSingleSample ? PROCESSOR : CARDS, isSingleSample ? CARDS : PROCESSOR)
                .flatMap(List::stream)
                .toList();
    }

    /**
     * The fastest usable device.
     *
     * @param model what will be trained or measured
     * @param installed the backends that were found
     * @return the device, or empty if none that the ranking names is usable
     */
    static Optional<Choice> choose(Model model, List<Backend> installed) {
        return ranking(model).stream()
                .flatMap(kind -> installed.stream()
                        .filter(backend -> backend.name().equals(kind.backend()))
                        .flatMap(backend -> backend.devices().stream()
                                .filter(kind::isOf)
                                .map(device -> new Choice(backend, device))))
                .findFirst();
    }
}
