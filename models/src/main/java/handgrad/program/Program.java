package handgrad.program;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An ordered list of ops over named tensors, such as one training step for one batch size. All sizes are fixed: a
 * smaller last batch has its own program, which shares the resident tensors (data, parameters, state) by name.
 *
 * @param name what it does, such as {@code train 100}
 * @param ops in order
 * @param outputs activations and gradients that the host may download after a run, besides resident tensors; a backend
 *     may fuse all others away
 */
public record Program(String name, List<Op> ops, List<Tensor> outputs) {
    /**
     * Checks that the ops fit together.
     *
     * @throws IllegalArgumentException if two different tensors have the same name, data is written, an activation or
     *     gradient is read before it is written, or an output is never written
     */
    public Program {
        ops = List.copyOf(ops);
        outputs = List.copyOf(outputs);
        final Map<String, Tensor> known = new LinkedHashMap<>();
        final Set<Tensor> written = new HashSet<>();
        for (final Op op : ops) {
            for (final Tensor input : op.inputs()) {
                declare(name, known, input);
                if (!input.role().isResident() && !written.contains(input)) {
                    throw new IllegalArgumentException(
                            name + ": " + op.name() + " reads " + input + " before anything wrote it");
                }
            }
            for (final Tensor output : op.outputs()) {
                declare(name, known, output);
                if (output.role() == Role.DATA) {
                    throw new IllegalArgumentException(name + ": " + op.name() + " must not write the data " + output);
                }
                written.add(output);
            }
        }
        for (final Tensor output : outputs) {
            if (!written.contains(output)) {
                throw new IllegalArgumentException(name + ": nothing writes the output " + output);
            }
        }
    }

    private static void declare(String program, Map<String, Tensor> known, Tensor tensor) {
        final Tensor earlier = known.putIfAbsent(tensor.name(), tensor);
        if (earlier != null && !earlier.equals(tensor)) {
            throw new IllegalArgumentException(program + ": " + tensor + " was " + earlier + " before");
        }
    }

    /**
     * Every tensor that an op reads or writes.
     *
     * @return each once, in the order of first use
     */
    public List<Tensor> tensors() {
        final Set<Tensor> tensors = new LinkedHashSet<>();
        for (final Op op : ops) {
            tensors.addAll(op.inputs());
            tensors.addAll(op.outputs());
        }
        return List.copyOf(tensors);
    }

    /**
     * The tensors that keep their contents between runs.
     *
     * @return data, parameters and state, in the order of first use
     */
    public List<Tensor> residents() {
        return tensors().stream().filter(tensor -> tensor.role().isResident()).toList();
    }

    /** Of the name only: it is nearly unique, and hashing all ops is slow. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
