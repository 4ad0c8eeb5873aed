package handgrad.network;

import handgrad.activation.Activations;
import handgrad.activation.Elu;
import handgrad.activation.Gelu;
import handgrad.activation.GeluTanh;
import handgrad.activation.Silu;
import handgrad.activation.Softplus;
import handgrad.program.Activation;
import handgrad.program.ConnectionTable;
import handgrad.program.Window;

/**
 * Factory methods for layers, for static import. A layer with parameters is given the name that it has in a checkpoint;
 * {@link Network#of} numbers the others.
 */
public final class Layers {
    private Layers() {}

    /**
     * A convolution with stride 1 and no padding, which {@link Convolution#padding} and {@link Convolution#stride}
     * change.
     *
     * @param name its name
     * @param channels the number of output channels
     * @param size the kernel's edge in pixels
     * @return the layer
     */
    public static Convolution convolution(String name, int channels, int size) {
        return new Convolution(name, channels, new Window(size, 1, 0));
    }

    /**
     * A convolution with a connection table, stride 1 and no padding.
     *
     * @param name its name
     * @param table the input channels of each output channel
     * @param size the kernel's edge in pixels
     * @return the layer
     */
    public static TableConvolution convolution(String name, ConnectionTable table, int size) {
        return new TableConvolution(name, table, new Window(size, 1, 0));
    }

    /**
     * Average pooling over adjacent windows.
     *
     * @param size the window's edge in pixels
     * @return the layer
     */
    public static AveragePool averagePool(int size) {
        return new AveragePool("averagePool", new Window(size, size, 0));
    }

    /**
     * Max pooling over adjacent windows.
     *
     * @param size the window's edge in pixels
     * @return the layer
     */
    public static MaxPool maxPool(int size) {
        return new MaxPool("maxPool", new Window(size, size, 0));
    }

    /**
     * A fully connected layer.
     *
     * @param name its name
     * @param features the number of outputs
     * @return the layer
     */
    public static Linear linear(String name, int features) {
        return new Linear(name, features, true);
    }

    /**
     * tanh x.
     *
     * @return the layer
     */
    public static ActivationLayer tanh() {
        return activation(Activations.TANH);
    }

    /**
     * 1 / (1 + e^−x).
     *
     * @return the layer
     */
    public static ActivationLayer sigmoid() {
        return activation(Activations.SIGMOID);
    }

    /**
     * max(0, x).
     *
     * @return the layer
     */
    public static ActivationLayer relu() {
        return activation(Activations.RELU);
    }

    /**
     * x for x &gt; 0, else slope · x.
     *
     * @param slope above 0 and at most 1
     * @return the layer
     */
    public static ActivationLayer leakyRelu(float slope) {
        return activation(Activations.leakyRelu(slope));
    }

    /**
     * log(1 + e^x).
     *
     * @return the layer
     */
    public static ActivationLayer softplus() {
        return activation(Softplus.SOFTPLUS);
    }

    /**
     * x σ(x), also called swish.
     *
     * @return the layer
     */
    public static ActivationLayer silu() {
        return activation(Silu.SILU);
    }

    /**
     * x Φ(x), with the normal distribution function Φ.
     *
     * @return the layer
     */
    public static ActivationLayer gelu() {
        return activation(Gelu.GELU);
    }

    /**
     * The tanh approximation of GELU, with an error of at most 5e-4.
     *
     * @return the layer
     */
    public static ActivationLayer geluTanh() {
        return activation(GeluTanh.GELU_TANH);
    }

    /**
     * x for x &gt; 0, else α (e^x − 1).
     *
     * @param alpha α, above 0
     * @return the layer
     */
    public static ActivationLayer elu(double alpha) {
        return activation(Elu.of(alpha));
    }

    /**
     * Any activation.
     *
     * @param function the function and its derivative
     * @return the layer, named after the function
     */
    public static ActivationLayer activation(Activation function) {
        return new ActivationLayer(function.name(), function);
    }

    /**
     * y = x.
     *
     * @return the layer
     */
    public static Identity identity() {
        return new Identity("identity");
    }

    /**
     * Reshapes an image to a vector.
     *
     * @return the layer
     */
    public static Flatten flatten() {
        return new Flatten("flatten");
    }
}
