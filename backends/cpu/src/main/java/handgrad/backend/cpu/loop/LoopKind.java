package handgrad.backend.cpu.loop;

import handgrad.backend.cpu.kernel.ScalarFunctions;
import handgrad.formula.Operation;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.function.IntConsumer;

/** Bytecode of an operation on elements: on one float, or on a vector of floats, with the same bits. */
public enum LoopKind {
    /** One float at a time. */
    PLAIN(LoopKind.class.getPackageName() + ".PlainLoop_", TypeKind.FLOAT) {
        @Override
        void broadcast(CodeBuilder code, Runnable pushFloat) {
            pushFloat.run();
        }

        @Override
        void load(CodeBuilder code, Runnable pushArray, Runnable pushIndex) {
            pushArray.run();
            pushIndex.run();
            code.faload();
        }

        @Override
        void store(CodeBuilder code, int value, Runnable pushArray, Runnable pushIndex) {
            pushArray.run();
            pushIndex.run();
            code.fload(value).fastore();
        }

        @Override
        void advance(CodeBuilder code, int index) {
            code.iinc(index, 1);
        }

        @Override
        void apply(CodeBuilder code, Operation operation, IntConsumer push) {
            if (operation.isSelect()) {
                choose(code, operation, push);
                return;
            }
            for (int operand = 0; operand < operation.operands(); operand++) {
                push.accept(operand);
            }
            switch (operation) {
                case NEGATE -> code.fneg();
                case ABS -> code.invokestatic(MATH, "abs", floats(1));
                // Rounded to double first, a square root is rounded to the same float.
                case SQRT ->
                    code.f2d()
                            .invokestatic(
                                    MATH, "sqrt", MethodTypeDesc.of(ConstantDescs.CD_double, ConstantDescs.CD_double))
                            .d2f();
                case PLUS -> code.fadd();
                case MINUS -> code.fsub();
                case TIMES -> code.fmul();
                case OVER -> code.fdiv();
                case FMA -> code.invokestatic(MATH, "fma", floats(3));
                default -> code.invokestatic(SCALAR_FUNCTIONS, function(operation), floats(1));
            }
        }

        private void choose(CodeBuilder code, Operation operation, IntConsumer push) {
            final Label otherwise = code.newLabel();
            final Label after = code.newLabel();
            push.accept(0);
            push.accept(1);
            // A NaN compares as 1 with fcmpg, and so neither as less nor as equal.
            code.fcmpg();
            switch (operation) {
                case SELECT_LESS -> code.ifge(otherwise);
                case SELECT_LESS_OR_EQUAL -> code.ifgt(otherwise);
                default -> code.ifne(otherwise);
            }
            push.accept(2);
            code.goto_(after).labelBinding(otherwise);
            push.accept(3);
            code.labelBinding(after);
        }
    },

    /** Vectors of {@code VectorFunctions.SPECIES}. */
    VECTOR(LoopKind.VECTOR_PACKAGE + ".VectorLoop_", TypeKind.REFERENCE) {
        @Override
        void broadcast(CodeBuilder code, Runnable pushFloat) {
            species(code);
            pushFloat.run();
            code.invokestatic(
                    VECTOR_OF_FLOATS,
                    "broadcast",
                    MethodTypeDesc.of(VECTOR_OF_FLOATS, SPECIES, ConstantDescs.CD_float));
        }

        @Override
        void load(CodeBuilder code, Runnable pushArray, Runnable pushIndex) {
            species(code);
            pushArray.run();
            pushIndex.run();
            code.invokestatic(
                    VECTOR_OF_FLOATS,
                    "fromArray",
                    MethodTypeDesc.of(VECTOR_OF_FLOATS, SPECIES, FLOATS, ConstantDescs.CD_int));
        }

        @Override
        void store(CodeBuilder code, int value, Runnable pushArray, Runnable pushIndex) {
            code.aload(value);
            pushArray.run();
            pushIndex.run();
            code.invokevirtual(
                    VECTOR_OF_FLOATS,
                    "intoArray",
                    MethodTypeDesc.of(ConstantDescs.CD_void, FLOATS, ConstantDescs.CD_int));
        }

        @Override
        void advance(CodeBuilder code, int index) {
            code.iload(index);
            species(code);
            code.invokeinterface(SPECIES, "length", MethodTypeDesc.of(ConstantDescs.CD_int))
                    .iadd()
                    .istore(index);
        }

        @Override
        void apply(CodeBuilder code, Operation operation, IntConsumer push) {
            if (operation.isSelect()) {
                push.accept(3);
                push.accept(2);
                push.accept(0);
                code.getstatic(VECTOR_OPERATORS, comparison(operation), COMPARISON);
                push.accept(1);
                code.invokevirtual(VECTOR_OF_FLOATS, "compare", MethodTypeDesc.of(MASK, COMPARISON, ANY_VECTOR));
                code.invokevirtual(VECTOR_OF_FLOATS, "blend", MethodTypeDesc.of(VECTOR_OF_FLOATS, ANY_VECTOR, MASK));
                return;
            }
            for (int operand = 0; operand < operation.operands(); operand++) {
                push.accept(operand);
            }
            switch (operation) {
                case NEGATE -> method(code, "neg", 0);
                case ABS -> method(code, "abs", 0);
                case SQRT -> method(code, "sqrt", 0);
                case PLUS -> method(code, "add", 1);
                case MINUS -> method(code, "sub", 1);
                case TIMES -> method(code, "mul", 1);
                case OVER -> method(code, "div", 1);
                case FMA -> method(code, "fma", 2);
                default ->
                    code.invokestatic(
                            VECTOR_FUNCTIONS,
                            function(operation),
                            MethodTypeDesc.of(VECTOR_OF_FLOATS, VECTOR_OF_FLOATS));
            }
        }

        private String comparison(Operation operation) {
            return switch (operation) {
                case SELECT_LESS -> "LT";
                case SELECT_LESS_OR_EQUAL -> "LE";
                default -> "EQ";
            };
        }

        private void method(CodeBuilder code, String name, int others) {
            final ClassDesc[] parameters = new ClassDesc[others];
            Arrays.fill(parameters, ANY_VECTOR);
            code.invokevirtual(VECTOR_OF_FLOATS, name, MethodTypeDesc.of(VECTOR_OF_FLOATS, parameters));
        }
    };

