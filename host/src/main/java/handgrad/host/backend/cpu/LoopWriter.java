package handgrad.host.backend.cpu;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import handgrad.formula.Expression;
import handgrad.formula.Formula;
import handgrad.host.backend.cpu.LoopBody.Given;
import handgrad.host.backend.cpu.LoopBody.Place;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the class of an {@link ElementwiseLoop}. The scalar loop does all elements, or those that fill no vector after
 * the loops over vectors. Where there are several of these, each is a method of its own, and they take turns for a block
 * of elements.
 */
final class LoopWriter {
    private static final ClassDesc FLOATS = CD_float.arrayType();
    private static final ClassDesc ARRAYS = FLOATS.arrayType();
    private static final ClassDesc SYSTEM = ClassDesc.of("java.lang.System");
    private static final MethodTypeDesc COPY = MethodTypeDesc.of(CD_void, CD_Object, CD_int, CD_Object, CD_int, CD_int);
    private static final ClassDesc LOOP = LoopKind.here("ElementwiseLoop");
    private static final MethodTypeDesc FEW = MethodTypeDesc.of(
            CD_void, FLOATS, CD_int, FLOATS, CD_int, FLOATS, CD_int, CD_float, FLOATS, CD_int, CD_int);
    private static final MethodTypeDesc MANY = MethodTypeDesc.of(CD_void, ARRAYS, ARRAYS, ARRAYS, CD_int, CD_int);

    /** Of {@link #FEW}, after {@code this}. */
    private static final int FEW_SCALAR = 7;

    private static final int FEW_RESULT = 8;
    private static final int FEW_COUNT = 10;

    /** Of {@link #MANY}. */
    private static final int MANY_AT = 4;

    private static final int MANY_COUNT = 5;

    private final ClassDesc name;
    private final LoopKind kind;
    private final String text;
    private final LoopPlan plan;
    private final boolean isSmall;

    private LoopWriter(String name, LoopKind kind, Formula formula) {
        this.name = LoopKind.here(name);
        this.kind = kind;
        this.text = LoopPlan.text(formula);
        this.plan = LoopPlan.of(formula);
        this.isSmall = LoopPlan.isSmall(formula);
    }

    /**
     * The class file.
     *
     * @param name the class's name in this package
     * @param kind what it computes with
     * @param formula what it computes
     */
    static byte[] write(String name, LoopKind kind, Formula formula) {
        return new LoopWriter(name, kind, formula).write();
    }

    private byte[] write() {
        return ClassFile.of().build(name, type -> {
            type.withFlags(ACC_FINAL).withInterfaceSymbols(LOOP);
            type.withMethodBody(
                    INIT_NAME, MTD_void, 0, code -> code.aload(0).invokespecial(CD_Object, INIT_NAME, MTD_void).return_());
            type.withMethodBody("toString", MethodTypeDesc.of(CD_String), ACC_PUBLIC, code -> code.loadConstant(text)
                    .areturn());
            type.withMethodBody("run", isSmall ? FEW : MANY, ACC_PUBLIC, this::run);
            if (isInBlocks()) {
                for (int p = 0; p < plan.passes().size(); p++) {
                    writePass(type, p);
                }
            }
            if (kind == LoopKind.PLAIN && plan.isElementary()) {
                writeBlock(type);
            }
        });
    }

    private boolean isInBlocks() {
        return kind == LoopKind.VECTOR && plan.passes().size() > 1;
    }

    private void run(CodeBuilder code) {
        final int count = isSmall ? FEW_COUNT : MANY_COUNT;
        final Given given = isSmall ? few(code) : many(code);
        final int first = code.allocateLocal(TypeKind.INT);
        code.iconst_0().istore(first);
        if (kind == LoopKind.PLAIN && plan.isElementary()) {
            writeCopiedBlocks(code, given, first, count);
        }
        if (kind == LoopKind.VECTOR) {
            final int bound = code.allocateLocal(TypeKind.INT);
            LoopKind.loopBound(code, count);
            code.istore(bound);
            if (isInBlocks()) {
                writeBlocks(code, given, first, bound);
            } else {
                writeLoop(code, kind, given, first, bound);
            }
        }
        writeLoop(code, LoopKind.PLAIN, given, first, count);
        code.return_();
    }

