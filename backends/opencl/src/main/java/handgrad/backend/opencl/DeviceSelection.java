package handgrad.backend.opencl;

import handgrad.backend.DeviceException;
import handgrad.backend.opencl.routine.PlanKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which device a path means, and with which plan: {@code opencl[:NUMBER or part of NAME][:plain, cpu or
 * gpu][:launches]}, where {@code launches} asks that no work-group runs more than a step, however small.
 *
 * @param device the device
 * @param plan its plan
 * @param mayPersist whether one work-group may run whole steps, one after the other
 * @param selector the path that means the same, without room for doubt
 */
record DeviceSelection(OpenClDevice device, PlanKind plan, boolean mayPersist, String selector) {
    private static final String LAUNCHES = "launches";

    /**
     * Chooses a device.
     *
     * @param path what follows {@code opencl:}, split at the colons
     * @param devices what there is
     * @return the selection; without a device in the path, the first usable GPU, else the first usable device
     * @throws DeviceException if there is no such device, several, or it cannot be used
     */
    static DeviceSelection of(List<String> path, List<OpenClDevice> devices) {
        final List<String> rest = new ArrayList<>(path);
        final boolean mayPersist = rest.isEmpty() || !rest.getLast().equals(LAUNCHES);
        if (!mayPersist) {
            rest.removeLast();
        }
        final Optional<PlanKind> named = rest.isEmpty() ? Optional.empty() : PlanKind.named(rest.getLast());
        if (named.isPresent()) {
            rest.removeLast();
        }
        final OpenClDevice device = rest.isEmpty() ? best(devices) : matching(String.join(":", rest), devices);
        device.problem().ifPresent(problem -> {
            throw new DeviceException(
                    "opencl:%d (%s) cannot be used: %s".formatted(device.index(), device.name(), problem));
        });
        final PlanKind plan = named.orElseGet(device::bestPlan);
        return new DeviceSelection(
                device,
                plan,
                mayPersist,
                OpenClBackend.NAME + ":" + device.index() + (plan == device.bestPlan() ? "" : ":" + plan.label())
                        + (mayPersist ? "" : ":" + LAUNCHES));
    }

    private static OpenClDevice best(List<OpenClDevice> devices) {
        return devices.stream()
                .filter(device -> device.problem().isEmpty())
                .min((a, b) -> a.type().compareTo(b.type()))
                .orElse(devices.getFirst());
    }

    private static OpenClDevice matching(String wanted, List<OpenClDevice> devices) {
        final List<OpenClDevice> found = devices.stream()
                .filter(device -> wanted.matches("[0-9]{1,9}")
                        ? device.index() == Integer.parseInt(wanted)
                        : device.name().toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT)))
                .toList();
        if (found.size() != 1) {
            throw new DeviceException("%s OpenCL device is called %s: choose %s"
                    .formatted(
                            found.isEmpty() ? "no" : "more than one",
                            wanted,
                            devices.stream()
                                    .map(device -> "opencl:" + device.index() + " (" + device.name() + ")")
                                    .collect(Collectors.joining(" or "))));
        }
        return found.getFirst();
    }
}
