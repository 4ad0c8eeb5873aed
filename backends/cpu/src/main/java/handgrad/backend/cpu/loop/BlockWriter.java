package handgrad.backend.cpu.loop;

import static java.lang.classfile.ClassFile.ACC_PRIVATE;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.classfile.ClassFile.ACC_STATIC;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;

import handgrad.backend.cpu.loop.LoopBody.Given;
import handgrad.backend.cpu.loop.LoopBody.Place;
import handgrad.formula.Expression;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Writes the methods of a {@link BlockLoop}. Of vectors, each pass of the plan is a method of its own, and the elements
 * that fill no vector follow in plain floats. Of plain floats, there is one loop over whole arrays.
 */
final class BlockWriter {
    private static final ClassDesc FLOATS = CD_float.arrayType();
    private static final MethodTypeDesc RUN =
            MethodTypeDesc.of(CD_void, FLOATS.arrayType(), CD_int.arrayType(), FLOATS, FLOATS, CD_int);

    /** Local variables of {@link #RUN}, after {@code this}. */
    private static final int ARRAYS = 1;

    private static final int AT = 2;
    private static final int SCALARS = 3;
    private static final int SCRATCH = 4;
    private static final int COUNT = 5;

    private final ClassDesc name;
    private final LoopKind kind;
    private final LoopPlan plan;

    BlockWriter(ClassDesc name, LoopKind kind, LoopPlan plan) {
        this.name = name;
        this.kind = kind;
        this.plan = plan;
    }

    /** Whether a formula's loop goes by blocks. */
    static boolean areNeeded(LoopKind kind, LoopPlan plan) {
        return kind == LoopKind.VECTOR ? plan.passes().size() > 1 : plan.isElementary();
    }

    /** Writes the methods. */
    void write(ClassBuilder type) {
        type.withMethodBody(
                "scratch",
                MethodTypeDesc.of(CD_int),
                ACC_PUBLIC,
                code -> code.loadConstant(plan.scratch()).ireturn());
        type.withMethodBody("run", RUN, ACC_PUBLIC, this::run);
        if (kind == LoopKind.VECTOR) {
            for (int p = 0; p < plan.passes().size(); p++) {
                writePass(type, p);
            }
        }
    }

    private void run(CodeBuilder code) {
        final Map<String, Place> elements = new HashMap<>();
        final List<Place> places = new ArrayList<>();
        for (final String element : plan.formula().elements()) {
            places.add(place(code, places.size()));
            elements.put(element, places.getLast());
        }
        final int arguments = places.size();
        plan.formula().results().forEach(_ -> places.add(place(code, places.size())));
        final Map<Expression, Integer> scalars = new HashMap<>();
        for (int s = 0; s < plan.formula().scalars().size(); s++) {
            final int variable = code.allocateLocal(TypeKind.FLOAT);
            code.aload(SCALARS).loadConstant(s).faload().fstore(variable);
            scalars.put(Expression.argument(plan.formula().scalars().get(s)), variable);
        }
        final Given given = new Given(
                elements, places.subList(arguments, places.size()), LoopBody.uniform(code, plan, scalars), SCRATCH);
        final int first = code.allocateLocal(TypeKind.INT);
        if (kind == LoopKind.VECTOR) {
            LoopKind.loopBound(code, COUNT);
            code.istore(first);
            for (int p = 0; p < plan.passes().size(); p++) {
                places.forEach(place -> code.aload(place.array()).iload(place.at()));
                floats().forEach(term -> code.fload(given.floats().get(term)));
                code.aload(SCRATCH).iload(first).invokestatic(name, "pass" + p, passType());
            }
        } else {
            code.iconst_0().istore(first).loadConstant(LoopPlan.BLOCK).istore(COUNT);
        }
        LoopBody.writeAll(code, LoopKind.PLAIN, plan, given, first, COUNT);
        code.return_();
    }

    /** The variables that get one of the arrays and, for vectors, where its elements begin. */
    private Place place(CodeBuilder code, int index) {
        final int array = code.allocateLocal(TypeKind.REFERENCE);
        code.aload(ARRAYS).loadConstant(index).aaload().astore(array);
        if (kind == LoopKind.PLAIN) {
            return Place.whole(array);
        }
        final int at = code.allocateLocal(TypeKind.INT);
        code.aload(AT).loadConstant(index).iaload().istore(at);
        return new Place(array, at);
    }

    /** The scalars and what is computed from them alone. */
    private List<Expression> floats() {
        return Stream.concat(plan.formula().scalars().stream().map(Expression::argument), plan.uniform().stream())
                .toList();
    }

    private void writePass(ClassBuilder type, int number) {
        final LoopPlan.Pass pass = plan.passes().get(number);
        final boolean isLast = number == plan.passes().size() - 1;
        type.withMethodBody("pass" + number, passType(), ACC_PRIVATE | ACC_STATIC, code -> {
            final Given given = passParameters();
            final int first = code.allocateLocal(TypeKind.INT);
            code.iconst_0().istore(first);
            final List<Expression> results = isLast ? plan.formula().results() : List.of();
            new LoopBody(code, kind, plan, given).write(pass.terms(), pass.kept(), results, first, given.scratch() + 1);
            code.return_();
        });
    }

    /** The arrays of arguments and results with offsets, the floats, scratch and a number of elements. */
    private MethodTypeDesc passType() {
        final List<ClassDesc> parameters = new ArrayList<>();
        final int arrays =
                plan.formula().elements().size() + plan.formula().results().size();
        for (int a = 0; a < arrays; a++) {
            parameters.addAll(List.of(FLOATS, CD_int));
        }
        floats().forEach(_ -> parameters.add(CD_float));
        parameters.addAll(List.of(FLOATS, CD_int));
        return MethodTypeDesc.of(CD_void, parameters);
    }

    /** The same as local variables. */
    private Given passParameters() {
        final Map<String, Place> elements = new HashMap<>();
        final List<Place> results = new ArrayList<>();
        final Map<Expression, Integer> floats = new HashMap<>();
        int variable = 0;
        for (final String element : plan.formula().elements()) {
            elements.put(element, new Place(variable, variable + 1));
            variable += 2;
        }
        for (int r = 0; r < plan.formula().results().size(); r++) {
            results.add(new Place(variable, variable + 1));
            variable += 2;
        }
        for (final Expression term : floats()) {
            floats.put(term, variable++);
        }
        return new Given(elements, results, floats, variable);
    }
}
