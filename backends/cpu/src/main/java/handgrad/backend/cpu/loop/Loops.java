package handgrad.backend.cpu.loop;

import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.formula.Formula;
import java.lang.invoke.MethodHandles;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The loops of formulas. Those of Handgrad's own formulas are classes that were written while it was built
 * ({@link BuildTimeLoops}), so that the JVM's archive of classes holds them; others are written when asked for.
 */
public final class Loops {
    private static final Map<Formula, ElementwiseLoop> VECTOR = new ConcurrentHashMap<>();
    private static final Map<Formula, ElementwiseLoop> PLAIN = new ConcurrentHashMap<>();

    private Loops() {}

    /** The loop of a formula. */
    public static ElementwiseLoop of(LoopKind kind, Formula formula) {
        return (kind == LoopKind.VECTOR ? VECTOR : PLAIN).computeIfAbsent(formula, key -> find(kind, key));
    }

    /** The full name of a formula's class: its text's FNV-1a hash of 64 bits. */
    static String className(LoopKind kind, Formula formula) {
        long hash = 0xcbf29ce484222325L;
        final String text = LoopPlan.text(formula);
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return kind.prefix() + Long.toHexString(hash);
    }

    private static synchronized ElementwiseLoop find(LoopKind kind, Formula formula) {
        final String name = className(kind, formula);
        try {
            final Object loop =
                    existing(kind, name, formula).getDeclaredConstructor().newInstance();
            if (!loop.toString().equals(LoopPlan.text(formula))) {
                throw new IllegalStateException(
                        "the formulas " + loop + " and " + LoopPlan.text(formula) + " have the same hash");
            }
            return loop instanceof final BlockLoop block ? new BlockedLoop(formula, block) : (ElementwiseLoop) loop;
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("the loop of " + formula + " cannot be made", e);
        }
    }

    private static Class<?> existing(LoopKind kind, String name, Formula formula) throws ReflectiveOperationException {
        try {
            return Class.forName(name);
        } catch (final ClassNotFoundException _) {
            return MethodHandles.privateLookupIn(Class.forName(kind.neighbour()), MethodHandles.lookup())
                    .defineClass(LoopWriter.write(name, kind, formula));
        }
    }
}
