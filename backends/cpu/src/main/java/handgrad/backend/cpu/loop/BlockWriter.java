package handgrad.backend.cpu.loop;

import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import handgrad.backend.cpu.loop.LoopBody.Given;
import handgrad.backend.cpu.loop.LoopBody.Place;
import handgrad.formula.Expression;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes what a loop does by blocks of {@link LoopPlan#BLOCK} elements, in methods of their own. Vectors go through the
 * passes of the plan in turn. Plain floats, if there is an elementary function, are copied to arrays of their own and
 * back: C2 makes vector instructions of a loop over whole arrays, not of one over parts of them.
 */
final class BlockWriter {
    private static final ClassDesc FLOATS = CD_float.arrayType();
    private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
    private static final ClassDesc SYSTEM = ClassDesc.of("java.lang.System");
    private static final ClassDesc LOOPS = ClassDesc.of(Loops.class.getName());
    private static final MethodTypeDesc COPY = MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_Object, CD_int, CD_int);

    private final ClassDesc name;
    private final LoopKind kind;
    private final LoopPlan plan;

    BlockWriter(ClassDesc name, LoopKind kind, LoopPlan plan) {
        this.name = name;
        this.kind = kind;
        this.plan = plan;
    }

    /** Whether there are blocks at all. */
    boolean areNeeded() {
        return kind == LoopKind.VECTOR ? plan.passes().size() > 1 : plan.isElementary();
    }

    /** Writes the methods of the blocks. */
    void writeMethods(ClassBuilder type) {
        if (areNeeded() && kind == LoopKind.PLAIN) {
            type.withMethodBody("block", type(false), ACC_PRIVATE | ACC_STATIC, code -> {
                final int first = code.allocateLocal(TypeKind.INT);
                final int end = code.allocateLocal(TypeKind.INT);
                code.iconst_0().istore(first).loadConstant(LoopPlan.BLOCK).istore(end);
                LoopBody.writeAll(code, kind, plan, parameters(false), first, end);
                code.return_();
            });
        } else if (areNeeded()) {
            for (int p = 0; p < plan.passes().size(); p++) {
                writePass(type, p);
            }
        }
    }

    private void writePass(ClassBuilder type, int number) {
        final LoopPlan.Pass pass = plan.passes().get(number);
        final boolean isLast = number == plan.passes().size() - 1;
        type.withMethodBody("pass" + number, type(true), ACC_PRIVATE | ACC_STATIC, code -> {
            final Given given = parameters(true);
            final int first = code.allocateLocal(TypeKind.INT);
            code.iconst_0().istore(first);
            final List<Expression> results = isLast ? plan.formula().results() : List.of();
            new LoopBody(code, kind, plan, given).write(pass.terms(), pass.kept(), results, first, given.scratch() + 1);
            code.return_();
        });
    }

    /** Parameters: arrays of arguments and results, for a pass with offsets; floats; for a pass scratch and a count. */
    private MethodTypeDesc type(boolean isPass) {
        final List<ClassDesc> parameters = new ArrayList<>();
        for (int a = 0;
                a < plan.formula().elements().size() + plan.formula().results().size();
                a++) {
            parameters.addAll(isPass ? List.of(FLOATS, CD_int) : List.of(FLOATS));
        }
        floats().forEach(_ -> parameters.add(CD_float));
        if (isPass) {
            parameters.addAll(List.of(FLOATS, CD_int));
        }
        return MethodTypeDesc.of(CD_void, parameters);
    }

    /** The same as local variables. */
    private Given parameters(boolean isPass) {
        final Map<String, Place> elements = new HashMap<>();
        final List<Place> results = new ArrayList<>();
        final Map<Expression, Integer> floats = new HashMap<>();
        int variable = 0;
        for (final String element : plan.formula().elements()) {
            elements.put(element, isPass ? new Place(variable, variable + 1) : Place.whole(variable));
            variable += isPass ? 2 : 1;
        }
        for (int r = 0; r < plan.formula().results().size(); r++) {
            results.add(isPass ? new Place(variable, variable + 1) : Place.whole(variable));
            variable += isPass ? 2 : 1;
        }
        for (final Expression term : floats()) {
            floats.put(term, variable++);
        }
        return new Given(elements, results, floats, variable);
    }

    /** The scalars and what is computed from them alone. */
    private List<Expression> floats() {
        return Stream.concat(plan.formula().scalars().stream().map(Expression::argument), plan.uniform().stream())
                .toList();
    }

    /**
     * Writes the loop over blocks.
     *
     * @param given the arrays, and where their elements begin
     * @param first a local variable with the first element; afterwards it is the first that is not done
     * @param end a local variable with the element after the last
     */
    void writeCalls(CodeBuilder code, Given given, int first, int end) {
        final Label after = code.newLabel();
        if (kind == LoopKind.PLAIN) {
            code.iload(end).loadConstant(LoopPlan.BLOCK).if_icmplt(after);
        }
        final List<Place> places = new ArrayList<>();
        plan.formula().elements().forEach(element -> places.add(given.elements().get(element)));
        places.addAll(given.results());
        final int room = code.allocateLocal(TypeKind.REFERENCE);
        final boolean isPass = kind == LoopKind.VECTOR;
        code.loadConstant(isPass ? plan.scratch() : places.size())
                .invokestatic(
                        LOOPS,
                        isPass ? "scratch" : "blocks",
                        MethodTypeDesc.of(isPass ? FLOATS : FLOATS.arrayType(), CD_int))
                .astore(room);
        final Label top = code.newBoundLabel();
        code.iload(first).iload(end).if_icmpge(after);
        final int size = code.allocateLocal(TypeKind.INT);
        code.iload(end).iload(first).isub().loadConstant(LoopPlan.BLOCK);
        code.invokestatic(MATH, "min", MethodTypeDesc.of(CD_int, CD_int, CD_int))
                .istore(size);
        if (isPass) {
            callPasses(code, given, places, room, first, size);
        } else {
            callBlock(code, given, places, room, first, size);
        }
        code.iload(first).iload(size).iadd().istore(first).goto_(top).labelBinding(after);
    }

    private void callPasses(CodeBuilder code, Given given, List<Place> places, int scratch, int first, int size) {
        for (int p = 0; p < plan.passes().size(); p++) {
            places.forEach(place -> push(code, place, first));
            floats().forEach(term -> code.fload(given.floats().get(term)));
            code.aload(scratch).iload(size).invokestatic(name, "pass" + p, type(true));
        }
    }

    private void callBlock(CodeBuilder code, Given given, List<Place> places, int copies, int first, int size) {
        final int elements = plan.formula().elements().size();
        for (int e = 0; e < elements; e++) {
            push(code, places.get(e), first);
            pushCopy(code, copies, e);
            code.iconst_0().iload(size).invokestatic(SYSTEM, "arraycopy", COPY);
        }
        for (int p = 0; p < places.size(); p++) {
            pushCopy(code, copies, p);
        }
        floats().forEach(term -> code.fload(given.floats().get(term)));
        code.invokestatic(name, "block", type(false));
        for (int r = elements; r < places.size(); r++) {
            pushCopy(code, copies, r);
            code.iconst_0();
            push(code, places.get(r), first);
            code.iload(size).invokestatic(SYSTEM, "arraycopy", COPY);
        }
    }

    private static void push(CodeBuilder code, Place place, int first) {
        code.aload(place.array()).iload(place.at()).iload(first).iadd();
    }

    private static void pushCopy(CodeBuilder code, int copies, int index) {
        code.aload(copies).loadConstant(index).aaload();
    }
}
