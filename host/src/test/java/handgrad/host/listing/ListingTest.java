package handgrad.host.listing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.host.UserError;
import org.junit.jupiter.api.Test;

class ListingTest {
    @Test
    void aMethodIsCutOutOfItsClass() {
        final String source = """
                /** Twice. */
                public final class Twice {
                    /** Once. */
                    public static void one(int[] x) {
                        x[0] = 1;
                    }

                    public static void two(
                            int[] x) {
                        if (x[0] == 1) {
                            x[0] = 2;
                        }
                    }
                }
                """;
        assertEquals("""
                public static void two(
                        int[] x) {
                    if (x[0] == 1) {
                        x[0] = 2;
                    }
                }""", JavaKernel.method(source, "two"));
        assertThrows(UserError.class, () -> JavaKernel.method(source, "three"));
    }

    @Test
    void theKernelsLieInTheBuild() {
        final String source = JavaKernel.source("handgrad.kernels.Linears.linearForward");
        assertTrue(source.startsWith("public static void linearForward("), source);
        assertTrue(source.contains("@Parallel int n"), source);
        assertTrue(source.endsWith("\n}"), source);
    }

    @Test
    void aClassWithoutSourceIsAnError() {
        assertThrows(UserError.class, () -> JavaKernel.source("java.lang.String.valueOf"));
    }

    @Test
    void columnsStandBesideEachOtherAndLongLinesGoOnBelow() {
        assertEquals("""
                one                  │ a
                    two              │ b
                three four five six  │ c
                      seven          │
                """, SideBySide.of("one\n    two\nthree four five six seven", "a\nb  \nc", 20));
    }
}
