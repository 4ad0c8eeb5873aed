package handgrad.kernels.formula;

import handgrad.backend.DeviceException;
import handgrad.program.Activation;
import handgrad.program.PenaltyFunction;
import handgrad.program.SampleLoss;
import handgrad.program.UpdateRule;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The kernels with the formulas of one activation, loss, penalty or optimiser, generated once and cached. */
public final class FormulaKernels {
    private static final Map<Record, FormulaKernels> MADE = new ConcurrentHashMap<>();

    /** The loops of {@link handgrad.kernels.Updates}, by the number of state variables. */
    private static final List<String> UPDATES = List.of("update", "updateWithOne", "updateWithTwo", "updateWithThree");

    private final KernelLoader loader;
    private final MethodHandles.Lookup lookup;
    private final Map<Method, MethodHandle> runnables = new ConcurrentHashMap<>();

    private FormulaKernels(FormulaMethods methods) {
        final FormulaClass formula = FormulaClass.of(methods);
        this.loader = new KernelLoader(formula);
        try {
            this.lookup = (MethodHandles.Lookup) loader.loadClass(formula.name())
                    .getMethod(FormulaClass.LOOKUP)
                    .invoke(null);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("the generated class " + formula.name() + " is not as it should be", e);
        }
    }

    /**
     * The kernels with the formulas of an activation.
     *
     * @param activation the activation
     * @return its kernels
     */
    public static FormulaKernels of(Activation activation) {
        return MADE.computeIfAbsent(activation, _ -> new FormulaKernels(FormulaMethods.of(activation)));
    }

    /**
     * The kernels with the formulas of a loss of a score.
     *
     * @param loss the loss
     * @return its kernels
     */
    public static FormulaKernels of(SampleLoss loss) {
        return MADE.computeIfAbsent(loss, _ -> new FormulaKernels(FormulaMethods.of(loss)));
    }

    /**
     * The kernels with the formulas of a penalty.
     *
     * @param penalty the penalty
     * @return its kernels
     */
    public static FormulaKernels of(PenaltyFunction penalty) {
        return MADE.computeIfAbsent(penalty, _ -> new FormulaKernels(FormulaMethods.of(penalty)));
    }

    /**
     * The kernels with the formulas of an optimiser's rule.
     *
     * @param rule the rule
     * @return its kernels
     * @throws DeviceException if it has more state variables than the kernels support
     */
    public static FormulaKernels of(UpdateRule rule) {
        return MADE.computeIfAbsent(rule, _ -> new FormulaKernels(FormulaMethods.of(rule)));
    }

    /**
     * The update kernel for a rule.
     *
     * @param rule the rule
     * @return the name of a method of {@link handgrad.kernels.Updates}
     */
    public static String updateKernel(UpdateRule rule) {
        return UPDATES.get(rule.states().size());
    }

    /**
     * Finds a kernel.
     *
     * @param kernels its class, with the placeholder
     * @param name its name
     * @return the method in the class with the formula
     */
    public Method kernel(Class<?> kernels, String name) {
        try {
            return Arrays.stream(loader.loadClass(kernels.getName()).getMethods())
                    .filter(method -> method.getName().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(kernels + " has no kernel " + name));
        } catch (final ClassNotFoundException e) {
            throw new IllegalArgumentException(kernels + " has no copy", e);
        }
    }

    /**
     * Binds a kernel to its arguments.
     *
     * @param kernel a kernel of this object
     * @param arguments its arrays and numbers
     * @return runs the kernel
     */
    public Runnable call(Method kernel, Object... arguments) {
        final MethodHandle runnable = runnables.computeIfAbsent(
                kernel, _ -> KernelFunctions.factory(lookup, kernel, Runnable.class, kernel.getParameterTypes()));
        try {
            return (Runnable) runnable.invokeWithArguments(arguments);
        } catch (final Throwable e) {
            throw new IllegalArgumentException(kernel + " does not take " + Arrays.toString(arguments), e);
        }
    }

    /**
     * A kernel as a function object, like one that the compiler creates for a method reference.
     *
     * @param kernel a kernel of this object
     * @param type a functional interface whose method has as many parameters as the kernel
     * @return the function
     */
    public Object reference(Method kernel, Class<?> type) {
        try {
            return KernelFunctions.factory(lookup, kernel, type).invoke();
        } catch (final Throwable e) {
            throw new IllegalArgumentException(kernel + " is no " + type, e);
        }
    }
}
