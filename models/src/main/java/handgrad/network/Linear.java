package handgrad.network;

import handgrad.program.LinearOp.LinearBackwardInput;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.LinearOp.LinearForward;
import handgrad.program.ProgramBuilder;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import java.util.List;

/**
 * The fully connected layer: y = x wᵀ + b; dx = dy w; dw = dyᵀ x; db = Σ_n dy. Samples may have any shape; their
 * elements in row-major order are the C input features. Derivation: docs/derivations.md, "Linear".
 *
 * @param name the layer's name
 * @param features the number O of outputs
 * @param biased whether b is a parameter; if not, b is a state tensor that stays zero, so that no backend needs a
 *     second op
 */
public record Linear(String name, int features, boolean biased) implements Layer {
    /**
     * The same layer without a bias: y = x wᵀ.
     *
     * @return the layer
     */
    public Linear withoutBias() {
        return new Linear(name, features, false);
    }

    @Override
    public Shape outputShape(Shape input) {
        return Shape.of(features);
    }

    @Override
    public List<Parameter> parameters(Shape input) {
        final Parameter weight = Parameter.weight(weight(input.size()), input.size());
        return biased ? List.of(weight, Parameter.bias(bias(), input.size())) : List.of(weight);
    }

    @Override
    public long multiplications(Shape input) {
        return (long) features * input.size();
    }

    @Override
    public Tensor forward(Tensor x, ProgramBuilder program) {
        final Tensor y = Tensor.activation(name, Shape.of(x.shape().batch(), features));
        return program.add(new LinearForward(x, weight(x.shape().sampleSize()), bias(), y));
    }

    @Override
    public void parameterGradients(Tensor x, Tensor dy, ProgramBuilder program) {
        final Tensor dw = Tensor.gradient(weight(x.shape().sampleSize()));
        program.add(new LinearBackwardWeight(x, dy, dw, Tensor.gradient(bias())));
    }

    @Override
    public Tensor inputGradient(Tensor x, Tensor y, Tensor dy, ProgramBuilder program) {
        return program.add(new LinearBackwardInput(dy, weight(x.shape().sampleSize()), Tensor.gradient(x)));
    }

    private Tensor weight(int inputFeatures) {
        return Tensor.parameter(name + ".weight", Shape.of(features, inputFeatures));
    }

    private Tensor bias() {
        return biased ? Tensor.parameter(name + ".bias", Shape.of(features)) : Tensor.state(name + ".zero", features);
    }
}
