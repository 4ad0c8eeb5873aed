package handgrad.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.kernels.element.ClassLossElements;
import handgrad.kernels.element.ConvolutionElements;
import handgrad.kernels.element.ElementaryFunctions;
import handgrad.kernels.element.LinearElements;
import handgrad.kernels.element.PoolingElements;
import handgrad.kernels.element.RecordElements;
import handgrad.kernels.element.TableConvolutionElements;
import handgrad.kernels.element.Windows;
import handgrad.kernels.formula.GeneratedCode;
import handgrad.kernels.step.StepActivations;
import handgrad.kernels.step.StepBatches;
import handgrad.kernels.step.StepClassLosses;
import handgrad.kernels.step.StepConvolutions;
import handgrad.kernels.step.StepLinears;
import handgrad.kernels.step.StepPoolings;
import handgrad.kernels.step.StepRecords;
import handgrad.kernels.step.StepScoreLosses;
import handgrad.kernels.step.StepTableConvolutions;
import handgrad.kernels.step.StepUpdates;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeModel;
import java.lang.classfile.Instruction;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeAnnotation;
import java.lang.classfile.instruction.ArrayLoadInstruction;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LocalVariable;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules for kernels that TornadoVM can compile, checked on the bytecode that it reads. */
class KernelRulesTest {
    private static final List<Class<?>> KERNEL_CLASSES = List.of(
            Activations.class,
            Batches.class,
            ClassLosses.class,
            Convolutions.class,
            FusedConvolutions.class,
            FusedLinears.class,
            FusedPoolings.class,
            FusedSteps.class,
            Linears.class,
            Poolings.class,
            Records.class,
            ScoreLosses.class,
            TableConvolutions.class,
            Updates.class);

    private static final List<Class<?>> HELPER_CLASSES = List.of(
            ActivationFormula.class,
            ClassLossElements.class,
            ConvolutionElements.class,
            ElementaryFunctions.class,
            LinearElements.class,
            LossFormula.class,
            PenaltyFormula.class,
            PoolingElements.class,
            RecordElements.class,
            StepActivations.class,
            StepBatches.class,
            StepClassLosses.class,
            StepConvolutions.class,
            StepLinears.class,
            StepPoolings.class,
            StepRecords.class,
            StepScoreLosses.class,
            StepTableConvolutions.class,
            StepUpdates.class,
            TableConvolutionElements.class,
            UpdateFormula.class,
            Windows.class);

    /**
     * Types and common functions of OpenCL C 1.2 (sections 6.1 and 6.12), which kernels and parameters must not be
     * named after.
     */
    private static final Set<String> OPENCL_NAMES =
            Set.of(("bool char uchar short ushort int uint long ulong float double half size_t "
                            + "kernel global local constant private sampler event vec signed unsigned "
                            + "volatile restrict const acos acosh asin asinh atan atan2 atanh cbrt ceil "
                            + "copysign cos cosh erf exp exp2 exp10 expm1 fabs fdim floor fma fmax fmin fmod "
                            + "fract frexp hypot ilogb ldexp lgamma log log2 log10 log1p logb mad maxmag "
                            + "minmag modf nan nextafter pow pown powr remainder remquo rint rootn round "
                            + "rsqrt sin sincos sinh sinpi sqrt tan tanh tanpi tgamma trunc abs add_sat clz "
                            + "clamp hadd mad24 mad_hi max min mul24 mul_hi popcount rotate sub_sat upsample "
                            + "degrees mix radians step smoothstep sign cross dot distance length normalize "
                            + "fast_length isequal isfinite isgreater isinf isless isnan isnormal isordered "
                            + "signbit any all bitselect select shuffle barrier mem_fence prefetch printf")
                    .split(" "));

    static Stream<MethodModel> kernels() {
        return KERNEL_CLASSES.stream()
                .flatMap(type -> methods(type).stream())
                .filter(method -> method.flags().has(AccessFlag.PUBLIC));
    }

    static Stream<MethodModel> allCode() {
        return Stream.concat(
                Stream.concat(KERNEL_CLASSES.stream(), HELPER_CLASSES.stream())
                        .filter(type -> !type.getSimpleName().endsWith("Formula"))
                        .flatMap(type -> methods(type).stream())
                        .filter(method -> !method.methodName().equalsString(ConstantDescs.INIT_NAME)),
                GeneratedCode.methods());
    }

