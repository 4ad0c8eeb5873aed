package handgrad.architecture;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeElement;
import java.lang.classfile.MethodModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.LineNumber;
import java.lang.classfile.instruction.MonitorInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.classfile.instruction.StoreInstruction;
import java.lang.classfile.instruction.ThrowInstruction;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Methods that neither allocate, nor start threads, lock or block. It reads byte code, for arrays that are made and
 * monitors that are entered are in no dependency.
 *
 * <p>A method may make objects only on the way to throwing one. Constructors and static initialisers may make what
 * they like, and so may private methods that only they call. A method may call other kernels, the Vector API,
 * functions of numbers, and what copies and fills arrays.
 */
final class OnlyCompute extends ArchCondition<JavaClass> {
    private static final Set<String> OF_NUMBERS = Set.of(
            "java.lang.Math",
            "java.lang.StrictMath",
            "java.lang.Float",
            "java.lang.Double",
            "java.lang.Byte",
            "java.lang.Short",
            "java.lang.Integer",
            "java.lang.Long");

    private static final Set<String> OF_ARRAYS = Set.of("java.lang.System.arraycopy", "java.util.Arrays.fill");

    private final String kernels;

    /** @param kernels the package of kernels, with all below it */
    OnlyCompute(final String kernels) {
        super("only compute: neither allocate, nor start threads, lock or block");
        this.kernels = kernels;
    }

    @Override
    public void check(final JavaClass type, final ConditionEvents events) {
        final ClassModel model = parse(type);
        for (final MethodModel method : model.methods()) {
            if (!isExempt(type, method.methodName().stringValue())) {
                check(type, method, events);
            }
        }
    }

    private static ClassModel parse(final JavaClass type) {
        try {
            return ClassFile.of()
                    .parse(Files.readAllBytes(
                            Path.of(type.getSource().orElseThrow().getUri())));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What runs while kernels are made: constructors, initialisers, and what only they call. */
    private static boolean isExempt(final JavaClass type, final String method) {
        return method.startsWith("<")
                || type.isEnum() && Set.of("values", "valueOf", "$values").contains(method)
                || isOfInitialisers(type, method, new HashSet<>());
    }

    /** Whether methods of this name are private, and only constructors and initialisers call them, not in lambdas. */
    private static boolean isOfInitialisers(final JavaClass type, final String name, final Set<String> callees) {
        callees.add(name);
        final List<JavaMethod> methods = type.getMethods().stream()
                .filter(method -> method.getName().equals(name))
                .toList();
        final List<JavaAccess<?>> calls = methods.stream()
                .<JavaAccess<?>>flatMap(method -> method.getAccessesToSelf().stream())
                .filter(call -> !callees.contains(call.getOrigin().getName()))
                .toList();
        return !calls.isEmpty()
                && methods.stream().allMatch(method -> method.getModifiers().contains(JavaModifier.PRIVATE))
                && calls.stream().noneMatch(JavaAccess::isDeclaredInLambda)
                && calls.stream()
                        .map(call -> call.getOrigin().getName())
                        .allMatch(caller -> caller.startsWith("<") || isOfInitialisers(type, caller, callees));
    }

    private void check(final JavaClass type, final MethodModel method, final ConditionEvents events) {
        int line = 0;
        boolean throwing = false;
        if (method.flags().has(AccessFlag.SYNCHRONIZED)) {
            events.add(violation(type, method, line, "is synchronized"));
        }
        for (final CodeElement element :
                method.code().map(code -> code.elementList()).orElse(List.of())) {
            switch (element) {
                case LineNumber number -> line = number.line();
                case ThrowInstruction _, StoreInstruction _, ReturnInstruction _ -> throwing = false;
                case NewObjectInstruction made when isThrowable(made.className().asSymbol()) -> throwing = true;
                default -> {
                    final Optional<String> fault = throwing ? Optional.empty() : fault(element);
                    if (fault.isPresent()) {
                        events.add(violation(type, method, line, fault.get()));
                    }
                }
            }
        }
    }

    private Optional<String> fault(final CodeElement element) {
        return switch (element) {
            case NewObjectInstruction made ->
                Optional.of("makes a " + name(made.className().asSymbol()));
            case NewPrimitiveArrayInstruction made ->
                Optional.of("makes a " + made.typeKind().upperBound().displayName() + "[]");
            case NewReferenceArrayInstruction made ->
                Optional.of("makes a " + name(made.componentType().asSymbol()) + "[]");
            case NewMultiArrayInstruction made ->
                Optional.of("makes a " + name(made.arrayType().asSymbol()));
            case MonitorInstruction lock when lock.opcode() == Opcode.MONITORENTER -> Optional.of("locks");
            case InvokeInstruction call -> fault(call);
            case InvokeDynamicInstruction call -> fault(call);
            default -> Optional.empty();
        };
    }

    /** The call of a constructor needs no message of its own: what it initialises was made before. */
    private Optional<String> fault(final InvokeInstruction call) {
        final String owner = name(call.owner().asSymbol());
        final String called = owner + "." + call.name().stringValue();
        final boolean isConstructor = call.name().equalsString("<init>");
        final boolean isFree = isConstructor
                || owner.startsWith(kernels + ".")
                || owner.startsWith("jdk.incubator.vector.")
                || OF_NUMBERS.contains(owner) && call.typeSymbol().returnType().isPrimitive()
                || OF_ARRAYS.contains(called);
        return isFree ? Optional.empty() : Optional.of("calls " + called);
    }

    /** A lambda that captures nothing is made once, as is the table of a switch; records compare with such a call. */
    private static Optional<String> fault(final InvokeDynamicInstruction call) {
        final String maker = name(call.bootstrapMethod().owner());
        return switch (maker) {
            case "java.lang.runtime.ObjectMethods", "java.lang.runtime.SwitchBootstraps" -> Optional.empty();
            case "java.lang.invoke.LambdaMetafactory" ->
                call.typeSymbol().parameterCount() == 0
                        ? Optional.empty()
                        : Optional.of("makes a lambda that captures variables");
            case "java.lang.invoke.StringConcatFactory" -> Optional.of("makes a String");
            default -> Optional.of("calls what " + maker + " makes");
        };
    }

    private static boolean isThrowable(final ClassDesc type) {
        return type.displayName().endsWith("Exception") || type.displayName().endsWith("Error");
    }

    private static String name(final ClassDesc type) {
        return type.isClassOrInterface() && !type.packageName().isEmpty()
                ? type.packageName() + "." + type.displayName()
                : type.displayName();
    }

    private static SimpleConditionEvent violation(
            final JavaClass type, final MethodModel method, final int line, final String fault) {
        final String message = "Method <%s.%s> %s in (%s:%d)"
                .formatted(
                        type.getName(),
                        method.methodName().stringValue(),
                        fault,
                        type.getSource().flatMap(source -> source.getFileName()).orElse(type.getSimpleName()),
                        line);
        return new SimpleConditionEvent(type, false, message);
    }
}
