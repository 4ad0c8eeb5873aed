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

/** The values of a network's parameters, in host memory. */
public final class ParameterValues {
    private final Network network;
    private final Map<Tensor, float[]> values;

    private ParameterValues(Network network, Map<Tensor, float[]> values) {
        this.network = network;
        this.values = values;
    }

    /**
     * Draws the initial values.
     *
     * @param network the network
     * @param initialiser draws the values
     * @param stream the stream to draw from, in the order of the parameters
     * @return the values
     */
    public static ParameterValues initial(Network network, Initialiser initialiser, RandomStream stream) {
        final Iterator<float[]> drawn =
                initialiser.draw(network.parameters(), stream).iterator();
        return of(network, parameter -> drawn.next());
    }

    /**
     * Takes the values parameter by parameter, as a checkpoint stores them.
     *
     * @param network the network
     * @param source returns the elements of each parameter; called in order
     * @return the values
     * @throws IllegalArgumentException if the source returns the wrong number of elements
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
     * Downloads the values.
     *
     * @param network the network
     * @param session a session with a program of this network
     * @return the values
     */
    public static ParameterValues download(Network network, Session session) {
        return download(network, session, UnaryOperator.identity());
    }

    /**
     * Downloads the gradients, each in the place of its parameter.
     *
     * @param network the network
     * @param session a session whose last program has them as outputs
     * @return the gradients
     */
    public static ParameterValues downloadGradients(Network network, Session session) {
        return download(network, session, Tensor::gradient);
    }

    /**
     * Downloads tensors that belong to the parameters, each in the place of its parameter.
     *
     * @param network the network
     * @param session a session with a program of this network
     * @param which maps a parameter's tensor to the tensor to download, of the same shape
     * @return the values
     */
    public static ParameterValues download(Network network, Session session, UnaryOperator<Tensor> which) {
        final Map<Tensor, float[]> values = zeros(network);
        values.forEach((tensor, elements) -> session.download(which.apply(tensor), elements));
        return new ParameterValues(network, values);
    }

    /**
     * Uploads the values.
     *
     * @param session a session with a program of this network
     */
    public void upload(Session session) {
        upload(session, UnaryOperator.identity());
    }

    /**
     * Uploads the values to other tensors than the parameters'.
     *
     * @param session a session with a program of this network
     * @param which maps a parameter's tensor to the tensor to upload to, of the same shape
     */
    public void upload(Session session, UnaryOperator<Tensor> which) {
        values.forEach((tensor, elements) -> session.upload(which.apply(tensor), elements));
    }

    /**
     * The elements of a parameter.
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
