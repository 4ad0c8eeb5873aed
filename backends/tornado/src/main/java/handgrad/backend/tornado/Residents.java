package handgrad.backend.tornado;

import handgrad.backend.SessionTensors;
import handgrad.program.Role;
import handgrad.program.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The resident tensors. Each has an array on the host, which stands for its buffer on the device in all graphs and is where uploads leave
 * from and downloads arrive.
 *
 * <p>TornadoVM uploads an array when a graph that declares it so runs, and hands buffers on from the graph that ran last to the next. So each
 * resident belongs to one <em>group</em>, a graph of its own that uploads the arrays of the group; every other graph takes it over from
 * whatever ran before, and all graphs take over all residents, used or not, so that none is ever lost on the way.
 */
final class Residents {
    /** Tensors up to this many elements are uploaded together: downloading the neighbours first costs less than a graph of its own. */
    private static final int SMALL = 4096;

    private final Map<Tensor, Object> arrays = new LinkedHashMap<>();
    private final List<List<Tensor>> groups = new ArrayList<>();
    private final Set<Tensor> changedOnHost = new HashSet<>();

    Residents(SessionTensors tensors, DistinctArrays distinct) {
        final List<Tensor> parameters = new ArrayList<>();
        final List<Tensor> small = new ArrayList<>();
        tensors.residents().stream().sorted(Comparator.comparing(Tensor::name)).forEach(tensor -> {
            arrays.put(tensor, distinct.of(tensor.type(), tensor.size()));
            if (tensor.role() == Role.PARAMETER) {
                parameters.add(tensor);
            } else if (tensor.size() <= SMALL) {
                small.add(tensor);
            } else {
                groups.add(List.of(tensor));
            }
        });
        if (!parameters.isEmpty()) {
            groups.add(List.copyOf(parameters));
        }
        if (!small.isEmpty()) {
            groups.add(List.copyOf(small));
        }
        changedOnHost.addAll(arrays.keySet());
    }

    /** What is uploaded together; each resident is in one group. */
    List<List<Tensor>> groups() {
        return List.copyOf(groups);
    }

    /** The array of a resident: float[] or int[]. */
    Object array(Tensor tensor) {
        return arrays.get(tensor);
    }

    /** The arrays of some residents. */
    Object[] arrays(List<Tensor> tensors) {
        return tensors.stream().map(arrays::get).toArray();
    }

    /** The arrays of all residents but some. */
    Object[] arraysWithout(List<Tensor> tensors) {
        return arrays.keySet().stream()
                .filter(tensor -> !tensors.contains(tensor))
                .map(arrays::get)
                .toArray();
    }

    /** Notes that the host's array is newer than the device's buffer. */
    void markChanged(Tensor tensor) {
        changedOnHost.add(tensor);
    }

    /** Notes that what programs may have written on the device is out of date. */
    void markWritableChanged() {
        arrays.keySet().stream().filter(tensor -> tensor.role() != Role.DATA).forEach(changedOnHost::add);
    }

    /** Whether the host's array is newer than the device's buffer. */
    boolean isChanged(Tensor tensor) {
        return changedOnHost.contains(tensor);
    }

    /** Notes that a group was uploaded. */
    void markUploaded(List<Tensor> group) {
        group.forEach(changedOnHost::remove);
    }

    /** Whether anything waits to be uploaded. */
    boolean anyChanged() {
        return !changedOnHost.isEmpty();
    }
}
