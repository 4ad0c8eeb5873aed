package handgrad.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import org.junit.jupiter.api.Test;

/** The innermost loops of the cpu backend only compute. */
class MicroKernelTest extends ArchitectureRules {
    @Test
    void microKernelsOnlyCompute() {
        assertHolds(
                classes()
                        .that()
                        .resideInAnyPackage(
                                "handgrad.backend.cpu.kernel.plain..", "handgrad.backend.cpu.kernel.vector..")
                        .should(new OnlyCompute())
                        .because("a kernel runs a million times a second: garbage, a lock or a wait in it costs more"
                                + " than its arithmetic. Make arrays where the step is planned, and hand them in"),
                Example.of(Module.CPU, """
                        package handgrad.backend.cpu.kernel.plain;
                        import handgrad.backend.cpu.plan.*;
                        import java.util.Arrays;
                        import java.util.function.*;

                        final class Faulty {
                            private static final float[] TABLE = new float[16];
                            private final IntUnaryOperator lambda = n -> new int[n].length;
                            private final IntUnaryOperator reference = Faulty::referred;
                            private Object made;

                            void array() { made = new float[4]; }
                            void objects() { made = new Object[4]; }
                            void rows() { made = new float[4][4]; }
                            void copy(float[] x) { made = x.clone(); }
                            void longer(float[] x) { made = Arrays.copyOf(x, 2 * x.length); }
                            void object() { made = new Object(); }
                            void unthrown() { var e = new IllegalStateException(); made = new int[1]; }
                            void boxed(int i) { made = i; }
                            void text(int i) { made = "i = " + i; }
                            void capture(int i) { made = (Runnable) () -> boxed(i); }
                            synchronized void synchronised() {}
                            void lock() { synchronized (TABLE) { TABLE[0] = 1; } }
                            void await() throws InterruptedException { TABLE.wait(); }
                            void pause() throws InterruptedException { Thread.sleep(1); }
                            void start(Thread thread) { thread.start(); }
                            int helper() { return helped().length; }
                            private int[] helped() { return new int[8]; }
                            private static int referred(int n) { return new long[n].length; }
                            void plan() { Plan.make(); }
                            void dispatch(Step step) { step.run(); }
                        }
                        """)
                        .and(Module.CPU, """
                        package handgrad.backend.cpu.plan;
                        public class Plan { public static void make() { new StringBuilder(); } }
                        """)
                        .and(Module.CPU, """
                        package handgrad.backend.cpu.plan;
                        public interface Step { void run(); }
                        """)
                        .and(Module.CPU, """
                        package handgrad.backend.cpu.plan;
                        class SlowStep implements Step { public void run() { Thread.yield(); } }
                        """)
                        .and(Module.CPU, """
                        package handgrad.backend.cpu.kernel.vector;
                        import handgrad.backend.cpu.plan.Call;
                        import java.util.*;
                        import jdk.incubator.vector.FloatVector;

                        final class Fine {
                            private enum Tile { SMALL, LARGE }

                            private final float[] own = new float[4];
                            private final int[] lanes = lanes(4);
                            private Runnable none;

                            static Optional<Fine> made() { return Optional.of(new Fine()); }
                            private static int[] lanes(int n) { return new int[n]; }

                            float run(Tile tile, Call call) {
                                if (call.size() < 0) {
                                    throw new IllegalArgumentException("size " + call.size() + " of " + new int[2]);
                                }
                                none = () -> {};
                                vector().add(1).intoArray(call.values(), lanes[0]);
                                Arrays.fill(own, 0);
                                System.arraycopy(own, 0, call.values(), 0, 4);
                                return switch (tile) { case SMALL -> Math.fma(own[0], 2, 1); case LARGE -> 2; };
                            }

                            private FloatVector vector() {
                                return FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, own, 0);
                            }
                        }
                        """)
                        .and(Module.CPU, """
                        package handgrad.backend.cpu.plan;
                        public record Call(float[] values, int size) {
                            public Call twice() { return new Call(values, 2 * size); }
                        }
                        """),
                "Faulty.array> allocates float[]",
                "Faulty.objects> allocates java.lang.Object[]",
                "Faulty.rows> allocates float[][]",
                "Faulty.copy> calls float[].clone",
                "Faulty.longer> calls java.util.Arrays.copyOf",
                "Faulty.object> allocates java.lang.Object",
                "Faulty.unthrown> allocates int[]",
                "Faulty.boxed> calls java.lang.Integer.valueOf",
                "Faulty.text> allocates java.lang.String",
                "Faulty.capture> allocates a lambda that captures variables",
                "Faulty.synchronised> locks",
                "Faulty.lock> locks",
                "Faulty.await> calls java.lang.Object.wait",
                "Faulty.pause> calls java.lang.Thread.sleep",
                "Faulty.start> calls java.lang.Thread.start",
                "Faulty.helped> allocates int[] in (Faulty.java:28), called by"
                        + " <handgrad.backend.cpu.kernel.plain.Faulty.helper>",
                "Faulty.referred> allocates long[]",
                "Faulty.lambda$new$0> allocates int[]",
                "Plan.make> allocates java.lang.StringBuilder in (Plan.java:2), called by"
                        + " <handgrad.backend.cpu.kernel.plain.Faulty.plan>",
                "SlowStep.run> calls java.lang.Thread.yield");
    }
}
