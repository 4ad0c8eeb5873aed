package handgrad.backend.opencl;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.Optional;

/**
 * Has PoCL run the work-items of a group one after the other, unvectorised. By itself PoCL (3.1) tells LLVM that the
 * rounds of its loop over work-items are independent. Where that loop is the first thing in a loop with barriers, as in
 * a GPU's plan, LLVM 15 makes one loop of the two, takes the rounds of the outer one for independent too, and drops
 * what one phase stores for the next: losses and hits were read that had never been written. PoCL asks the environment
 * for the method before a device is used first; there is no other way to tell it. Work-groups of one item, as in a
 * CPU's plan, compile to the same code either way.
 */
final class PoclLoops {
    private static final String VARIABLE = "POCL_WORK_GROUP_METHOD";

    private PoclLoops() {}

    /**
     * Sets the variable in this process, unless the user has set it; to be called before any other function of OpenCL.
     *
     * @param environment the environment that the process was started with
     */
    static void preferSafe(Map<String, String> environment) {
        if (environment.containsKey(VARIABLE)) {
            return;
        }
        setVariable();
    }

    /**
     * {@code int setenv(const char *name, const char *value, int overwrite)} of POSIX; where there is none, there is no
     * PoCL either.
     */
    @SuppressWarnings("restricted")
    private static void setVariable() {
        final Linker linker = Linker.nativeLinker();
        final FunctionDescriptor signature = FunctionDescriptor.of(
                ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT);
        final Optional<MemorySegment> setenv = linker.defaultLookup().find("setenv");
        if (setenv.isEmpty()) {
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            final int status = (int) linker.downcallHandle(setenv.get(), signature)
                    .invokeExact(arena.allocateFrom(VARIABLE), arena.allocateFrom("workitemloops"), 1);
            if (status != 0) {
                throw new IllegalStateException("setenv failed with " + status);
            }
        } catch (final RuntimeException | Error e) {
            throw e;
        } catch (final Throwable e) {
            throw new IllegalStateException("setenv cannot be called", e);
        }
    }
}
