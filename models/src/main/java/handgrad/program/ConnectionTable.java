package handgrad.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The input channels of each output channel of a convolution. A connection is a pair of an input and an output channel
 * with a kernel of its own, so the weights are [connections, size, size]. Connections are ordered by output channel.
 *
 * @param inputChannels the number of input channels
 * @param inputsOf the input channels of each output channel, ascending
 */
public record ConnectionTable(int inputChannels, List<List<Integer>> inputsOf) {
    /**
     * Copies the table and checks it.
     *
     * @throws IllegalArgumentException if an output channel has no inputs, or its inputs are out of range or not
     *     ascending
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
     * @return the number of inputs, summed over the output channels
     */
    public int connections() {
        return inputsOf.stream().mapToInt(List::size).sum();
    }

    /**
     * The first connection of each output channel.
     *
     * @return [outputChannels + 1]; output channel o has the connections starts[o] … starts[o + 1] − 1
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
     * The first entry of each input channel in {@link #connectionsByInput}, for the gradient of the input.
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
     * The connections ordered by input channel, then by index.
     *
     * @return [connections] indices of connections
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
