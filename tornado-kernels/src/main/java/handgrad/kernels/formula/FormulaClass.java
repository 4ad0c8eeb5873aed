package handgrad.kernels.formula;

import handgrad.backend.DeviceException;
import handgrad.formula.Formula;
import handgrad.program.Activation;
import handgrad.program.PenaltyFunction;
import handgrad.program.SampleLoss;
import handgrad.program.UpdateRule;
import java.lang.classfile.ClassBuilder;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A generated class of formulas that replaces a placeholder of the kernels: it has the same name, and methods with the
 * same parameters.
 *
 * @param name the class name, such as {@code handgrad.kernels.ActivationFormula}
 * @param bytes the class file
 */
record FormulaClass(String name, byte[] bytes) {
    /** The method of a formula class that returns its lookup, for calling the kernels. */
    static final String LOOKUP = "lookup";

    /** The largest number of state variables of a rule: there is a loop for none, one, two and three. */
    static final int MAX_STATES = 3;

    private static final ClassDesc LOOKUP_CLASS =
            MethodHandles.Lookup.class.describeConstable().orElseThrow();

    /** The names of an optimiser's methods: the next weight and the next state variables. */
    private static final List<String> NEXT = List.of("weight", "first", "second", "third");

    /** The parameter with the index of the element in an array. */
    private static final Parameter PLACE = new Parameter("place", ConstantDescs.CD_int);

    /** A parameter of a method, named after an argument of the formula. */
    private record Parameter(String name, ClassDesc type) {
        static Parameter ofFloat(String name) {
            return new Parameter(name, ConstantDescs.CD_float);
        }

        static Parameter ofArray(String name) {
            return new Parameter(name, ConstantDescs.CD_float.arrayType());
        }
    }

    static FormulaClass of(Activation activation) {
        return of("ActivationFormula", type -> {
            add(type, "activated", activation.forward(), 0, floats("x"));
            add(
                    type,
                    "gradient",
                    activation.backward(),
                    0,
                    List.of(Parameter.ofArray("x"), Parameter.ofArray("y"), PLACE, Parameter.ofFloat("dy")));
        });
    }

    static FormulaClass of(SampleLoss loss) {
        return of("LossFormula", type -> {
            add(type, "loss", loss.forward(), 0, floats("z", "y"));
            add(type, "slope", loss.backward(), 0, floats("z", "y", "factor"));
        });
    }

    static FormulaClass of(PenaltyFunction penalty) {
        return of("PenaltyFormula", type -> {
            add(type, "penalty", penalty.forward(), 0, floats("w"));
            add(type, "gradient", penalty.backward(), 0, floats("w", "g", "lambda"));
        });
    }

    /**
     * The class of an optimiser's rule.
     *
     * @throws DeviceException if it has more state variables than there are loops for
     */
    static FormulaClass of(UpdateRule rule) {
        final int states = rule.states().size();
        if (states > MAX_STATES) {
            throw new DeviceException("the devices java and tornado know optimisers that keep at most " + MAX_STATES
                    + " numbers for each weight, not " + states + ": " + rule.states());
        }
        final List<Parameter> parameters = new ArrayList<>(floats(UpdateRule.WEIGHT, UpdateRule.GRADIENT));
        rule.states().forEach(state -> parameters.add(Parameter.ofFloat(state)));
        parameters.addAll(floats(UpdateRule.RATE, UpdateRule.STEP));
        return of("UpdateFormula", type -> {
            for (int result = 0; result <= states; result++) {
                add(type, NEXT.get(result), rule.formula(), result, parameters);
            }
        });
    }

    private static List<Parameter> floats(String... names) {
        return List.of(names).stream().map(Parameter::ofFloat).toList();
    }

    private static FormulaClass of(String simpleName, Consumer<ClassBuilder> methods) {
        final String name = KernelLoader.PACKAGE + simpleName;
        return new FormulaClass(name, ClassFile.of().build(ClassDesc.of(name), type -> {
            type.withFlags(AccessFlag.PUBLIC, AccessFlag.FINAL, AccessFlag.SUPER);
            methods.accept(type);
            type.withMethodBody(
                    LOOKUP,
                    MethodTypeDesc.of(LOOKUP_CLASS),
                    ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC,
                    code -> code.invokestatic(
                                    MethodHandles.class.describeConstable().orElseThrow(),
                                    LOOKUP,
                                    MethodTypeDesc.of(LOOKUP_CLASS))
                            .areturn());
        }));
    }

    private static void add(ClassBuilder type, String name, Formula formula, int result, List<Parameter> parameters) {
        final MethodTypeDesc signature = MethodTypeDesc.of(
                ConstantDescs.CD_float, parameters.stream().map(Parameter::type).toList());
        type.withMethodBody(name, signature, ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC, code -> {
            for (int p = 0; p < parameters.size(); p++) {
                // TornadoVM reads parameters from the local variable table; their names must not be OpenCL keywords.
                code.localVariable(
                        code.parameterSlot(p), "p" + p, parameters.get(p).type(), code.startLabel(), code.endLabel());
            }
            FormulaWriter.write(code, formula, result, argument -> load(code, parameters, argument));
        });
    }

    /** Pushes the value of an argument: a parameter or an element of an array parameter. */
    private static void load(CodeBuilder code, List<Parameter> parameters, String argument) {
        final List<String> names = parameters.stream().map(Parameter::name).toList();
        final int slot = code.parameterSlot(names.indexOf(argument));
        if (parameters.get(names.indexOf(argument)).type().isArray()) {
            code.aload(slot)
                    .iload(code.parameterSlot(parameters.indexOf(PLACE)))
                    .faload();
        } else {
            code.fload(slot);
        }
    }
}
