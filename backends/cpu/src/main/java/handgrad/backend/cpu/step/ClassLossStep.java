package handgrad.backend.cpu.step;

import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.ScalarFunctions;
import handgrad.backend.cpu.kernel.SoftmaxSummary;
import handgrad.backend.cpu.layout.GroupLayout;
import handgrad.backend.cpu.layout.GroupedPlace;
import handgrad.backend.cpu.layout.IntPlace;
import handgrad.backend.cpu.memory.Memory;
import handgrad.backend.cpu.plan.Representation;
import handgrad.backend.cpu.rewrite.ClassLossFusion;
import handgrad.program.LossOp.SoftmaxCrossEntropyBackward;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/** Losses of logits, their gradients and hits for a group of samples, whichever are wanted. */
public final class ClassLossStep implements SampleStep {
    private final Kernels kernels;
    private final int batch;
    private final int classes;
    private final float scale;
    private final GroupedPlace logits;
    private final IntPlace labels;
    private final Optional<GroupedPlace> losses;
    private final Optional<GroupedPlace> dLogits;
    private final Optional<IntPlace> hits;
    private final float[][] facts;
    private final float[][] terms;

    /** The step of the ops that are wanted. */
    public ClassLossStep(StepContext context, ClassLossFusion wanted) {
        context.queueWarmUp(KernelUse.Single.SOFTMAX_TERMS);
        wanted.backward().ifPresent(_ -> context.queueWarmUp(KernelUse.Single.SOFTMAX_GRADIENT));
        final Memory memory = context.memory();
        this.kernels = context.kernels();
        this.batch = wanted.logits().shape().batch();
        this.classes = wanted.logits().shape().dimension(1);
        this.scale = wanted.backward().map(SoftmaxCrossEntropyBackward::scale).orElse(0f);
        this.logits = memory.grouped(wanted.logits());
        this.labels = memory.ints(wanted.labels(), Representation.ROWS);
        this.losses = wanted.forward().map(op -> memory.grouped(op.losses()));
        this.dLogits = wanted.backward().map(op -> memory.grouped(op.dLogits()));
        this.hits = wanted.hits().map(op -> memory.ints(op.hits(), Representation.ROWS));
        this.facts = new float[context.workers()][SoftmaxSummary.SIZE];
        this.terms = new float[context.workers()][dLogits.isPresent() ? 0 : classes * GroupLayout.LANES];
        for (final float[] each : facts) {
            Arrays.fill(each, SoftmaxSummary.LABEL, SoftmaxSummary.LABEL + GroupLayout.LANES, -1f);
        }
    }

    @Override
    public void run(int worker, int group) {
        final int samples = GroupLayout.samples(batch, group);
        final float[] known = facts[worker];
        readLabels(worker, group, samples, known);
        // The gradient's place holds the exponentials until they become the gradient.
        final float[] to = dLogits.isPresent() ? dLogits.get().values(worker) : terms[worker];
        final int at = dLogits.isPresent() ? dLogits.get().at(group) : 0;
        kernels.softmaxTerms(logits.values(worker), logits.at(group), classes, to, at, known);
        if (losses.isPresent()) {
            final GroupedPlace place = losses.get();
            writeLosses(known, samples, place.values(worker), place.at(group));
        }
        if (hits.isPresent()) {
            writeHits(known, samples, hits.get().values(worker), hits.get().at(group));
        }
        if (dLogits.isPresent()) {
            kernels.softmaxGradient(to, at, classes, scale, known);
        }
    }

    private void readLabels(int worker, int group, int samples, float[] known) {
        final int[] from = labels.values(worker);
        final int at = labels.at(group);
        for (int n = 0; n < samples; n++) {
            known[SoftmaxSummary.LABEL + n] = Objects.checkIndex(from[at + n], classes);
        }
    }

    /** losses = m + log(1 + others) − z_label: too few logarithms for a vector kernel to be compiled in time. */
    private static void writeLosses(float[] known, int samples, float[] to, int at) {
        for (int n = 0; n < samples; n++) {
            to[at + n] = ScalarFunctions.log1p(known[SoftmaxSummary.OTHERS + n]) + known[SoftmaxSummary.GAP + n];
        }
    }

    private static void writeHits(float[] known, int samples, int[] to, int at) {
        for (int n = 0; n < samples; n++) {
            to[at + n] = known[SoftmaxSummary.ARGMAX + n] == known[SoftmaxSummary.LABEL + n] ? 1 : 0;
        }
    }
}