    private static List<MethodModel> methods(Class<?> type) {
        try (InputStream bytes = type.getResourceAsStream(type.getSimpleName() + ".class")) {
            return ClassFile.of().parse(bytes.readAllBytes()).methods();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void everyClassOfThePackageIsListed() throws IOException, URISyntaxException {
        final Set<String> listed = new HashSet<>(Set.of("package-info.class"));
        Stream.concat(KERNEL_CLASSES.stream(), HELPER_CLASSES.stream())
                .forEach(type -> listed.add(type.getSimpleName() + ".class"));
        final Path classes = Path.of(Linears.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        final Set<String> present = new HashSet<>();
        for (final String folder : List.of("", "element", "step")) {
            try (Stream<Path> files =
                    Files.list(classes.resolve("handgrad/kernels").resolve(folder))) {
                // The sources are in the same folder, for show-kernel.
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".class"))
                        .forEach(present::add);
            }
        }
        assertEquals(listed, present);
    }

    /** A generated class must have all methods of its placeholder, since kernels are linked with it by name. */
    @Test
    void generatedMethodsAreThoseOfThePlaceholders() {
        final Set<String> placeholders = HELPER_CLASSES.stream()
                .filter(type -> type.getSimpleName().endsWith("Formula"))
                .flatMap(type -> methods(type).stream())
                .map(method -> name(method) + method.methodType().stringValue())
                .collect(Collectors.toSet());
        GeneratedCode.methods().forEach(method -> {
            final String generated = name(method) + method.methodType().stringValue();
            assertTrue(placeholders.contains(generated), generated);
        });
    }

    @Test
    void noTwoKernelsShareAName() {
        final List<String> names = kernels().map(KernelRulesTest::name).toList();
        assertEquals(names.size(), new HashSet<>(names).size(), names.toString());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void takesArraysAndScalarsOnly(MethodModel kernel) {
        final Set<String> allowed = Set.of("float[]", "int[]", "float", "int");
        final List<String> types = kernel.methodTypeSymbol().parameterList().stream()
                .map(ClassDesc::displayName)
                .toList();
        assertTrue(allowed.containsAll(types), name(kernel) + types);
        assertTrue(types.size() <= 15, name(kernel) + " has " + types.size() + " parameters");
        assertEquals(ConstantDescs.CD_void, kernel.methodTypeSymbol().returnType());
        assertTrue(Modifier.isStatic(kernel.flags().flagsMask()));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void hasOneToThreeParallelLoops(MethodModel kernel) {
        final long loops = kernel.code()
                .orElseThrow()
                .findAttribute(Attributes.runtimeVisibleTypeAnnotations())
                .map(attribute -> attribute.annotations().stream()
                        .map(TypeAnnotation::annotation)
                        .filter(annotation -> annotation
                                .className()
                                .equalsString("Luk/ac/manchester/tornado/api/annotations/Parallel;"))
                        .count())
                .orElse(0L);
        assertTrue(loops >= 1 && loops <= 3, name(kernel) + " has " + loops);
    }

    /** TornadoVM finds the parallel loops through the local-variable table, which only {@code -g} writes. */
    @ParameterizedTest
    @MethodSource("kernels")
    void isCompiledWithLocalVariables(MethodModel kernel) {
        assertTrue(code(kernel).anyMatch(LocalVariable.class::isInstance), name(kernel));
    }

    /** Kernels and their parameters keep their names in OpenCL C; locals become numbered registers. */
    @ParameterizedTest
    @MethodSource("kernels")
    void isNotNamedLikeSomethingOfOpenCl(MethodModel kernel) {
        final Set<String> names = new HashSet<>(List.of(name(kernel)));
        final int parameters = kernel.methodTypeSymbol().parameterCount();
        code(kernel)
                .filter(LocalVariable.class::isInstance)
                .map(LocalVariable.class::cast)
                .filter(variable -> variable.slot() < parameters)
                .forEach(variable -> names.add(variable.name().stringValue()));
        assertEquals(parameters + 1, names.size(), name(kernel) + names);
        names.retainAll(OPENCL_NAMES);
        assertEquals(Set.of(), names, name(kernel));
    }

    @ParameterizedTest
    @MethodSource("allCode")
    void callsOnlyThePackageAndIntegerMinimumAndMaximum(MethodModel method) {
        code(method)
                .filter(InvokeInstruction.class::isInstance)
                .map(InvokeInstruction.class::cast)
                .forEach(call -> {
                    final String owner = call.owner().asInternalName();
                    final boolean own = owner.startsWith("handgrad/kernels/");
                    final boolean extremum = owner.equals("java/lang/Math")
                            && Set.of("min", "max").contains(call.name().stringValue())
                            && call.type().equalsString("(II)I");
                    assertTrue(own || extremum, name(method) + " calls " + owner + "." + call.name());
                });
    }

    @ParameterizedTest
    @MethodSource("allCode")
    void makesNoObjectsAndThrowsNothing(MethodModel method) {
        final boolean found = code(method)
                .anyMatch(element -> element instanceof NewObjectInstruction
                        || element instanceof NewPrimitiveArrayInstruction
                        || element instanceof InvokeDynamicInstruction
                        || element instanceof ThrowInstruction);
        assertFalse(found, name(method));
    }

    /** 64-bit arithmetic is slow or missing on GPUs. */
    @ParameterizedTest
    @MethodSource("allCode")
    void computesInThirtyTwoBits(MethodModel method) {
        final Set<String> wide = Set.of("long", "double", "short", "byte", "char");
        code(method)
                .filter(LocalVariable.class::isInstance)
                .map(element -> ((LocalVariable) element).typeSymbol().displayName())
                .forEach(type -> assertFalse(wide.contains(type), name(method) + " has a local of type " + type));
        assertFalse(
                code(method)
                        .anyMatch(element -> element instanceof ArrayLoadInstruction load
                                && wide.contains(load.typeKind().name().toLowerCase(Locale.ROOT))),
                name(method));
        final boolean converts = code(method)
                .anyMatch(element -> element instanceof Instruction instruction
                        && Arrays.asList("I2L", "I2D", "F2L", "F2D")
                                .contains(instruction.opcode().name()));
        assertFalse(converts, name(method) + " converts to 64 bits");
    }

    /** TornadoVM writes them as "NaNF" and "InfinityF", which OpenCL C does not have. */
    @ParameterizedTest
    @MethodSource("allCode")
    void hasNoConstantsThatAreNotFinite(MethodModel method) {
        code(method)
                .filter(ConstantInstruction.class::isInstance)
                .map(element -> ((ConstantInstruction) element).constantValue())
                .filter(Float.class::isInstance)
                .forEach(constant -> assertTrue(Float.isFinite((float) constant), name(method) + " has " + constant));
    }

    /**
     * TornadoVM compiles a ≤ b to "not b &lt; a", which differs for NaN. So floats are compared only by &lt; and &gt;,
     * which are false for NaN in Java and on every device.
     */
    @ParameterizedTest
    @MethodSource("allCode")
    void comparesFloatsByLessAndGreaterOnly(MethodModel method) {
        final Map<Opcode, Set<Opcode>> inverted = Map.of(
                Opcode.FCMPG, Set.of(Opcode.IFGT, Opcode.IFLE),
                Opcode.FCMPL, Set.of(Opcode.IFLT, Opcode.IFGE));
        final List<Opcode> opcodes = code(method)
                .filter(Instruction.class::isInstance)
                .map(element -> ((Instruction) element).opcode())
                .toList();
        for (int i = 0; i + 1 < opcodes.size(); i++) {
            final boolean isInverted =
                    inverted.getOrDefault(opcodes.get(i), Set.of()).contains(opcodes.get(i + 1));
            assertFalse(isInverted, name(method) + " compares floats by <= or >=");
        }
    }

    private static Stream<CodeElement> code(MethodModel method) {
        final CodeModel model = method.code().orElseThrow();
        return model.elementStream();
    }

    private static String name(MethodModel method) {
        return method.methodName().stringValue();
    }
}