    private Given few(CodeBuilder code) {
        final Map<String, Place> elements = new HashMap<>();
        for (int e = 0; e < plan.formula().elements().size(); e++) {
            elements.put(plan.formula().elements().get(e), new Place(1 + 2 * e, 2 + 2 * e));
        }
        final Map<Expression, Integer> floats = new HashMap<>();
        plan.formula().scalars().forEach(scalar -> floats.put(Expression.argument(scalar), FEW_SCALAR));
        return new Given(
                elements,
                List.of(new Place(FEW_RESULT, FEW_RESULT + 1)),
                LoopBody.uniform(code, plan, floats),
                -1);
    }

    private Given many(CodeBuilder code) {
        final List<String> names = plan.formula().elements();
        final Map<String, Place> elements = new HashMap<>();
        for (int e = 0; e < names.size(); e++) {
            elements.put(names.get(e), new Place(element(code, 1, e), MANY_AT));
        }
        final Map<Expression, Integer> floats = new HashMap<>();
        for (int s = 0; s < plan.formula().scalars().size(); s++) {
            final int variable = code.allocateLocal(TypeKind.FLOAT);
            code.aload(2).loadConstant(s).aaload().iconst_0().faload().fstore(variable);
            floats.put(Expression.argument(plan.formula().scalars().get(s)), variable);
        }
        final List<Place> results = new ArrayList<>();
        for (int r = 0; r < plan.formula().results().size(); r++) {
            results.add(new Place(element(code, 3, r), MANY_AT));
        }
        return new Given(elements, results, LoopBody.uniform(code, plan, floats), -1);
    }

    /** The variable that gets one of the arrays of an array. */
    private static int element(CodeBuilder code, int arrays, int index) {
        final int variable = code.allocateLocal(TypeKind.REFERENCE);
        code.aload(arrays).loadConstant(index).aaload().astore(variable);
        return variable;
    }

    /** All of the formula in one loop. */
    private void writeLoop(CodeBuilder code, LoopKind as, Given given, int first, int end) {
        final List<Expression> terms = new ArrayList<>();
        plan.passes().forEach(pass -> terms.addAll(pass.terms()));
        final LoopPlan whole = new LoopPlan(plan.formula(), plan.uniform(), List.of(), Map.of());
        new LoopBody(code, as, whole, given).write(terms, List.of(), plan.formula().results(), first, end);
    }

    /** For each block all passes: what they are given goes to them as parameters. */
    private void writeBlocks(CodeBuilder code, Given given, int first, int bound) {
        final int scratch = code.allocateLocal(TypeKind.REFERENCE);
        code.loadConstant(plan.scratch())
                .invokestatic(LoopKind.here("Loops"), "scratch", MethodTypeDesc.of(FLOATS, CD_int))
                .astore(scratch);
        final Label top = code.newBoundLabel();
        final Label after = code.newLabel();
        code.iload(first).iload(bound).if_icmpge(after);
        final int size = writeSize(code, first, bound);
        for (int p = 0; p < plan.passes().size(); p++) {
            for (final String element : plan.formula().elements()) {
                pushPlace(code, given.elements().get(element), first);
            }
            given.results().forEach(result -> pushPlace(code, result, first));
            floats().forEach(term -> code.fload(given.floats().get(term)));
            code.aload(scratch).iload(size).invokestatic(name, "pass" + p, passType());
        }
        code.iload(first).iload(size).iadd().istore(first).goto_(top).labelBinding(after);
    }

    private static void pushPlace(CodeBuilder code, Place place, int first) {
        code.aload(place.array()).iload(place.at()).iload(first).iadd();
    }

    /**
     * For a block's worth of elements or more, blocks that are copied to arrays of their own and back: C2 makes vector
     * instructions of a loop over whole arrays, not of one over parts of them.
     */
    private void writeCopiedBlocks(CodeBuilder code, Given given, int first, int count) {
        final Label otherwise = code.newLabel();
        code.iload(count).loadConstant(LoopPlan.BLOCK).if_icmplt(otherwise);
        final List<Place> places = new ArrayList<>();
        plan.formula().elements().forEach(element -> places.add(given.elements().get(element)));
        places.addAll(given.results());
        final int blocks = code.allocateLocal(TypeKind.REFERENCE);
        code.loadConstant(places.size())
                .invokestatic(LoopKind.here("Loops"), "blocks", MethodTypeDesc.of(ARRAYS, CD_int))
                .astore(blocks);
        final List<Integer> copies = new ArrayList<>();
        for (int p = 0; p < places.size(); p++) {
            copies.add(element(code, blocks, p));
        }
        final Label top = code.newBoundLabel();
        code.iload(first).iload(count).if_icmpge(otherwise);
        final int size = writeSize(code, first, count);
        final int elements = plan.formula().elements().size();
        for (int e = 0; e < elements; e++) {
            pushPlace(code, places.get(e), first);
            code.aload(copies.get(e)).iconst_0().iload(size).invokestatic(SYSTEM, "arraycopy", COPY);
        }
        copies.forEach(code::aload);
        floats().forEach(term -> code.fload(given.floats().get(term)));
        code.invokestatic(name, "block", blockType());
        for (int r = elements; r < places.size(); r++) {
            code.aload(copies.get(r)).iconst_0();
            pushPlace(code, places.get(r), first);
            code.iload(size).invokestatic(SYSTEM, "arraycopy", COPY);
        }
        code.iload(first).iload(size).iadd().istore(first).goto_(top).labelBinding(otherwise);
    }

