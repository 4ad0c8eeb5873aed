package handgrad.host.check;

import handgrad.program.Op;
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
     * Every kind of op there is, found from the sealed hierarchy, so that an op that lacks a case can be told.
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
