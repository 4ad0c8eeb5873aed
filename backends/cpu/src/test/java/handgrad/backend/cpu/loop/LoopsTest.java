package handgrad.backend.cpu.loop;

import static handgrad.formula.Expression.argument;
import static handgrad.formula.Terms.abs;
import static handgrad.formula.Terms.erf;
import static handgrad.formula.Terms.exp;
import static handgrad.formula.Terms.expm1;
import static handgrad.formula.Terms.fma;
import static handgrad.formula.Terms.log;
import static handgrad.formula.Terms.log1p;
import static handgrad.formula.Terms.max;
import static handgrad.formula.Terms.min;
import static handgrad.formula.Terms.number;
import static handgrad.formula.Terms.sigmoid;
import static handgrad.formula.Terms.sign;
import static handgrad.formula.Terms.sqrt;
import static handgrad.formula.Terms.tanh;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import handgrad.activation.Activations;
import handgrad.backend.cpu.execution.VectorWarmUp;
import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.vector.VectorKernels;
import handgrad.formula.Expression;
import handgrad.formula.Formula;
import handgrad.formula.Operation;
import handgrad.rounding.ErrorAnalysis;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The loops of formulas: vectors give the bits of plain floats, both come close to the formula in float64. */
class LoopsTest {
    private static final int LONGEST = 100;
    private static final int LEAD = 5;
    private static final Expression X = argument("x");
    private static final Expression Y = argument("y");

    private static final float[] SPECIAL = {
        0f,
        -0f,
        1f,
        -1f,
        0.5f,
        Float.MIN_VALUE,
        -Float.MIN_NORMAL,
        9.02f,
        -104.5f,
        89.1f,
        Float.MAX_VALUE,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.NaN
    };

    /** Those that come with Handgrad, and some of all shapes. */
    static Stream<Formula> formulas() {
        return Stream.concat(BuildTimeLoops.formulas().stream(), madeUp().stream());
    }

    private static List<Formula> madeUp() {
        return List.of(
                of(x -> x.times(sigmoid(x))),
                of(x -> x.times(0.5).times(erf(x.times(Math.sqrt(0.5))).plus(1))),
                of(x -> x),
                of(_ -> number(3)),
                of(_ -> number(Double.NaN)),
                of(x -> tanh(exp(sigmoid(log1p(abs(x))).negated())).times(sigmoid(x.times(0.25)))),
                of(x -> exp(tanh(x))
                        .plus(exp(sigmoid(x)))
                        .plus(log1p(exp(x.negated())))
                        .over(tanh(x.plus(1)).plus(3))),
                two((x, y) -> y.times(sigmoid(x)).plus(x.times(tanh(y)))),
                two((x, y) -> x.isBelow(y).choose(fma(x, y, number(1)), x.minus(y))),
                two((x, y) -> max(x, y)
                        .minus(min(x, y))
                        .plus(sign(x))
                        .plus(expm1(y.times(0.125)))
                        .plus(log(abs(x)))),
                two((x, y) -> sqrt(abs(x).isAtMost(y).choose(abs(x), 2))
                        .plus(x.isEqualTo(y).choose(y.negated(), log1p(y.squared())))),
                new Formula(List.of("x", "y"), List.of(), List.of(Y, X)),
                new Formula(
                        List.of("x", "y", "v"),
                        List.of("a", "b"),
                        List.of(
                                tanh(X.times(argument("a"))).plus(sigmoid(argument("v"))),
                                exp(argument("b").negated()).times(Y).plus(tanh(argument("v"))),
                                X)));
    }

    private static Formula of(UnaryOperator<Expression> f) {
        return new Formula(List.of("x"), List.of(), List.of(f.apply(X)));
    }

    private static Formula two(BinaryOperator<Expression> f) {
        return new Formula(List.of("x", "y"), List.of(), List.of(f.apply(X, Y)));
    }

    @Test
    void theFormulasHereUseEveryOperation() {
        final Set<Operation> used = EnumSet.noneOf(Operation.class);
        formulas().flatMap(formula -> formula.terms().stream()).forEach(term -> used.add(term.operation()));
        used.add(Operation.LOG1P_ABOVE);
        assertEquals(EnumSet.allOf(Operation.class), used);
    }

