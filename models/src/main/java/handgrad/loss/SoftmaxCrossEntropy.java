package handgrad.loss;

import handgrad.dataset.Targets;
import handgrad.program.ElementType;
import handgrad.program.LossOp.ClassHits;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import handgrad.program.LossOp.SoftmaxCrossEntropyForward;
import handgrad.program.ProgramBuilder;
import handgrad.program.Role;
import handgrad.program.Shape;
import handgrad.program.Tensor;

/**
 * The cross-entropy between softmax(z) and a class: loss = −log softmax(z)_label; dz = softmax(z) − one-hot(label).
 * Derivation: docs/derivations.md, "Losses".
 *
 * @param reduction mean or sum over the batch
 */
public record SoftmaxCrossEntropy(Reduction reduction) implements Loss {
    @Override
    public Tensor targetData(String name, Targets targets) {
        return switch (targets) {
            case Targets.Classes classes -> Tensor.labels(name, classes.count());
            case Targets.Reals reals ->
                throw new IllegalArgumentException("softmax cross-entropy needs classes for targets, not real numbers");
        };
    }

    @Override
    public Tensor losses(Tensor outputs, Tensor targets, ProgramBuilder program) {
        final Tensor losses =
                Tensor.activation("losses", Shape.of(outputs.shape().batch()));
        return program.add(new SoftmaxCrossEntropyForward(outputs, targets, losses));
    }

    @Override
    public Tensor gradient(Tensor outputs, Tensor targets, ProgramBuilder program) {
        final float scale = reduction.scale(outputs.shape().batch());
        return program.add(new SoftmaxCrossEntropyBackward(outputs, targets, Tensor.gradient(outputs), scale));
    }

    @Override
    public Tensor hits(Tensor outputs, Tensor targets, ProgramBuilder program) {
        final Shape batch = Shape.of(outputs.shape().batch());
        return program.add(
                new ClassHits(outputs, targets, new Tensor("hits", batch, ElementType.INT32, Role.ACTIVATION)));
    }
}