    /** A local variable with the elements of the next block. */
    private static int writeSize(CodeBuilder code, int first, int end) {
        final int size = code.allocateLocal(TypeKind.INT);
        code.iload(end).iload(first).isub().loadConstant(LoopPlan.BLOCK);
        code.invokestatic(ClassDesc.of("java.lang.Math"), "min", MethodTypeDesc.of(CD_int, CD_int, CD_int));
        code.istore(size);
        return size;
    }

    private MethodTypeDesc blockType() {
        final List<ClassDesc> parameters = new ArrayList<>();
        for (int a = 0; a < plan.formula().elements().size() + plan.formula().results().size(); a++) {
            parameters.add(FLOATS);
        }
        floats().forEach(_ -> parameters.add(CD_float));
        return MethodTypeDesc.of(CD_void, parameters);
    }

    private void writeBlock(ClassBuilder type) {
        type.withMethodBody("block", blockType(), ACC_PRIVATE | ACC_STATIC, code -> {
            int variable = 0;
            final Map<String, Place> elements = new HashMap<>();
            for (final String element : plan.formula().elements()) {
                elements.put(element, Place.whole(variable++));
            }
            final List<Place> results = new ArrayList<>();
            for (int r = 0; r < plan.formula().results().size(); r++) {
                results.add(Place.whole(variable++));
            }
            final Map<Expression, Integer> floats = new HashMap<>();
            for (final Expression term : floats()) {
                floats.put(term, variable++);
            }
            final int first = code.allocateLocal(TypeKind.INT);
            final int end = code.allocateLocal(TypeKind.INT);
            code.iconst_0().istore(first).loadConstant(LoopPlan.BLOCK).istore(end);
            writeLoop(code, kind, new Given(elements, results, floats, -1), first, end);
            code.return_();
        });
    }

    /** The scalars and what is computed from them alone. */
    private List<Expression> floats() {
        final List<Expression> floats = new ArrayList<>();
        plan.formula().scalars().forEach(scalar -> floats.add(Expression.argument(scalar)));
        floats.addAll(plan.uniform());
        return floats;
    }

    private MethodTypeDesc passType() {
        final List<ClassDesc> parameters = new ArrayList<>();
        for (int a = 0; a < plan.formula().elements().size() + plan.formula().results().size(); a++) {
            parameters.add(FLOATS);
            parameters.add(CD_int);
        }
        floats().forEach(_ -> parameters.add(CD_float));
        parameters.add(FLOATS);
        parameters.add(CD_int);
        return MethodTypeDesc.of(CD_void, parameters);
    }

    private void writePass(ClassBuilder type, int number) {
        type.withMethodBody("pass" + number, passType(), ACC_PRIVATE | ACC_STATIC, code -> {
            final Map<String, Place> elements = new HashMap<>();
            int variable = 0;
            for (final String element : plan.formula().elements()) {
                elements.put(element, new Place(variable, variable + 1));
                variable += 2;
            }
            final List<Place> results = new ArrayList<>();
            for (int r = 0; r < plan.formula().results().size(); r++) {
                results.add(new Place(variable, variable + 1));
                variable += 2;
            }
            final Map<Expression, Integer> floats = new HashMap<>();
            for (final Expression term : floats()) {
                floats.put(term, variable++);
            }
            final Given given = new Given(elements, results, floats, variable);
            final int first = code.allocateLocal(TypeKind.INT);
            code.iconst_0().istore(first);
            final LoopPlan.Pass pass = plan.passes().get(number);
            final boolean isLast = number == plan.passes().size() - 1;
            new LoopBody(code, kind, plan, given)
                    .write(
                            pass.terms(),
                            pass.kept(),
                            isLast ? plan.formula().results() : List.of(),
                            first,
                            variable + 1);
            code.return_();
        });
    }
}
