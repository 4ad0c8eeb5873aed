package handgrad.kernels.formula;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/**
 * Loads copies of the kernels' classes that are linked with a generated formula class. The copies have the bytes and
 * names of the originals, since TornadoVM reads a kernel's annotations from the class file of that name on the class
 * path.
 */
final class KernelLoader extends ClassLoader {
    /** The package whose classes are copied, with a final dot. */
    static final String PACKAGE = "handgrad.kernels.";

    private final FormulaClass formula;

    KernelLoader(FormulaClass formula) {
        super(KernelLoader.class.getClassLoader());
        this.formula = formula;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(PACKAGE) || name.indexOf('.', PACKAGE.length()) >= 0) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            final Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
        final byte[] bytes = name.equals(formula.name()) ? formula.bytes() : original(name);
        return defineClass(name, bytes, 0, bytes.length, KernelLoader.class.getProtectionDomain());
    }

    private byte[] original(String name) throws ClassNotFoundException {
        try (InputStream stream = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (stream == null) {
                throw new ClassNotFoundException(name);
            }
            return stream.readAllBytes();
        } catch (final IOException e) {
            throw new UncheckedIOException("the kernels' class " + name + " cannot be read", e);
        }
    }
}
