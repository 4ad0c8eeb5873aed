package handgrad.training;

import handgrad.backend.Session;
import handgrad.network.Network;
import handgrad.program.Tensor;
import java.util.List;
import java.util.function.Function;

/**
 * The numbers that an optimiser keeps for each weight, in the order of the parameters and of the rule's names.
 *
 * @param tensors where they are on the device
 * @param values the elements of each; they are not copied
 */
public record OptimiserState(List<Tensor> tensors, List<float[]> values) {
    /**
     * Copies the lists and checks them.
     *
     * @throws IllegalArgumentException if an array is not of its tensor's size
     */
    public OptimiserState {
        tensors = List.copyOf(tensors);
        values = List.copyOf(values);
        for (int t = 0; t < tensors.size(); t++) {
            if (values.get(t).length != tensors.get(t).size()) {
                throw new IllegalArgumentException(
                        tensors.get(t) + " cannot hold " + values.get(t).length + " numbers");
            }
        }
    }

    /**
     * The numbers of a network's parameters.
     *
     * @param descent the optimiser
     * @param network the network
     * @param values gives the elements of a tensor
     * @return the state; empty where the optimiser keeps nothing
     */
    public static OptimiserState of(Descent descent, Network network, Function<Tensor, float[]> values) {
        final List<Tensor> tensors = network.parameterTensors().stream()
                .flatMap(parameter -> descent.states(parameter).stream())
                .toList();
        return new OptimiserState(tensors, tensors.stream().map(values).toList());
    }

    /**
     * Before the first step.
     *
     * @param descent the optimiser
     * @param network the network
     * @return zeros
     */
    public static OptimiserState zeros(Descent descent, Network network) {
        return of(descent, network, tensor -> new float[tensor.size()]);
    }

    /**
     * Reads the numbers from a device.
     *
     * @param descent the optimiser
     * @param network the network
     * @param session a session with a training program of the two
     * @return the state after the last step
     */
    public static OptimiserState download(Descent descent, Network network, Session session) {
        return of(descent, network, tensor -> {
            final float[] elements = new float[tensor.size()];
            session.download(tensor, elements);
            return elements;
        });
    }

    /**
     * Puts the numbers on a device.
     *
     * @param session a session with a training program of the optimiser
     */
    public void upload(Session session) {
        for (int t = 0; t < tensors.size(); t++) {
            session.upload(tensors.get(t), values.get(t));
        }
    }
}
