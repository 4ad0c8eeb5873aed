package handgrad.kernels.formula;

import handgrad.backend.DeviceException;
import handgrad.formula.Formula;
import handgrad.kernels.ActivationFormula;
import handgrad.kernels.LossFormula;
import handgrad.kernels.PenaltyFormula;
import handgrad.kernels.UpdateFormula;
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
import java.util.ArrayList;
import java.util.List;

/**
 * The methods of a placeholder, as generated from the formulas of an activation, loss, penalty or optimiser.
 *
 * @param placeholder the class in whose place they are called
 * @param methods what they compute
 */
public record FormulaMethods(Class<?> placeholder, List<Generated> methods) {
    /** The largest number of state variables of a rule: there is a loop for none, one, two and three. */
    static final int MAX_STATES = 3;

    /** The names of an optimiser's methods: the next weight and the next state variables. */
    private static final List<String> NEXT = List.of("weight", "first", "second", "third");

    /** The parameter with the index of the element in an array. */
    private static final Parameter PLACE = new Parameter("place", ConstantDescs.CD_int);

    /** Copies the list. */
    public FormulaMethods {
        methods = List.copyOf(methods);
    }

    /** A parameter of a method, named after an argument of the formula. */
    private record Parameter(String name, ClassDesc type) {
        static Parameter ofFloat(String name) {
            return new Parameter(name, ConstantDescs.CD_float);
        }

        static Parameter ofArray(String name) {
            return new Parameter(name, ConstantDescs.CD_float.arrayType());
        }
    }

    /** A method that computes one result of a formula. */
    private record Generated(String name, Formula formula, int result, List<Parameter> parameters) {}

    /**
     * The methods of an activation, a loss of a score, a penalty or an optimiser's rule.
     *
     * @param formula one of them
     * @return its methods
     * @throws DeviceException if it is a rule with more state variables than there are loops for
     * @throws IllegalArgumentException if it is none of them
     */
    public static FormulaMethods of(Record formula) {
        return switch (formula) {
            case Activation activation -> of(activation);
            case SampleLoss loss ->
                new FormulaMethods(
                        LossFormula.class,
                        List.of(
                                new Generated("loss", loss.forward(), 0, floats("z", "y")),
                                new Generated("slope", loss.backward(), 0, floats("z", "y", "factor"))));
            case PenaltyFunction penalty ->
                new FormulaMethods(
                        PenaltyFormula.class,
                        List.of(
                                new Generated("penalty", penalty.forward(), 0, floats("w")),
                                new Generated("gradient", penalty.backward(), 0, floats("w", "g", "lambda"))));
            case UpdateRule rule -> of(rule);
            default -> throw new IllegalArgumentException(formula + " has no formulas");
        };
    }

    private static FormulaMethods of(Activation activation) {
        return new FormulaMethods(
                ActivationFormula.class,
                List.of(
                        new Generated("activated", activation.forward(), 0, floats("x")),
                        new Generated(
                                "gradient",
                                activation.backward(),
                                0,
                                List.of(
                                        Parameter.ofArray("x"),
                                        Parameter.ofArray("y"),
                                        PLACE,
                                        Parameter.ofFloat("dy"))),
                        new Generated("slope", activation.backward(), 0, floats("x", "y", "dy"))));
    }

    private static FormulaMethods of(UpdateRule rule) {
        final int states = rule.states().size();
        if (states > MAX_STATES) {
            throw new DeviceException("the devices java and tornado know optimisers that keep at most " + MAX_STATES
                    + " numbers for each weight, not " + states + ": " + rule.states());
        }
        final List<Parameter> parameters = new ArrayList<>(floats(UpdateRule.WEIGHT, UpdateRule.GRADIENT));
        rule.states().forEach(state -> parameters.add(Parameter.ofFloat(state)));
        parameters.addAll(floats(UpdateRule.RATE, UpdateRule.STEP));
        final List<Generated> methods = new ArrayList<>();
        for (int result = 0; result <= states; result++) {
            methods.add(new Generated(NEXT.get(result), rule.formula(), result, parameters));
        }
        return new FormulaMethods(UpdateFormula.class, methods);
    }

    private static List<Parameter> floats(String... names) {
        return List.of(names).stream().map(Parameter::ofFloat).toList();
    }

    /**
     * Adds the methods to a class.
     *
     * @param type the class
     * @param suffix what follows each name
     */
    public void write(ClassBuilder type, String suffix) {
        methods.forEach(method -> write(type, method, method.name() + suffix));
    }

    private static void write(ClassBuilder type, Generated method, String name) {
        final List<Parameter> parameters = method.parameters();
        final MethodTypeDesc signature = MethodTypeDesc.of(
                ConstantDescs.CD_float, parameters.stream().map(Parameter::type).toList());
        type.withMethodBody(name, signature, ClassFile.ACC_PUBLIC | ClassFile.ACC_STATIC, code -> {
            for (int p = 0; p < parameters.size(); p++) {
                // TornadoVM reads parameters from the local variable table; their names must not be OpenCL keywords.
                code.localVariable(
                        code.parameterSlot(p), "p" + p, parameters.get(p).type(), code.startLabel(), code.endLabel());
            }
            FormulaWriter.write(code, method.formula(), method.result(), argument -> load(code, parameters, argument));
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
