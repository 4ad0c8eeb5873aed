package handgrad.host.check.cases;

import handgrad.optimiser.Optimiser;
import handgrad.program.Activation;
import handgrad.program.Op;
import handgrad.program.PenaltyFunction;
import handgrad.program.SampleLoss;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The cases of every op: odd, one, prime and large sizes, padding, stride, overlap, sparse tables. */
public final class OpCases {
    private OpCases() {}

    /**
     * All cases.
     *
     * @return family by family
     */
    public static List<OpCase> all() {
        return Stream.of(
                        BatchCases.all(),
                        ConvolutionCases.all(),
                        PoolingCases.all(),
                        LinearCases.all(),
                        ActivationCases.all(),
                        LossCases.all(),
                        RecordCases.all(),
                        UpdateCases.all())
                .flatMap(List::stream)
                .toList();
    }

    /**
     * The cases of an activation.
     *
     * @param activation any, one of a user's own too
     * @return forward and backward: several sizes, a sweep, edges
     */
    public static List<OpCase> of(Activation activation) {
        return ActivationCases.of(activation.name(), activation);
    }

    /**
     * The cases of a loss of scores.
     *
     * @param loss any
     * @return forward and backward: several sizes, edges
     */
    public static List<OpCase> of(SampleLoss loss) {
        return LossCases.of(loss);
    }

    /**
     * The cases of a penalty.
     *
     * @param penalty any
     * @return its record and its gradient, of several sizes
     */
    public static List<OpCase> of(PenaltyFunction penalty) {
        return Stream.concat(RecordCases.of(penalty).stream(), UpdateCases.of(penalty).stream())
                .toList();
    }

    /**
     * The cases of an optimiser.
     *
     * @param optimiser any
     * @return updates of several sizes, after few and many steps
     */
    public static List<OpCase> of(Optimiser optimiser) {
        return UpdateCases.of(optimiser);
    }

    /**
     * Every kind of op, from the sealed hierarchy, so that an op without a case is found.
     *
     * @return the record classes under {@link Op}
     */
    public static List<Class<?>> opTypes() {
        return records(Op.class).toList();
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Arrays.stream(type.getPermittedSubclasses()).flatMap(OpCases::records);
    }
}
