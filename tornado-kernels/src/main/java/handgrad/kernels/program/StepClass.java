package handgrad.kernels.program;

import handgrad.kernels.formula.FormulaMethods;
import handgrad.kernels.formula.KernelFunctions;
import handgrad.kernels.program.Call.Share;
import handgrad.kernels.program.StepKernel.Form;
import handgrad.program.ElementType;
import handgrad.program.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The class with the generated kernels of a program: for each kernel a static method that calls helpers, for each
 * formula its methods, and copies of the helpers that call these methods where the original calls a placeholder.
 */
public final class StepClass {
    private static final ClassDesc THIS = ClassDesc.of(GeneratedStep.class.getName());
    private static final ClassDesc LOOKUP_CLASS =
            MethodHandles.Lookup.class.describeConstable().orElseThrow();
    private static final String LOOKUP = "lookup";
    private static final int PUBLIC_STATIC = ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC;

    private final Class<?> generated;

    /**
     * Generates the class of some kernels.
     *
     * @param kernels the kernels, with distinct names
     */
    public StepClass(List<StepKernel> kernels) {
        this.generated = new Loader().define(bytes(kernels));
    }

    /** Loads one generated class, and takes all others from the loader of this class. */
    private static final class Loader extends ClassLoader {
        Loader() {
            super(StepClass.class.getClassLoader());
        }

        Class<?> define(byte[] bytes) {
            return defineClass(
                    GeneratedStep.class.getName(), bytes, 0, bytes.length, StepClass.class.getProtectionDomain());
        }
    }

    /**
     * The method of a kernel.
     *
     * @param kernel one of the kernels
     * @return the generated method
     */
    public Method method(StepKernel kernel) {
        return Arrays.stream(generated.getMethods())
                .filter(method -> method.getName().equals(kernel.name()))
                .findFirst()
                .orElseThrow();
    }

    /**
     * A kernel as a function object.
     *
     * @param kernel one of the kernels
     * @param type a functional interface whose method has as many parameters as the kernel
     * @return the function
     */
    public Object reference(StepKernel kernel, Class<?> type) {
        try {
            final MethodHandles.Lookup lookup =
                    (MethodHandles.Lookup) generated.getMethod(LOOKUP).invoke(null);
            return KernelFunctions.factory(lookup, method(kernel), type).invoke();
        } catch (final Throwable e) {
            throw new IllegalStateException("the kernel " + kernel.name() + " is no " + type, e);
        }
    }

    /** The class file of some kernels. */
    static byte[] bytes(List<StepKernel> kernels) {
        final List<Record> formulas = kernels.stream()
                .flatMap(kernel -> kernel.calls().stream())
                .flatMap(call -> call.formula().stream())
                .distinct()
                .toList();
        return ClassFile.of().build(THIS, type -> {
            type.withFlags(AccessFlag.PUBLIC, AccessFlag.FINAL, AccessFlag.SUPER);
            type.withMethodBody(
                    LOOKUP,
                    MethodTypeDesc.of(LOOKUP_CLASS),
                    PUBLIC_STATIC,
                    code -> code.invokestatic(
                                    MethodHandles.class.describeConstable().orElseThrow(),
                                    LOOKUP,
                                    MethodTypeDesc.of(LOOKUP_CLASS))
                            .areturn());
            kernels.forEach(kernel -> new KernelWriter(kernel, formulas).write(type));
            final Set<String> copied = new HashSet<>();
            for (int number = 0; number < formulas.size(); number++) {
                final FormulaMethods methods = FormulaMethods.of(formulas.get(number));
                methods.write(type, suffix(number));
                for (final StepKernel kernel : kernels) {
                    for (final Call call : kernel.calls()) {
                        if (call.formula().equals(java.util.Optional.of(formulas.get(number)))
                                && copied.add(copyName(call, formulas))) {
                            copy(type, call, methods.placeholder(), number, formulas);
                        }
                    }
                }
            }
        });
    }

