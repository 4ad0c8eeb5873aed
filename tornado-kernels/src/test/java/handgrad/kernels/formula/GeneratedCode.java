package handgrad.kernels.formula;

import static handgrad.formula.Terms.erf;
import static handgrad.formula.Terms.log;
import static handgrad.formula.Terms.sign;

import handgrad.activation.Activations;
import handgrad.loss.SampleLosses;
import handgrad.optimiser.Optimiser;
import handgrad.optimiser.Optimisers;
import handgrad.program.Activation;
import handgrad.program.PenaltyFunction;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.util.List;
import java.util.stream.Stream;

/** The classes generated from formulas. */
public final class GeneratedCode {
    private GeneratedCode() {}

    /**
     * The methods of all built-in formulas, and of one with the remaining operations.
     *
     * @return all methods except those that return the lookup
     */
    public static Stream<MethodModel> methods() {
        final Activation others = Activation.of("others", x -> erf(log(x)), (x, y) -> sign(x));
        return Stream.of(
                        Activations.all().stream(),
                        Stream.of(others),
                        SampleLosses.all().stream(),
                        Stream.of(PenaltyFunction.L2),
                        Optimisers.all().stream().map(Optimiser::rule))
                .<Record>flatMap(formulas -> formulas)
                .map(FormulaMethods::of)
                .map(FormulaClass::of)
                .map(generated -> ClassFile.of().parse(generated.bytes()).methods())
                .flatMap(List::stream)
                .filter(method -> !method.methodName().equalsString(FormulaClass.LOOKUP));
    }
}
