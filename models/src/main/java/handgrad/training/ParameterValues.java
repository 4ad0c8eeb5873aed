package handgrad.training;

import handgrad.backend.Session;
import handgrad.network.Network;
import handgrad.network.Parameter;
import handgrad.program.Tensor;
import handgrad.random.RandomStream;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** The numbers that a network has learnt so far, in host memory. */
public final class ParameterValues {
    private final Network network;
    private final Map<Tensor, float[]> values;

    private ParameterValues(Network network, Map<Tensor, float[]> values) {
        this.network = network;
        this.values = values;
    }

    /**
     * The values before the first step.
     *
     * @param network the network
     * @param initialiser what draws them
     * @param stream where random values come from; the parameters draw in their order
     * @return the values
     */
    public static ParameterValues initial(Network network, Initialiser initialiser, RandomStream stream) {
        final Iterator<float[]> drawn =
                initialiser.draw(network.parameters(), stream).iterator();
        return of(network, parameter -> drawn.next());
    }

    /**
     * Values given one parameter at a time, as a checkpoint has them.
     *
     * @param network the network
     * @param source the elements of each parameter, asked for in order
     * @return the values
     * @throws IllegalArgumentException if the source gives a parameter the wrong number of elements
     */
    public static ParameterValues of(Network network, Function<Parameter, float[]> source) {
        final Map<Tensor, float[]> values = zeros(network);
        for (final Parameter parameter : network.parameters()) {
            final float[] elements = source.apply(parameter);
            if (elements.length != parameter.shape().size()) {
                throw new IllegalArgumentException(
                        parameter.name() + " needs " + parameter.shape().size() + " values, not " + elements.length);
            }
            System.arraycopy(elements, 0, values.get(parameter.tensor()), parameter.offset(), elements.length);
        }
        return new ParameterValues(network, values);
    }

    /**
     * The values on a device.
     *
     * @param network the network
     * @param session a session with a program of this network
     * @return the values
     */
    public static ParameterValues download(Network network, Session session) {
        return download(network, session, UnaryOperator.identity());
    }

    /**
     * The gradients on a device, laid out as the parameters they belong to.
     *
     * @param network the network
     * @param session a session whose last run was of a program that keeps them
     * @return the gradients
     */
    public static ParameterValues downloadGradients(Network network, Session session) {
        return download(network, session, Tensor::gradient);
    }

    /**
     * Numbers on a device that belong to the parameters, laid out as these.
     *
     * @param network the network
     * @param session a session with a program of this network
     * @param which the tensor of a parameter tensor's shape that has its numbers
     * @return the numbers
     */
    public static ParameterValues download(Network network, Session session, UnaryOperator<Tensor> which) {
        final Map<Tensor, float[]> values = zeros(network);
        values.forEach((tensor, elements) -> session.download(which.apply(tensor), elements));
        return new ParameterValues(network, values);
    }

    /**
     * Puts the values on a device.
     *
     * @param session a session with a program of this network
     */
    public void upload(Session session) {
        upload(session, UnaryOperator.identity());
    }

    /**
     * Puts the values on a device in other tensors than the parameters'.
     *
     * @param session a session with a program of this network
     * @param which the tensor of a parameter tensor's shape that takes its values
     */
    public void upload(Session session, UnaryOperator<Tensor> which) {
        values.forEach((tensor, elements) -> session.upload(which.apply(tensor), elements));
    }

    /**
     * One parameter's elements.
     *
     * @param parameter a parameter of the network
     * @return a copy
     */
    public float[] elements(Parameter parameter) {
        final int from = parameter.offset();
        return Arrays.copyOfRange(
                values.get(parameter.tensor()), from, from + parameter.shape().size());
    }

    /**
     * The network that these values belong to.
     *
     * @return the network
     */
    public Network network() {
        return network;
    }

    private static Map<Tensor, float[]> zeros(Network network) {
        final Map<Tensor, float[]> values = new LinkedHashMap<>();
        network.parameterTensors().forEach(tensor -> values.put(tensor, new float[tensor.size()]));
        return values;
    }
}