    private static String suffix(int number) {
        return "_" + number;
    }

    /** The name of a helper's copy, distinct for helper class, method and formula. */
    private static String copyName(Call call, List<Record> formulas) {
        return call.helper().getSimpleName() + "_" + call.method()
                + suffix(formulas.indexOf(call.formula().orElseThrow()));
    }

    /** Copies a helper's method, with calls of the formula's methods in place of the placeholder's. */
    private static void copy(ClassBuilder type, Call call, Class<?> placeholder, int number, List<Record> formulas) {
        final MethodModel original = model(call.helper()).stream()
                .filter(method -> method.methodName().equalsString(call.method()))
                .findFirst()
                .orElseThrow();
        final String owner = placeholder.getName().replace('.', '/');
        type.withMethodBody(copyName(call, formulas), original.methodTypeSymbol(), PUBLIC_STATIC, code -> {
            for (final CodeElement element : original.code().orElseThrow()) {
                if (element instanceof final InvokeInstruction invoke
                        && invoke.owner().asInternalName().equals(owner)) {
                    code.invokestatic(THIS, invoke.name().stringValue() + suffix(number), invoke.typeSymbol());
                } else {
                    code.with(element);
                }
            }
        });
    }

    private static List<MethodModel> model(Class<?> type) {
        try (InputStream bytes = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            return ClassFile.of().parse(bytes.readAllBytes()).methods();
        } catch (final IOException e) {
            throw new UncheckedIOException("the helpers' class " + type.getName() + " cannot be read", e);
        }
    }

    /** Writes the method of one kernel. */
    private static final class KernelWriter {
        private static final ClassDesc CONTEXT = ClassDesc.of("uk.ac.manchester.tornado.api.KernelContext");
        private static final String RUN = "run";

        private final StepKernel kernel;
        private final List<Record> formulas;
        private final List<Argument.Array> arrays;
        private final java.util.Map<Tensor, Integer> starts;
        private java.lang.classfile.CodeBuilder code;
        private int item;
        private int items;
        private int sample = -1;
        private int globalItem;
        private int globalItems;

        KernelWriter(StepKernel kernel, List<Record> formulas) {
            this.kernel = kernel;
            this.formulas = formulas;
            this.arrays = kernel.arrays();
            this.starts = kernel.starts();
        }

        void write(ClassBuilder type) {
            final List<ClassDesc> types = new ArrayList<>(List.of(CONTEXT));
            final List<String> names = new ArrayList<>(List.of("context"));
            arrays.forEach(array -> types.add(descriptor(array.type()).arrayType()));
            names.addAll(ParameterNames.of(arrays));
            if (kernel.form() == Form.STEPS_IN_ONE_GROUP) {
                types.add(ConstantDescs.CD_int.arrayType());
                names.add(RUN);
            }
            type.withMethodBody(kernel.name(), MethodTypeDesc.of(ConstantDescs.CD_void, types), PUBLIC_STATIC, body -> {
                code = body;
                for (int p = 0; p < names.size(); p++) {
                    // TornadoVM reads parameters from the local variable table.
                    code.localVariable(
                            code.parameterSlot(p), names.get(p), types.get(p), code.startLabel(), code.endLabel());
                }
                write(names.size() - 1);
                code.return_();
            });
        }

        /** The context is read first of all: TornadoVM cannot compile a method that reads it later. */
        private void write(int run) {
            item = read("localIdx");
            items = read("localGroupSizeX");
            if (kernel.form() == Form.STEPS_IN_ONE_GROUP) {
                final int count = variable();
                code.aload(code.parameterSlot(run)).iconst_0().iaload().istore(count);
                loop(() -> code.iload(count), () -> write(kernel.lines()), variable());
            } else {
                if (kernel.form() == Form.GROUP_A_SAMPLE) {
                    sample = read("groupIdx");
                }
                globalItem = read("globalIdx");
                globalItems = read("globalGroupSizeX");
                write(kernel.lines());
            }
        }

