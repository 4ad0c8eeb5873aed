package handgrad.architecture;

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
import java.lang.constant.ConstantDesc;
import java.lang.constant.DirectMethodHandleDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;

/**
 * What a method does, by its byte code: the dependencies of a class show neither arrays that are made nor locks. What
 * is done on the way to throwing an exception is left out.
 *
 * @param makes objects and arrays that are made, and locks, in words
 * @param calls methods that are called, constructors excepted, for what they work on is made before
 * @param handles methods that a lambda or a method reference may call later
 */
record MethodBody(List<Act> makes, List<Call> calls, List<Call> handles) {
    /** Something that is done in a line of the source. */
    record Act(String what, int line) {}

    /** A call of a method in a line of the source. */
    record Call(ClassDesc owner, String name, MethodTypeDesc type, int line) {
        @Override
        public String toString() {
            return nameOf(owner) + "." + name;
        }
    }

    /** Reads the byte code of a method; an abstract one does nothing. */
    static MethodBody of(final MethodModel method) {
        final Reader reader = new Reader();
        if (method.flags().has(AccessFlag.SYNCHRONIZED)) {
            reader.makes("locks");
        }
        method.code().ifPresent(code -> code.forEach(reader::read));
        return new MethodBody(reader.makes, reader.calls, reader.handles);
    }

    /** The name of a type as in source text, with its package. */
    static String nameOf(final ClassDesc type) {
        return type.isClassOrInterface() && !type.packageName().isEmpty()
                ? type.packageName() + "." + type.displayName()
                : type.displayName();
    }

    private static final class Reader {
        private final List<Act> makes = new ArrayList<>();
        private final List<Call> calls = new ArrayList<>();
        private final List<Call> handles = new ArrayList<>();
        private int line;
        private boolean throwing;

        private void read(final CodeElement element) {
            switch (element) {
                case LineNumber number -> line = number.line();
                case ThrowInstruction _, StoreInstruction _, ReturnInstruction _ -> throwing = false;
                case NewObjectInstruction made when isThrowable(made.className().asSymbol()) -> throwing = true;
                default -> {
                    if (!throwing) {
                        readWhatCounts(element);
                    }
                }
            }
        }

        private void readWhatCounts(final CodeElement element) {
            switch (element) {
                case NewObjectInstruction made ->
                    makes("allocates " + nameOf(made.className().asSymbol()));
                case NewPrimitiveArrayInstruction made ->
                    makes("allocates " + made.typeKind().upperBound().displayName() + "[]");
                case NewReferenceArrayInstruction made ->
                    makes("allocates " + nameOf(made.componentType().asSymbol()) + "[]");
                case NewMultiArrayInstruction made ->
                    makes("allocates " + nameOf(made.arrayType().asSymbol()));
                case MonitorInstruction lock when lock.opcode() == Opcode.MONITORENTER -> makes("locks");
                case InvokeInstruction call
                when !call.name().equalsString("<init>") ->
                    calls.add(new Call(call.owner().asSymbol(), call.name().stringValue(), call.typeSymbol(), line));
                case InvokeDynamicInstruction call -> read(call);
                default -> {}
            }
        }

        /** A lambda that captures nothing is made once, as is the table of a switch and the equality of a record. */
        private void read(final InvokeDynamicInstruction call) {
            final String maker = nameOf(call.bootstrapMethod().owner());
            switch (maker) {
                case "java.lang.runtime.ObjectMethods", "java.lang.runtime.SwitchBootstraps" -> {}
                case "java.lang.invoke.LambdaMetafactory" -> {
                    if (call.typeSymbol().parameterCount() > 0) {
                        makes("allocates a lambda that captures variables");
                    }
                    for (final ConstantDesc argument : call.bootstrapArgs()) {
                        if (argument instanceof DirectMethodHandleDesc handle) {
                            handles.add(new Call(handle.owner(), handle.methodName(), methodType(handle), line));
                        }
                    }
                }
                case "java.lang.invoke.StringConcatFactory" -> makes("allocates java.lang.String");
                default -> makes("calls what " + maker + " makes");
            }
        }

        private void makes(final String what) {
            makes.add(new Act(what, line));
        }

        private static MethodTypeDesc methodType(final DirectMethodHandleDesc handle) {
            return MethodTypeDesc.ofDescriptor(handle.lookupDescriptor());
        }

        private static boolean isThrowable(final ClassDesc type) {
            return type.displayName().endsWith("Exception")
                    || type.displayName().endsWith("Error");
        }
    }
}
