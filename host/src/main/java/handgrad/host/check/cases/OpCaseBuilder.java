package handgrad.host.check.cases;

import handgrad.activation.Activations;
import handgrad.host.check.cases.OpCase.IntFill;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.BatchOp.GatherLabels;
import handgrad.program.ConvolutionOp.Conv2dBackwardWeight;
import handgrad.program.ConvolutionOp.TableConv2dBackwardWeight;
import handgrad.program.ElementType;
import handgrad.program.LinearOp.LinearBackwardWeight;
import handgrad.program.Op;
import handgrad.program.PoolingOp.MaxPoolForward;
import handgrad.program.Program;
import handgrad.program.Role;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.Window;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/** Makes the tensors of one {@link OpCase}, notes how they are filled, and puts the poison before the op. */
final class OpCaseBuilder {
    /** Fills int tensors that an op overwrites; it is no class, hit count or row of any case. */
    private static final int INT_POISON = -777;

    private final String name;
    private final Map<Tensor, Fill> fills = new LinkedHashMap<>();
    private final Map<Tensor, IntFill> intFills = new LinkedHashMap<>();
    private OpCase.Finish finish = OpCase.Finish.NONE;
    private final Set<ValueKind> kinds = EnumSet.copyOf(ValueKind.finite());

    /**
     * A case without tensors yet.
     *
     * @param name the op and the sizes
     */
    OpCaseBuilder(String name) {
        this.name = name;
    }

    /** Runs the case with these kinds of numbers only, to save time on large cases. */
    OpCaseBuilder only(ValueKind... only) {
        kinds.clear();
        kinds.addAll(List.of(only));
        return this;
    }

    /** Runs the case with NaN and infinities too. */
    OpCaseBuilder withSpecial() {
        kinds.add(ValueKind.SPECIAL);
        return this;
    }

    /** Makes tensors fit together after each has been filled. */
    OpCaseBuilder then(OpCase.Finish last) {
        finish = last;
        return this;
    }

    /** A float input. */
    Tensor input(String tensor, Fill fill, int... shape) {
        return filled(Tensor.data(prefixed(tensor), Shape.of(shape)), fill);
    }

    /** A float tensor that the op may also write: a parameter. */
    Tensor parameter(String tensor, Fill fill, int... shape) {
        return filled(Tensor.parameter(prefixed(tensor), Shape.of(shape)), fill);
    }

    /** A float tensor that the op may also write: state. */
    Tensor state(String tensor, Fill fill, int... shape) {
        return filled(new Tensor(prefixed(tensor), Shape.of(shape), ElementType.FLOAT32, Role.STATE), fill);
    }

    /** An int input, each element drawn from 0 to bound − 1. */
    Tensor indices(String tensor, int bound, int... shape) {
        final Shape sizes = Shape.of(shape);
        return ints(
                tensor,
                Role.DATA,
                random -> IntStream.range(0, sizes.size())
                        .map(_ -> random.nextInt(bound))
                        .toArray(),
                shape);
    }

    /** An int tensor that is filled as told. */
    Tensor ints(String tensor, Role role, IntFill fill, int... shape) {
        final Tensor created = new Tensor(prefixed(tensor), Shape.of(shape), ElementType.INT32, role);
        intFills.put(created, fill);
        return created;
    }

    /** An int state with these elements. */
    Tensor counters(String tensor, int... values) {
        return ints(tensor, Role.STATE, (RandomGenerator _) -> values, values.length);
    }

    /** A float output. */
    Tensor output(String tensor, int... shape) {
        return Tensor.activation(prefixed(tensor), Shape.of(shape));
    }

    /** A float output that is a gradient. */
    Tensor gradient(String tensor, int... shape) {
        return new Tensor(prefixed(tensor), Shape.of(shape), ElementType.FLOAT32, Role.GRADIENT);
    }

    /** An int output. */
    Tensor intOutput(String tensor, int... shape) {
        return new Tensor(prefixed(tensor), Shape.of(shape), ElementType.INT32, Role.ACTIVATION);
    }

    /**
     * The case.
     *
     * @param op the op to be checked, on the tensors made here
     * @return the case
     */
    OpCase build(Op op) {
        final List<Op> ops = new ArrayList<>(poison(op));
        ops.add(op);
        final List<Tensor> outputs = op.outputs().stream()
                .filter(tensor -> !tensor.role().isResident())
                .toList();
        return new OpCase(name, op, new Program(name, ops, outputs), fills, intFills, kinds, finish);
    }

    /** Ops of the same batch size that fill the outputs of an op with poison. */
    private List<Op> poison(Op op) {
        return switch (op) {
            case MaxPoolForward pool ->
                List.of(new MaxPoolForward(
                        notANumber("poison", pool.y().shape()), pool.y(), pool.winner(), new Window(1, 1, 0)));
            case Conv2dBackwardWeight weight -> {
                final Window window = new Window(weight.window().size(), 1, 0);
                yield List.of(new Conv2dBackwardWeight(
                        notANumber("poison x", onePosition(weight.x(), window.size())),
                        notANumber("poison dy", onePosition(weight.dy(), 1)),
                        weight.dw(),
                        weight.db(),
                        window));
            }
            case TableConv2dBackwardWeight weight -> {
                final Window window = new Window(weight.window().size(), 1, 0);
                yield List.of(new TableConv2dBackwardWeight(
                        notANumber("poison x", onePosition(weight.x(), window.size())),
                        notANumber("poison dy", onePosition(weight.dy(), 1)),
                        weight.dw(),
                        weight.db(),
                        window,
                        weight.table()));
            }
            case LinearBackwardWeight weight ->
                List.of(new LinearBackwardWeight(
                        notANumber("poison x", weight.x().shape()),
                        notANumber("poison dy", weight.dy().shape()),
                        weight.dw(),
                        weight.db()));
            default ->
                op.outputs().stream()
                        .filter(tensor -> !tensor.role().isResident())
                        .map(this::overwrite)
                        .toList();
        };
    }

    /** Images of as many samples and channels, only as large as a window, so that each weight sees one position. */
    private static Shape onePosition(Tensor images, int extent) {
        return Shape.of(images.shape().batch(), images.shape().dimension(1), extent, extent);
    }

    private Op overwrite(Tensor output) {
        return switch (output.type()) {
            case FLOAT32 ->
                new ActivationForward(Activations.leakyRelu(1), notANumber("poison", output.shape()), output);
            case INT32 -> {
                final int batch = output.shape().batch();
                yield new GatherLabels(
                        counters("poison", INT_POISON),
                        counters("poison order", new int[batch]),
                        counters("poison position", 0, 0),
                        output);
            }
        };
    }

    private Tensor notANumber(String tensor, Shape shape) {
        return filled(Tensor.data(prefixed(tensor), shape), Fill.constant(Float.NaN));
    }

    private Tensor filled(Tensor tensor, Fill fill) {
        fills.put(tensor, fill);
        return tensor;
    }

    /** Programs of one session share resident tensors by name, so each case's tensors have names of their own. */
    private String prefixed(String tensor) {
        return name + "." + tensor;
    }
}
