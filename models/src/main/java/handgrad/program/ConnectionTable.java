package handgrad.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which input channels each output channel of a convolution sees. A connection is one such pair; connections are numbered output by output,
 * and each has its own kernel, so the weights of a convolution with a table are [connections, size, size].
 *
 * @param inputChannels how many input channels there are
 * @param inputsOf for each output channel the input channels it sees, ascending
 */
public record ConnectionTable(int inputChannels, List<List<Integer>> inputsOf) {
    /**
     * Copies the table and checks it.
     *
     * @throws IllegalArgumentException if an output sees nothing, sees a channel that is not there, or the channels do not ascend
     */
    public ConnectionTable {
        inputsOf = inputsOf.stream().map(List::copyOf).toList();
        Require.that(!inputsOf.isEmpty(), "a connection table needs at least one output channel");
        for (final List<Integer> inputs : inputsOf) {
            Require.that(!inputs.isEmpty(), "an output channel must see at least one input channel");
            int previous = -1;
            for (final int input : inputs) {
                Require.that(
                        input > previous && input < inputChannels,
                        "input channels must ascend within 0 … " + (inputChannels - 1) + ", not " + inputs);
                previous = input;
            }
        }
    }

    /**
     * The number of output channels.
     *
     * @return at least 1
     */
    public int outputChannels() {
        return inputsOf.size();
    }

    /**
     * The number of connections.
     *
     * @return the sum over the output channels of the inputs they see
     */
    public int connections() {
        return inputsOf.stream().mapToInt(List::size).sum();
    }

    /**
     * Where each output channel's connections begin.
     *
     * @return [outputChannels + 1]; output o has the connections from element o up to, and not including, element o + 1
     */
    public int[] starts() {
        final int[] starts = new int[outputChannels() + 1];
        for (int o = 0; o < outputChannels(); o++) {
            starts[o + 1] = starts[o] + inputsOf.get(o).size();
        }
        return starts;
    }

    /**
     * The input channel of each connection.
     *
     * @return [connections]
     */
    public int[] inputs() {
        return inputsOf.stream()
                .flatMap(List::stream)
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /**
     * The output channel of each connection.
     *
     * @return [connections]
     */
    public int[] outputs() {
        final int[] outputs = new int[connections()];
        final int[] starts = starts();
        for (int o = 0; o < outputChannels(); o++) {
            Arrays.fill(outputs, starts[o], starts[o + 1], o);
        }
        return outputs;
    }

    /**
     * The same table seen from the inputs, for the gradient of the input: where each input channel's connections begin in {@link
     * #connectionsByInput}.
     *
     * @return [inputChannels + 1]
     */
    public int[] startsByInput() {
        final int[] starts = new int[inputChannels + 1];
        for (final int input : inputs()) {
            starts[input + 1]++;
        }
        for (int c = 0; c < inputChannels; c++) {
            starts[c + 1] += starts[c];
        }
        return starts;
    }

    /**
     * The connections ordered by input channel, then by number.
     *
     * @return [connections] connection numbers
     */
    public int[] connectionsByInput() {
        final int[] inputs = inputs();
        final List<Integer> ordered = new ArrayList<>();
        for (int c = 0; c < inputChannels; c++) {
            for (int k = 0; k < inputs.length; k++) {
                if (inputs[k] == c) {
                    ordered.add(k);
                }
            }
        }
        return ordered.stream().mapToInt(Integer::intValue).toArray();
    }
}
