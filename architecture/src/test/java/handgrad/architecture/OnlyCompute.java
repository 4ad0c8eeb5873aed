package handgrad.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import handgrad.architecture.MethodBody.Act;
import handgrad.architecture.MethodBody.Call;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.constant.ClassDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Classes whose methods compute: they, and all that they call, neither allocate, nor start threads, lock or block.
 *
 * <p>A method computes if it gives back a number, a vector or nothing. It may call what keeps to the same, the Vector
 * API, functions of numbers, and what reads lists, copies or fills arrays. Constructors, and methods that give back an
 * object, make what others compute with: they may do as they like, but what computes may not call them.
 */
final class OnlyCompute extends ArchCondition<JavaClass> {
    private static final String VECTORS = "jdk.incubator.vector";

    private static final Set<String> OF_NUMBERS = Set.of(
            "java.lang.Math",
            "java.lang.StrictMath",
            "java.lang.Float",
            "java.lang.Double",
            "java.lang.Byte",
            "java.lang.Short",
            "java.lang.Integer",
            "java.lang.Long",
            "java.lang.Enum");

    private static final Set<String> OF_ARRAYS =
            Set.of("java.lang.System.arraycopy", "java.util.Arrays.fill", "java.util.List.get", "java.util.List.size");

    private final Map<JavaClass, List<MethodModel>> methods = new HashMap<>();
    private final Set<MethodModel> seen = new HashSet<>();

    OnlyCompute() {
        super("only compute: neither allocate, nor start threads, lock or block");
    }

    @Override
    public void init(final Collection<JavaClass> classes) {
        methods.clear();
        seen.clear();
    }

    @Override
    public void check(final JavaClass type, final ConditionEvents events) {
        for (final MethodModel method : methods(type)) {
            if (computes(method) && !method.flags().has(AccessFlag.PRIVATE)) {
                follow(type, method, name(type, method), events);
            }
            // What a lambda does is done whenever it is called, whoever made it.
            for (final Call handle : MethodBody.of(method).handles()) {
                for (final JavaClass owner : owners(type, handle)) {
                    final MethodModel lambda = declared(owner, handle).orElseThrow();
                    if (computes(lambda)) {
                        follow(owner, lambda, name(owner, lambda), events);
                    }
                }
            }
        }
    }

    private static boolean computes(final MethodModel method) {
        final ClassDesc result = method.methodTypeSymbol().returnType();
        return !method.methodName().stringValue().startsWith("<")
                && (result.isPrimitive() || result.packageName().equals(VECTORS));
    }

    /** Reports what a method does, and all that it calls, each once. */
    private void follow(
            final JavaClass type, final MethodModel method, final String start, final ConditionEvents events) {
        if (!seen.add(method)) {
            return;
        }
        final MethodBody body = MethodBody.of(method);
        for (final Act act : body.makes()) {
            report(type, method, act.what(), act.line(), start, events);
        }
        for (final Call call : body.calls()) {
            final List<JavaClass> owners = owners(type, call);
            if (owners.isEmpty() && !isFree(type, call)) {
                report(type, method, "calls " + call, call.line(), start, events);
            }
            for (final JavaClass owner : owners) {
                follow(owner, declared(owner, call).orElseThrow(), start, events);
            }
        }
    }

    /** Calls of the JDK that cost nothing but time. */
    private static boolean isFree(final JavaClass from, final Call call) {
        final String named = MethodBody.nameOf(call.owner());
        // A method that Handgrad inherits, such as the ordinal of an enum.
        final String owner = known(from, named).stream()
                .flatMap(type -> type.getClassHierarchy().stream())
                .filter(type -> type.getSource().isEmpty())
                .map(JavaClass::getName)
                .findFirst()
                .orElse(named);
        return owner.startsWith(VECTORS + ".")
                || OF_NUMBERS.contains(owner) && call.type().returnType().isPrimitive()
                || OF_ARRAYS.contains(call.toString());
    }

    /** The classes of Handgrad whose method may be the one that is called: the declared one, and what overrides it. */
    private List<JavaClass> owners(final JavaClass from, final Call call) {
        final Optional<JavaClass> named = known(from, MethodBody.nameOf(call.owner()));
        final Stream<JavaClass> above = named.stream()
                .flatMap(type -> Stream.concat(type.getClassHierarchy().stream(), type.getAllRawInterfaces().stream()));
        final Stream<JavaClass> below = named.stream().flatMap(type -> type.getAllSubclasses().stream());
        return Stream.concat(above, below)
                .filter(type -> declared(type, call).isPresent())
                .toList();
    }

    private static Optional<JavaClass> known(final JavaClass from, final String name) {
        return Stream.concat(
                        Stream.of(from),
                        from.getDirectDependenciesFromSelf().stream().map(Dependency::getTargetClass))
                .filter(type -> type.getName().equals(name))
                .findFirst();
    }

    private Optional<MethodModel> declared(final JavaClass type, final Call call) {
        return methods(type).stream()
                .filter(method -> method.methodName().equalsString(call.name())
                        && method.methodTypeSymbol().equals(call.type()))
                .findFirst();
    }

    /** The methods of a class of Handgrad; none of other classes. */
    private List<MethodModel> methods(final JavaClass type) {
        return methods.computeIfAbsent(
                type,
                key -> key.getSource()
                        .map(source -> Path.of(source.getUri()))
                        .map(OnlyCompute::read)
                        .orElse(List.of()));
    }

    private static List<MethodModel> read(final Path file) {
        try {
            return ClassFile.of().parse(Files.readAllBytes(file)).methods();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(final JavaClass type, final MethodModel method) {
        return type.getName() + "." + method.methodName().stringValue();
    }

    private static void report(
            final JavaClass type,
            final MethodModel method,
            final String act,
            final int line,
            final String start,
            final ConditionEvents events) {
        final String name = name(type, method);
        final String message = "Method <%s> %s in (%s:%d)%s"
                .formatted(
                        name,
                        act,
                        type.getSource().flatMap(source -> source.getFileName()).orElse(type.getSimpleName()),
                        line,
                        name.equals(start) ? "" : ", called by <" + start + ">");
        events.add(new SimpleConditionEvent(type, false, message));
    }
}
