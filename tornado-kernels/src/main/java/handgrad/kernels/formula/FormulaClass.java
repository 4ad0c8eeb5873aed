package handgrad.kernels.formula;

import java.lang.classfile.ClassFile;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessFlag;

/**
 * A generated class of formulas that replaces a placeholder of the kernels: it has the same name, and methods with the
 * same parameters.
 *
 * @param name the class name, such as {@code handgrad.kernels.ActivationFormula}
 * @param bytes the class file
 */
record FormulaClass(String name, byte[] bytes) {
    /** The method of a generated class that returns its lookup, for calling the kernels. */
    static final String LOOKUP = "lookup";

    private static final ClassDesc LOOKUP_CLASS =
            MethodHandles.Lookup.class.describeConstable().orElseThrow();

    static FormulaClass of(FormulaMethods methods) {
        final String name = methods.placeholder().getName();
        return new FormulaClass(name, ClassFile.of().build(ClassDesc.of(name), type -> {
            type.withFlags(AccessFlag.PUBLIC, AccessFlag.FINAL, AccessFlag.SUPER);
            methods.write(type, "");
            type.withMethodBody(
                    LOOKUP,
                    MethodTypeDesc.of(LOOKUP_CLASS),
                    ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                    code -> code.invokestatic(
                                    MethodHandles.class.describeConstable().orElseThrow(),
                                    LOOKUP,
                                    MethodTypeDesc.of(LOOKUP_CLASS))
                            .areturn());
        }));
    }
}