    /** To write them while a training starts would make a short one much longer. */
    @Test
    void theLoopsThatComeWithHandgradAreReady() {
        final List<Formula> formulas = new ArrayList<>(BuildTimeLoops.formulas());
        // As the homework's networks say it.
        formulas.add(Activations.leakyRelu(0.01f).forward());
        for (final Formula formula : formulas) {
            for (final LoopKind kind : LoopKind.values()) {
                final String file = "/" + Loops.className(kind, formula).replace('.', '/') + ".class";
                assertNotNull(Loops.class.getResource(file), () -> file + " of " + formula);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("formulas")
    void vectorsGiveTheBitsOfPlainFloats(Formula formula) {
        for (int n = 0; n <= LONGEST; n++) {
            assertSame(formula, n);
        }
        assertSame(formula, 3 * LoopPlan.BLOCK + 7);
    }

    private static void assertSame(Formula formula, int n) {
        final Operands operands = new Operands(formula, n);
        final float[][] plain = operands.run(LoopKind.PLAIN, n, false);
        assertBits(plain, operands.run(LoopKind.VECTOR, n, false));
        assertBits(plain, operands.run(LoopKind.VECTOR, n, true));
        assertBits(plain, operands.run(LoopKind.PLAIN, n, true));
    }

    private static void assertBits(float[][] expected, float[][] actual) {
        for (int r = 0; r < expected.length; r++) {
            // One NaN is as good as another.
            assertArrayEquals(bits(expected[r]), bits(actual[r]));
        }
    }

    private static int[] bits(float[] values) {
        return IntStream.range(0, values.length)
                .map(i -> Float.floatToIntBits(values[i]))
                .toArray();
    }

    /** A formula's arguments for n elements, in the middle of longer arrays. */
    private static final class Operands {
        private final Formula formula;
        private final float[][] elements;
        private final float[] scalars;

        Operands(Formula formula, int n) {
            this.formula = formula;
            final Random random = new Random(n);
            this.elements = new float[formula.elements().size()][LEAD + n + LEAD];
            for (final float[] values : elements) {
                for (int i = 0; i < values.length; i++) {
                    values[i] = switch (random.nextInt(4)) {
                        case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
                        case 1 -> Float.intBitsToFloat(random.nextInt());
                        default -> (float) (random.nextGaussian() * (i % 3 == 0 ? 30 : 1));
                    };
                }
            }
            this.scalars = new float[formula.scalars().size()];
            Arrays.fill(scalars, 0.37f);
        }

        /** The results' arrays, with what stood around the elements; in place, they are the first arguments'. */
        float[][] run(LoopKind kind, int n, boolean inPlace) {
            final float[][] given = Arrays.stream(elements).map(float[]::clone).toArray(float[][]::new);
            final float[][] results = new float[formula.results().size()][];
            for (int r = 0; r < results.length; r++) {
                results[r] =
                        inPlace && r < given.length ? given[r] : elements[Math.min(r, elements.length - 1)].clone();
            }
            call(Loops.of(kind, formula), given, results, n);
            return results;
        }

        void call(ElementwiseLoop loop, float[][] given, float[][] results, int n) {
            if (LoopPlan.isSmall(formula)) {
                final float[] a = given[0];
                final float[] b = given[Math.min(1, given.length - 1)];
                final float[] c = given[given.length - 1];
                final float scalar = scalars.length == 0 ? 0 : scalars[0];
                loop.run(a, LEAD, b, LEAD, c, LEAD, scalar, results[0], LEAD, n);
            } else {
                final float[][] boxes = new float[scalars.length][];
                for (int s = 0; s < boxes.length; s++) {
                    boxes[s] = new float[] {scalars[s]};
                }
                loop.run(given, boxes, results, LEAD, n);
            }
        }
    }

    /** Within the error that the formula's own operations may make, which for most arguments is small. */
    @ParameterizedTest
    @MethodSource("formulas")
    void bothComeCloseToFloat64(Formula formula) {
        final int n = 3000;
        final Random random = new Random(4);
        final Operands operands = new Operands(formula, n);
        for (final float[] values : operands.elements) {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian() * 3;
            }
        }
        final float[][] results = operands.run(LoopKind.PLAIN, n, false);
        final ErrorAnalysis bound = new ErrorAnalysis(formula);
        final double[] given = new double[operands.elements.length + operands.scalars.length];
        int close = 0;
        for (int i = LEAD; i < LEAD + n; i++) {
            for (int a = 0; a < given.length; a++) {
                given[a] = a < operands.elements.length
                        ? operands.elements[a][i]
                        : operands.scalars[a - operands.elements.length];
            }
            bound.compute(given);
            for (int r = 0; r < results.length; r++) {
                final double truth = bound.value(r);
                assertEquals(Double.isNaN(truth), Float.isNaN(results[r][i]), "NaN at " + Arrays.toString(given));
                if (!Double.isNaN(bound.bound(r))) {
                    final double error = Math.abs(results[r][i] - truth);
                    assertTrue(
                            !(error > bound.bound(r)),
                            () -> "error " + error + " at " + Arrays.toString(given) + " where the formula is "
                                    + truth);
                }
                close += Double.isNaN(truth) || bound.bound(r) <= 1e-5 * (1 + Math.abs(truth)) ? 1 : 0;
            }
        }
        assertTrue(close > 0.9 * n * results.length, "the bound is small only for " + close + " of " + n);
    }

    /** In a JVM as the launcher starts it, after the warm-up that a training has. */
    @Test
    void noVectorBecomesAnObject() throws IOException, InterruptedException {
        final Process java = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + Path.of("..", "..", "scripts", "lib", "jvm.options"),
                        "-classpath",
                        System.getProperty("java.class.path"),
                        LoopsTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        final String output = new String(java.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, java.waitFor(), output);
        assertEquals("", output);
    }

    /** Prints which formulas' loops make objects. */
    static void main() {
        final int n = 1000;
        final int calls = 100;
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        formulas().forEach(formula -> {
            final VectorKernels kernels = new VectorKernels();
            VectorWarmUp.of(kernels, new KernelUse.Loop(formula)).run();
            final Operands operands = new Operands(formula, n);
            final ElementwiseLoop loop = kernels.loop(formula);
            final float[][] results = new float[formula.results().size()][LEAD + n + LEAD];
            for (int call = 0; call < calls; call++) {
                operands.call(loop, operands.elements, results, n);
            }
            final long before = threads.getCurrentThreadAllocatedBytes();
            for (int call = 0; call < calls; call++) {
                operands.call(loop, operands.elements, results, n);
            }
            final long bytes = (threads.getCurrentThreadAllocatedBytes() - before) / calls;
            // The call's own small arrays of arrays; vectors that are objects would be thousands of bytes.
            if (bytes > 200) {
                System.out.println(bytes + " bytes a call: " + formula);
            }
        });
    }
}
