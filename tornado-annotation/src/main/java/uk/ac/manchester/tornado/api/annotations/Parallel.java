package uk.ac.manchester.tornado.api.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a loop variable whose iterations are independent: TornadoVM turns the loop into one dimension of the index space of a GPU kernel.
 *
 * <p>A stand-in with the name, retention and targets of TornadoVM's own annotation, so that the kernels compile on a machine without its
 * SDK. It is on the class path at compile time only; under TornadoVM the real one is found at run time, and without TornadoVM the JVM
 * ignores the annotation.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.LOCAL_VARIABLE, ElementType.TYPE, ElementType.TYPE_USE, ElementType.TYPE_PARAMETER})
public @interface Parallel {}
