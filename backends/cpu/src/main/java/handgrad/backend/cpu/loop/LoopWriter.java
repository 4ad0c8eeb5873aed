package handgrad.backend.cpu.loop;

import static java.lang.classfile.ClassFile.ACC_FINAL;
import static java.lang.classfile.ClassFile.ACC_PUBLIC;
import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_float;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_void;
import static java.lang.constant.ConstantDescs.INIT_NAME;
import static java.lang.constant.ConstantDescs.MTD_void;

import handgrad.backend.cpu.kernel.ElementwiseLoop;
import handgrad.backend.cpu.loop.LoopBody.Given;
import handgrad.backend.cpu.loop.LoopBody.Place;
import handgrad.formula.Expression;
import handgrad.formula.Formula;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the class of an {@link ElementwiseLoop}: a loop over vectors, then one over floats for the elements that fill
 * no vector, or for all. If it goes by blocks, {@link BlockWriter} writes it.
 */
public final class LoopWriter {
    private static final ClassDesc FLOATS = CD_float.arrayType();
    private static final ClassDesc ARRAYS = FLOATS.arrayType();
    private static final ClassDesc LOOP = ClassDesc.of(ElementwiseLoop.class.getName());
    private static final ClassDesc BLOCK_LOOP = ClassDesc.of(BlockLoop.class.getName());
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
        this.name = ClassDesc.of(name);
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
        final boolean hasBlocks = BlockWriter.areNeeded(kind, plan);
        final List<ClassDesc> interfaces = new ArrayList<>();
        if (hasBlocks) {
            interfaces.add(BLOCK_LOOP);
        }
        if (!hasBlocks || kind == LoopKind.PLAIN) {
            interfaces.add(LOOP);
        }
        return ClassFile.of().build(name, type -> {
            type.withFlags(ACC_PUBLIC | ACC_FINAL).withInterfaceSymbols(interfaces);
            type.withMethodBody(
                    INIT_NAME,
                    MTD_void,
                    ACC_PUBLIC,
                    code -> code.aload(0)
                            .invokespecial(CD_Object, INIT_NAME, MTD_void)
                            .return_());
            type.withMethodBody(
                    "toString",
                    MethodTypeDesc.of(CD_String),
                    ACC_PUBLIC,
                    code -> code.loadConstant(text).areturn());
            if (interfaces.contains(LOOP)) {
                type.withMethodBody("run", isSmall ? FEW : MANY, ACC_PUBLIC, this::run);
            }
            if (hasBlocks) {
                new BlockWriter(name, kind, plan).write(type);
            }
        });
    }

    private void run(CodeBuilder code) {
        final int count = isSmall ? FEW_COUNT : MANY_COUNT;
        final Given given = isSmall ? few(code) : many(code);
        final int first = code.allocateLocal(TypeKind.INT);
        code.iconst_0().istore(first);
        if (kind == LoopKind.VECTOR) {
            final int end = code.allocateLocal(TypeKind.INT);
            LoopKind.loopBound(code, count);
            code.istore(end);
            LoopBody.writeAll(code, kind, plan, given, first, end);
        }
        LoopBody.writeAll(code, LoopKind.PLAIN, plan, given, first, count);
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
                elements, List.of(new Place(FEW_RESULT, FEW_RESULT + 1)), LoopBody.uniform(code, plan, floats), -1);
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
}