        private int read(String field) {
            final ClassDesc integer = ConstantDescs.CD_Integer;
            final int place = variable();
            code.aload(code.parameterSlot(0))
                    .getfield(CONTEXT, field, integer)
                    .invokevirtual(integer, "intValue", MethodTypeDesc.of(ConstantDescs.CD_int))
                    .istore(place);
            return place;
        }

        private int variable() {
            return code.allocateLocal(java.lang.classfile.TypeKind.INT);
        }

        /** for (int i = 0; i &lt; end; i++) body. */
        private void loop(Runnable end, Runnable body, int counter) {
            final var begin = code.newLabel();
            final var exit = code.newLabel();
            code.iconst_0().istore(counter).labelBinding(begin).iload(counter);
            end.run();
            code.if_icmpge(exit);
            body.run();
            code.iinc(counter, 1).goto_(begin).labelBinding(exit);
        }

        private void write(List<Line> lines) {
            for (final Line line : lines) {
                switch (line) {
                    case Line.Helper(Call call) -> write(call);
                    case Line.Barrier barrier ->
                        code.aload(code.parameterSlot(0))
                                .invokevirtual(CONTEXT, "globalBarrier", MethodTypeDesc.of(ConstantDescs.CD_void));
                    case Line.SampleLoop loop -> {
                        sample = variable();
                        loop(() -> code.loadConstant(loop.samples()), () -> write(loop.lines()), sample);
                    }
                }
            }
        }

        private void write(Call call) {
            final List<ClassDesc> types = new ArrayList<>(List.of(ConstantDescs.CD_int, ConstantDescs.CD_int));
            writeItem(call);
            for (final Argument argument : call.arguments()) {
                types.add(write(argument));
            }
            final MethodTypeDesc signature = MethodTypeDesc.of(ConstantDescs.CD_void, types);
            if (call.formula().isPresent()) {
                code.invokestatic(THIS, copyName(call, formulas), signature);
            } else {
                code.invokestatic(ClassDesc.of(call.helper().getName()), call.method(), signature);
            }
        }

        /** The number of the work-item and of all that share the work; see {@link StepText}. */
        private void writeItem(Call call) {
            if (call.share() instanceof Share.OfSample || kernel.form() == Form.STEPS_IN_ONE_GROUP) {
                code.iload(item).iload(items);
            } else {
                code.iload(globalItem);
                if (kernel.form() == Form.ITEM_A_PARAMETER
                        && call.share() instanceof Share.OfParameter(Tensor gradient)
                        && starts.get(gradient) > 0) {
                    code.iload(globalItems)
                            .iadd()
                            .loadConstant(starts.get(gradient))
                            .isub()
                            .iload(globalItems)
                            .irem();
                }
                code.iload(globalItems);
            }
        }

        private ClassDesc write(Argument argument) {
            return switch (argument) {
                case Argument.Array array -> {
                    code.aload(code.parameterSlot(1 + arrays.indexOf(array)));
                    yield descriptor(array.type()).arrayType();
                }
                case Argument.Place(int first, int stride) -> {
                    code.loadConstant(first);
                    if (stride > 0) {
                        writeSample();
                        code.loadConstant(stride).imul().iadd();
                    }
                    yield ConstantDescs.CD_int;
                }
                case Argument.Sample number -> {
                    writeSample();
                    yield ConstantDescs.CD_int;
                }
                case Argument.Count(int value) -> {
                    code.loadConstant(value);
                    yield ConstantDescs.CD_int;
                }
                case Argument.Factor(float value) -> {
                    code.loadConstant(value);
                    yield ConstantDescs.CD_float;
                }
            };
        }

        private void writeSample() {
            if (sample < 0) {
                code.iconst_0();
            } else {
                code.iload(sample);
            }
        }

        private static ClassDesc descriptor(ElementType type) {
            return type == ElementType.FLOAT32 ? ConstantDescs.CD_float : ConstantDescs.CD_int;
        }
    }
}
