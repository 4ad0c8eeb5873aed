package handgrad.host.check.cases;

import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One op on tensors of certain sizes, and how they are filled. Everything that the op reads is resident and uploaded
 * before each run. Its outputs are poisoned before it runs, so that an element it does not write cannot look right by
 * chance: resident tensors by the upload, others by an op that comes first in the program and fills them with NaN, or
 * int tensors with numbers that are wrong almost everywhere.
 */
public final class OpCase {
    private final String name;
    private final Op op;
    private final Program program;
    private final Map<Tensor, Fill> fills;
    private final Map<Tensor, IntFill> intFills;
    private final Set<ValueKind> kinds;
    private final Finish finish;

    /** Makes tensors fit together after each has been filled by itself. */
    @FunctionalInterface
    interface Finish {
        /** Nothing has to fit. */
        Finish NONE = (_, _) -> {};

        /**
         * Changes elements.
         *
         * @param floats the elements of each float tensor
         * @param random where further numbers come from
         */
        void apply(Map<Tensor, float[]> floats, RandomGenerator random);
    }

    /** How an int tensor of a case is filled. */
    @FunctionalInterface
    interface IntFill {
        /**
         * The tensor's elements.
         *
         * @param random where they come from
         * @return as many as the tensor has
         */
        int[] values(RandomGenerator random);
    }

    OpCase(
            String name,
            Op op,
            Program program,
            Map<Tensor, Fill> fills,
            Map<Tensor, IntFill> intFills,
            Set<ValueKind> kinds,
            Finish finish) {
        this.name = name;
        this.op = op;
        this.program = program;
        this.fills = new LinkedHashMap<>(fills);
        this.intFills = new LinkedHashMap<>(intFills);
        this.kinds = Collections.unmodifiableSet(EnumSet.copyOf(kinds));
        this.finish = finish;
    }

    /**
     * The op and the sizes.
     *
     * @return unique among the cases
     */
    public String name() {
        return name;
    }

    /**
     * The op to be checked.
     *
     * @return the last op of the program
     */
    public Op op() {
        return op;
    }

    /**
     * What is run.
     *
     * @return the poison, if any, and the op
     */
    public Program program() {
        return program;
    }

    /**
     * The kinds of numbers to run it with.
     *
     * @return at least one, in the order of the enumeration
     */
    public Set<ValueKind> kinds() {
        return kinds;
    }

    /**
     * Draws the inputs, without values for which the op's definition leaves the result open. The same arguments give
     * the same numbers on every machine.
     *
     * @param kind the kind of numbers
     * @param seed of the random numbers; each case and kind has a stream of its own
     * @return all that is to be uploaded
     */
    public CaseInputs inputs(ValueKind kind, long seed) {
        final RandomGenerator random = new SplittableRandom(
                seed + (((long) name.hashCode()) << 32) + kind.name().hashCode());
        final Map<Tensor, float[]> floats = new LinkedHashMap<>();
        fills.forEach((tensor, fill) -> floats.put(tensor, fill.values(kind, tensor.size(), random)));
        final Map<Tensor, int[]> ints = new LinkedHashMap<>();
        intFills.forEach((tensor, fill) -> ints.put(tensor, fill.values(random)));
        finish.apply(floats, random);
        ElementwiseOp.of(op).ifPresent(elementwise -> elementwise.leaveOut(floats));
        return new CaseInputs(floats, ints);
    }

    @Override
    public String toString() {
        return name;
    }
}
