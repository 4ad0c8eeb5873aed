package handgrad.program;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An ordered list of ops over named tensors, such as one training step for one batch size. Sizes are constants of a program: a smaller last
 * batch has a program of its own, which shares the resident tensors (data, parameters, state) by name.
 *
 * @param name what it does, such as {@code train 100}
 * @param ops in the order in which they take effect
 * @param outputs activations and gradients that the host will download after a run; only these, and resident tensors, can be downloaded, so
 *     that a backend is free to fuse the rest away
 */
public record Program(String name, List<Op> ops, List<Tensor> outputs) {
    /**
     * Checks that the ops fit together.
     *
     * @throws IllegalArgumentException if one name stands for two different tensors, data is written, an activation or gradient is read
     *     before it was written, or an output is never written
     */
    public Program {
        ops = List.copyOf(ops);
        outputs = List.copyOf(outputs);
        final Map<String, Tensor> known = new LinkedHashMap<>();
        final Set<Tensor> written = new HashSet<>();
        for (final Op op : ops) {
            for (final Tensor input : op.inputs()) {
                declare(name, known, input);
                Require.that(
                        input.role().isResident() || written.contains(input),
                        name + ": " + op.name() + " reads " + input + " before anything wrote it");
            }
            for (final Tensor output : op.outputs()) {
                declare(name, known, output);
                Require.that(
                        output.role() != Role.DATA, name + ": " + op.name() + " must not write the data " + output);
                written.add(output);
            }
        }
        for (final Tensor output : outputs) {
            Require.that(written.contains(output), name + ": nothing writes the output " + output);
        }
    }

    private static void declare(String program, Map<String, Tensor> known, Tensor tensor) {
        final Tensor earlier = known.putIfAbsent(tensor.name(), tensor);
        Require.that(
                earlier == null || earlier.equals(tensor), program + ": " + tensor + " was " + earlier + " before");
    }

    /**
     * Every tensor that an op reads or writes.
     *
     * @return each once, in the order of first use
     */
    public List<Tensor> tensors() {
        return ops.stream()
                .flatMap(op -> Stream.concat(op.inputs().stream(), op.outputs().stream()))
                .distinct()
                .toList();
    }

    /**
     * The tensors that keep their contents between runs.
     *
     * @return data, parameters and state, in the order of first use
     */
    public List<Tensor> residents() {
        return tensors().stream().filter(tensor -> tensor.role().isResident()).toList();
    }
}
