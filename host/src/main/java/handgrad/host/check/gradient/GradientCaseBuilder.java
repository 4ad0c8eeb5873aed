package handgrad.host.check.gradient;

import handgrad.program.ElementType;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Role;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Makes the tensors of one {@link GradientCase} of a forward op and its backward ops, all resident, and draws what is
 * uploaded to them.
 */
final class GradientCaseBuilder {
    private final String name;
    private final RandomGenerator random;
    private final Map<Tensor, double[]> floats = new LinkedHashMap<>();
    private final Map<Tensor, int[]> ints = new LinkedHashMap<>();
    private final Map<Tensor, Tensor> gradients = new LinkedHashMap<>();

    /**
     * A case without tensors yet.
     *
     * @param name what is differentiated; the numbers drawn depend on it
     */
    GradientCaseBuilder(String name) {
        this.name = name;
        this.random = new SplittableRandom(name.hashCode());
    }

    /** Normally distributed numbers. */
    Tensor normal(String tensor, int... shape) {
        return mapped(tensor, value -> value, shape);
    }

    /** Normally distributed numbers, each changed by a function. */
    Tensor mapped(String tensor, DoubleUnaryOperator change, int... shape) {
        return with(
                tensor,
                DoubleStream.generate(random::nextGaussian)
                        .map(change)
                        .limit(Shape.of(shape).size())
                        .toArray(),
                shape);
    }

    /** What a tensor was filled with. */
    double[] values(Tensor tensor) {
        return floats.get(tensor);
    }

    /** Changes each element of a filled tensor, given its place. */
    void change(Tensor tensor, BiFunction<Double, Integer, Double> change) {
        final double[] values = floats.get(tensor);
        for (int i = 0; i < values.length; i++) {
            values[i] = change.apply(values[i], i);
        }
    }

    /** Numbers that differ by at least 0.1 from each other, in random order: a small change moves no maximum. */
    Tensor distinct(String tensor, int... shape) {
        final double[] values = IntStream.range(0, Shape.of(shape).size())
                .mapToDouble(i -> 0.1 * i)
                .toArray();
        for (int i = values.length - 1; i > 0; i--) {
            final int other = random.nextInt(i + 1);
            final double value = values[i];
            values[i] = values[other];
            values[other] = value;
        }
        return with(tensor, values, shape);
    }

    /** These numbers. */
    Tensor with(String tensor, double[] values, int... shape) {
        final Tensor created = floats(tensor, shape);
        floats.put(created, values);
        return created;
    }

    /** Ints drawn from 0 to bound − 1. */
    Tensor indices(String tensor, int bound, int... shape) {
        final Tensor created = ints(tensor, shape);
        ints.put(created, random.ints(created.size(), 0, bound).toArray());
        return created;
    }

    /** A float tensor that an op writes. */
    Tensor floats(String tensor, int... shape) {
        return Tensor.parameter(tensor, Shape.of(shape));
    }

    /** An int tensor that an op writes. */
    Tensor ints(String tensor, int... shape) {
        return new Tensor(tensor, Shape.of(shape), ElementType.INT32, Role.STATE);
    }

    /** The gradient of a variable: a backward op writes it or adds to it, and it is compared. Zero before. */
    Tensor gradientOf(Tensor variable) {
        final Tensor gradient = floats(
                "d(" + variable.name() + ")",
                variable.shape().dimensions().stream()
                        .mapToInt(Integer::intValue)
                        .toArray());
        gradients.put(variable, gradient);
        floats.put(gradient, new double[gradient.size()]);
        return gradient;
    }

    /**
     * The case of L = Σ weights ⊙ output, where the weights are what the backward ops read as the output's gradient.
     *
     * @param dOutput filled already; its elements are the weights
     * @param forward writes the output first
     * @param backward the ops under test
     * @return the case
     */
    GradientCase build(Tensor dOutput, Op forward, Op... backward) {
        return build(floats.get(dOutput), forward, backward);
    }

    /** The same with separate weights, for ops that begin a backward pass. */
    GradientCase build(double[] weights, Op forward, Op... backward) {
        return new GradientCase(
                name,
                new Program(name + " forward", List.of(forward), List.of()),
                forward.outputs().getFirst(),
                weights,
                new Program(
                        name + " backward",
                        Stream.concat(Stream.of(forward), Stream.of(backward)).toList(),
                        List.of()),
                gradients,
                floats,
                ints);
    }
}
