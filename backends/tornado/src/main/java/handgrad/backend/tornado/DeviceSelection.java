package handgrad.backend.tornado;

import handgrad.backend.DeviceInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What {@code --device tornado[:DRIVER[:DEVICE]][:gpu|:plain]} selects.
 *
 * @param device the device
 * @param way how programs run there
 */
record DeviceSelection(TornadoDevices.Found device, Way way) {
    /** How programs run. */
    enum Way {
        /** As generated kernels: the default on a GPU. */
        GPU,
        /** As generated kernels where steps are small, else as plain tasks: the default on a processor. */
        PROCESSOR,
        /** As plain tasks. */
        PLAIN;

        private String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Selects.
     *
     * @param path what follows {@code tornado:}, split at the colons
     * @throws handgrad.backend.DeviceException if there is no such device
     */
    static DeviceSelection of(List<String> path) {
        final List<String> rest = new ArrayList<>(path);
        Optional<Way> way = Optional.empty();
        for (final Way candidate : List.of(Way.GPU, Way.PLAIN)) {
            if (!rest.isEmpty() && rest.getLast().equals(candidate.text())) {
                way = Optional.of(candidate);
                rest.removeLast();
            }
        }
        final TornadoDevices.Found device = TornadoDevices.choose(rest);
        return new DeviceSelection(device, way.orElse(defaultWay(device)));
    }

    private static Way defaultWay(TornadoDevices.Found device) {
        return device.info().isGpu() ? Way.GPU : Way.PROCESSOR;
    }

    /** The device as named on the command line, with the way if it is not the default. */
    DeviceInfo info() {
        return info("");
    }

    /**
     * The device as named on the command line.
     *
     * @param notes what follows its details
     */
    DeviceInfo info(String notes) {
        final DeviceInfo info = device.info();
        return new DeviceInfo(
                info.selector() + (way == defaultWay(device) ? "" : ":" + way.text()),
                info.name(),
                info.details() + notes,
                info.isGpu(),
                info.problem());
    }

    /** The plan of its programs. */
    StepPlan steps() {
        return switch (way) {
            case GPU -> StepPlan.gpu(device.largestGroup());
            case PROCESSOR -> StepPlan.processor();
            case PLAIN -> StepPlan.plain();
        };
    }
}
