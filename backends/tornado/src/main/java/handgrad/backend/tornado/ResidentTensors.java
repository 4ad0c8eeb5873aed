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
 * The resident tensors. Each has a host array, which represents its device buffer in all graphs and is the source of
 * uploads and the target of downloads.
 *
 * <p>TornadoVM uploads an array when a graph that declares the upload runs, and passes buffers from the last graph to
 * the next. So each resident belongs to one <em>upload group</em>, which has a graph that uploads its arrays. All other
 * graphs take the buffers from the graph before, and all graphs pass on all residents, used or not, so that none gets
 * lost.
 */
final class ResidentTensors {
    /**
     * Tensors up to this size are uploaded together: refreshing the others on the host costs less than separate graphs.
     */
    private static final int SMALL = 4096;

    private final Map<Tensor, Object> arrays = new LinkedHashMap<>();
    private final List<List<Tensor>> groups = new ArrayList<>();
    private final Set<Tensor> changedOnHost = new HashSet<>();

    ResidentTensors(SessionTensors tensors, DistinctArrays distinct) {
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

    /** The upload groups; each resident is in one of them. */
    List<List<Tensor>> uploadGroups() {
        return List.copyOf(groups);
    }

    /** The array of a resident, float[] or int[]. */
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

    /** Marks the host's array as newer than the device's buffer. */
    void markChanged(Tensor tensor) {
        changedOnHost.add(tensor);
    }

    /** Marks the host's arrays of all tensors that programs may write as newer than the device's buffers. */
    void markWritableChanged() {
        arrays.keySet().stream().filter(tensor -> tensor.role() != Role.DATA).forEach(changedOnHost::add);
    }

    /** Whether the host's array is newer than the device's buffer. */
    boolean isChanged(Tensor tensor) {
        return changedOnHost.contains(tensor);
    }

    /** Marks a group as uploaded. */
    void markUploaded(List<Tensor> group) {
        group.forEach(changedOnHost::remove);
    }

    /** Whether any tensor waits for an upload. */
    boolean anyChanged() {
        return !changedOnHost.isEmpty();
    }
}
