package handgrad.kernels.formula;

import handgrad.formula.Expression;
import handgrad.formula.Formula;
import handgrad.formula.Operation;
import handgrad.kernels.element.ElementaryFunctions;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes one result of a formula as the bytecode of a float method: straight-line code that computes each term once and
 * stores it in a local variable. Only this class maps the operations of formulas to Java.
 */
final class FormulaWriter {
    private static final ClassDesc FUNCTIONS =
            ElementaryFunctions.class.describeConstable().orElseThrow();
    private static final MethodTypeDesc FUNCTION = MethodTypeDesc.of(ConstantDescs.CD_float, ConstantDescs.CD_float);

    private final CodeBuilder code;
    private final Runnable any;
    private final Map<Expression, Integer> places = new HashMap<>();

    /** Creates a writer; {@code any} pushes an arbitrary argument of the method. */
    private FormulaWriter(CodeBuilder code, Runnable any) {
        this.code = code;
        this.any = any;
    }

    /**
     * Writes the code of a method.
     *
     * @param code the code of a method that returns a float
     * @param formula the formula
     * @param result the index of the result
     * @param arguments pushes the value of an argument, by name
     */
    static void write(CodeBuilder code, Formula formula, int result, Consumer<String> arguments) {
        final Formula single = new Formula(
                formula.elements(), formula.scalars(), List.of(formula.results().get(result)));
        final FormulaWriter writer = new FormulaWriter(
                code, () -> arguments.accept(formula.elements().getLast()));
        final Formula primitive = single.inPrimitives();
        for (final Expression term : primitive.terms()) {
            switch (term.operation()) {
                case CONSTANT -> {
                    // Loaded where it is used.
                }
                case ARGUMENT -> {
                    arguments.accept(term.name());
                    writer.store(term);
                }
                default -> {
                    writer.compute(term);
                    writer.store(term);
                }
            }
        }
        writer.load(primitive.results().getFirst());
        code.freturn();
    }

    private void store(Expression term) {
        final int place = code.allocateLocal(TypeKind.FLOAT);
        places.put(term, place);
        code.fstore(place);
    }

    private void load(Expression term) {
        if (term.operation() == Operation.CONSTANT) {
            load((float) term.value());
        } else {
            code.fload(places.get(term));
        }
    }

    private void load(float constant) {
        if (Float.isFinite(constant)) {
            code.loadConstant(constant);
        } else {
            any.run();
            call(Float.isNaN(constant) ? "notANumber" : "infinity");
            if (constant < 0) {
                code.fneg();
            }
        }
    }

    private void load(Expression term, int operands) {
        term.operands().subList(0, operands).forEach(this::load);
    }

    private void compute(Expression term) {
        switch (term.operation()) {
            case SELECT_LESS -> chooseIfLess(term, () -> load(term.operand(3)));
            // a ≤ b as a < b or a = b: TornadoVM compiles ≤ to "not b < a", which is true if one of them is NaN.
            case SELECT_LESS_OR_EQUAL -> chooseIfLess(term, () -> chooseIfEqual(term));
            case SELECT_EQUAL -> chooseIfEqual(term);
            case FMA -> {
                load(term, 2);
                code.fmul();
                load(term.operand(2));
                code.fadd();
            }
            default -> {
                load(term, term.operation().operands());
                apply(term.operation());
            }
        }
    }

    private void apply(Operation operation) {
        switch (operation) {
            case NEGATE -> code.fneg();
            case ABS -> call("absolute");
            case SQRT -> call("squareRoot");
            case EXP -> call("exponential");
            case LOG1P_ABOVE -> call("logOnePlus");
            case TANH -> call("hyperbolicTangent");
            case SIGMOID -> call("sigmoid");
            case PLUS -> code.fadd();
            case MINUS -> code.fsub();
            case TIMES -> code.fmul();
            case OVER -> code.fdiv();
            default -> throw new IllegalArgumentException(operation + " is no primitive");
        }
    }

    private void call(String function) {
        code.invokestatic(FUNCTIONS, function, FUNCTION);
    }

    private void chooseIfLess(Expression term, Runnable otherwise) {
        choose(term, code::fcmpg, Opcode.IFGE, otherwise);
    }

    private void chooseIfEqual(Expression term) {
        choose(term, code::fcmpl, Opcode.IFNE, () -> load(term.operand(3)));
    }

    /** Pushes the third operand, or the fourth if the comparison of the first two fails. */
    private void choose(Expression term, Runnable comparison, Opcode unless, Runnable otherwise) {
        final Label elsewhere = code.newLabel();
        final Label end = code.newLabel();
        load(term, 2);
        comparison.run();
        code.branch(unless, elsewhere);
        load(term.operand(2));
        code.goto_(end);
        code.labelBinding(elsewhere);
        otherwise.run();
        code.labelBinding(end);
    }
}