    /** The package that uses the Vector API. Its classes are only named here: the module may be missing. */
    private static final String VECTOR_PACKAGE = "handgrad.backend.cpu.kernel.vector";

    private static final ClassDesc MATH = ClassDesc.of("java.lang.Math");
    private static final ClassDesc FLOATS = ConstantDescs.CD_float.arrayType();
    private static final ClassDesc SCALAR_FUNCTIONS = ClassDesc.of(ScalarFunctions.class.getName());
    private static final ClassDesc VECTOR_FUNCTIONS = ClassDesc.of(LoopKind.VECTOR_PACKAGE, "VectorFunctions");
    private static final String VECTORS = "jdk.incubator.vector.";
    private static final ClassDesc ANY_VECTOR = ClassDesc.of(VECTORS + "Vector");
    private static final ClassDesc VECTOR_OF_FLOATS = ClassDesc.of(VECTORS + "FloatVector");
    private static final ClassDesc SPECIES = ClassDesc.of(VECTORS + "VectorSpecies");
    private static final ClassDesc MASK = ClassDesc.of(VECTORS + "VectorMask");
    private static final ClassDesc VECTOR_OPERATORS = ClassDesc.of(VECTORS + "VectorOperators");
    private static final ClassDesc COMPARISON = VECTOR_OPERATORS.nested("Comparison");

    private final String prefix;
    private final TypeKind type;

    LoopKind(String prefix, TypeKind type) {
        this.prefix = prefix;
        this.type = type;
    }

    /** How the full names of its classes begin. */
    String prefix() {
        return prefix;
    }

    /** A class in the package of its classes. */
    String neighbour() {
        return this == VECTOR
                ? VECTOR_FUNCTIONS.packageName() + "." + VECTOR_FUNCTIONS.displayName()
                : Loops.class.getName();
    }

    /** The type of a value in a local variable. */
    TypeKind type() {
        return type;
    }

    /** Pushes a float as a value: for vectors, in all lanes. */
    abstract void broadcast(CodeBuilder code, Runnable pushFloat);

    /** Pushes the value that begins at an element of an array. */
    abstract void load(CodeBuilder code, Runnable pushArray, Runnable pushIndex);

    /** Stores the value of a local variable in an array. */
    abstract void store(CodeBuilder code, int value, Runnable pushArray, Runnable pushIndex);

    /** Adds to an int the number of elements in a value. */
    abstract void advance(CodeBuilder code, int index);

    /** Pushes the result of an operation, whose operands it has pushed by their number. */
    abstract void apply(CodeBuilder code, Operation operation, IntConsumer push);

    /** Pushes the species of the vectors. */
    static void species(CodeBuilder code) {
        code.getstatic(VECTOR_FUNCTIONS, "SPECIES", SPECIES);
    }

    /** Pushes the largest multiple of a vector's length that is not above an int. */
    static void loopBound(CodeBuilder code, int n) {
        species(code);
        code.iload(n)
                .invokeinterface(SPECIES, "loopBound", MethodTypeDesc.of(ConstantDescs.CD_int, ConstantDescs.CD_int));
    }

    private static MethodTypeDesc floats(int count) {
        final ClassDesc[] parameters = new ClassDesc[count];
        Arrays.fill(parameters, ConstantDescs.CD_float);
        return MethodTypeDesc.of(ConstantDescs.CD_float, parameters);
    }

    /** The elementary function's name in {@link ScalarFunctions} and {@code VectorFunctions}. */
    private static String function(Operation operation) {
        return switch (operation) {
            case EXP -> "exp";
            case LOG1P_ABOVE -> "log1p";
            case TANH -> "tanh";
            case SIGMOID -> "sigmoid";
            default -> throw new IllegalArgumentException(operation + " is no primitive");
        };
    }
}
