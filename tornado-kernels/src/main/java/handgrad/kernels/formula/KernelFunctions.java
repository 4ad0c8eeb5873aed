package handgrad.kernels.formula;

import java.lang.invoke.LambdaConversionException;
import java.lang.invoke.LambdaMetafactory;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

/** Function objects of generated kernels, like those that the compiler creates for a method reference. */
public final class KernelFunctions {
    private KernelFunctions() {}

    /**
     * A factory of function objects.
     *
     * @param lookup the full lookup of a generated class
     * @param kernel a static method that it sees
     * @param type a functional interface whose method has as many parameters as the kernel
     * @param known the types of the arguments that the factory takes, either all of the kernel's or none
     * @return makes an object of the type from the known arguments
     * @throws IllegalArgumentException if the kernel does not fit the interface
     */
    public static MethodHandle factory(MethodHandles.Lookup lookup, Method kernel, Class<?> type, Class<?>... known) {
        try {
            final Method single = Arrays.stream(type.getMethods())
                    .filter(method -> Modifier.isAbstract(method.getModifiers()))
                    .findFirst()
                    .orElseThrow();
            final MethodHandle target = lookup.unreflect(kernel);
            final MethodType instantiated = known.length > 0
                    ? MethodType.methodType(void.class)
                    : target.type().wrap().changeReturnType(void.class);
            return LambdaMetafactory.metafactory(
                            lookup,
                            single.getName(),
                            MethodType.methodType(type, known),
                            MethodType.methodType(void.class, single.getParameterTypes()),
                            target,
                            instantiated)
                    .getTarget();
        } catch (final ReflectiveOperationException | LambdaConversionException e) {
            throw new IllegalArgumentException(kernel + " is no " + type, e);
        }
    }
}
