package handgrad.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import org.junit.jupiter.api.Test;

/** The innermost loops of the cpu backend only compute. */
class MicroKernelTest extends ArchitectureRules {
    private static final String KERNELS = "handgrad.backend.cpu.kernel";

    @Test
    void microKernelsOnlyCompute() {
        assertHolds(
                classes()
                        .that()
                        .resideInAPackage(KERNELS + "..")
                        .should(new OnlyCompute(KERNELS))
                        .because("a kernel runs a million times a second: garbage, a lock or a wait in it costs more"
                                + " than its arithmetic. Make arrays where the step is planned, and hand them in"),
                Example.of(Module.CPU, """
                        package handgrad.backend.cpu.kernel.plain;

                        final class Faulty {
                            static final float[] TABLE = new float[16];

                            float[] array() { return new float[4]; }
                            Object[] objects() { return new Object[4]; }
                            float[][] rows() { return new float[4][4]; }
                            float[] copy(float[] x) { return x.clone(); }
                            float[] longer(float[] x) { return java.util.Arrays.copyOf(x, 2 * x.length); }
                            Object object() { return new Object(); }
                            Object boxed(int i) { return i; }
                            String text(int i) { return "i = " + i; }
                            Runnable capture(int i) { return () -> kernel(i); }
                            synchronized void synchronised() {}
                            void lock() { synchronized (TABLE) { TABLE[0] = 1; } }
                            void await() throws InterruptedException { TABLE.wait(); }
                            void pause() throws InterruptedException { Thread.sleep(1); }
                            void start(Thread thread) { thread.start(); }
                            void plan() { handgrad.backend.cpu.plan.Plan.make(); }
                            int[] twice() { return both(); }
                            private final int[] lanes = both();
                            private final java.util.function.IntFunction<int[]> maker = n -> new int[n];
                            private int[] both() { return new int[8]; }
                            private void kernel(int i) {}
                        }
                        """).and(Module.CPU, """
                        package handgrad.backend.cpu.plan;

                        public class Plan { public static void make() { new Object(); } }
                        """).and(Module.CPU, """
                        package handgrad.backend.cpu.kernel.vector;

                        import jdk.incubator.vector.FloatVector;

                        final class Fine {
                            enum Tile { SMALL, LARGE }
                            record Call(float[] values, int size) {}

                            private final float[] own = new float[4];
                            private final int[] lanes = lanes(4);
                            private Runnable none;

                            private static int[] lanes(int n) { return n < 1 ? lanes(1) : filled(n); }
                            private static int[] filled(int n) { return new int[n]; }

                            float run(Tile tile, Call call) {
                                if (call.size() < 0) {
                                    throw new IllegalArgumentException("size " + call.size() + " of " + new int[2]);
                                }
                                none = () -> {};
                                final FloatVector x = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, own, 0);
                                x.add(x).intoArray(call.values(), 0);
                                java.util.Arrays.fill(own, 0);
                                System.arraycopy(own, 0, call.values(), 0, 4);
                                return switch (tile) { case SMALL -> Math.fma(own[0], 2, 1); case LARGE -> 2; };
                            }
                        }
                        """),
                "Faulty.array> makes a float[]",
                "Faulty.objects> makes a java.lang.Object[]",
                "Faulty.rows> makes a float[][]",
                "Faulty.copy> calls float[].clone",
                "Faulty.longer> calls java.util.Arrays.copyOf",
                "Faulty.object> makes a java.lang.Object",
                "Faulty.boxed> calls java.lang.Integer.valueOf",
                "Faulty.text> makes a String",
                "Faulty.capture> makes a lambda that captures variables",
                "Faulty.synchronised> is synchronized",
                "Faulty.lock> locks",
                "Faulty.await> calls java.lang.Object.wait",
                "Faulty.pause> calls java.lang.Thread.sleep",
                "Faulty.start> calls java.lang.Thread.start",
                "Faulty.both> makes a int[]",
                "Faulty.lambda$new$0> makes a int[]",
                "Faulty.plan> calls handgrad.backend.cpu.plan.Plan.make");
    }
}
