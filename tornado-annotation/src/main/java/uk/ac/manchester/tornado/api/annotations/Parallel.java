package uk.ac.manchester.tornado.api.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks the variable of a loop with independent iterations, which TornadoVM maps to one dimension of a GPU kernel's
 * index space.
 *
 * <p>A stand-in for TornadoVM's own annotation, so that the kernels compile without its SDK. It is on the class path
 * only at compile time; at run time, TornadoVM provides the original, and without TornadoVM the JVM ignores the
 * annotation.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.LOCAL_VARIABLE, ElementType.TYPE, ElementType.TYPE_USE, ElementType.TYPE_PARAMETER})
public @interface Parallel {}
