package handgrad.training;

import handgrad.optimiser.Optimiser;
import handgrad.optimiser.Optimisers;
import handgrad.program.ElementType;
import handgrad.program.Role;
import handgrad.program.Tensor;
import handgrad.program.UpdateRule;
import java.util.List;

/**
 * How gradients change the parameters in a program.
 *
 * @param optimiser the formula
 * @param isScheduled whether the learning rate of each step is taken from {@link Feed#rates}; else it is what the host
 *     has put into {@link Programs#LEARNING_RATE}
 */
public record Descent(Optimiser optimiser, boolean isScheduled) {
    /** Plain gradient descent with a constant learning rate. */
    public static final Descent PLAIN = new Descent(Optimisers.SGD, false);

    /**
     * The update of one weight.
     *
     * @return the optimiser's formulas
     */
    public UpdateRule rule() {
        return optimiser.rule();
    }

    /**
     * The tensors in which the optimiser keeps its numbers for a parameter.
     *
     * @param parameter the parameter's tensor
     * @return of the parameter's shape, named {@code NAME(PARAMETER)}, in the order of the rule's names
     */
    public List<Tensor> states(Tensor parameter) {
        return rule().states().stream().map(name -> state(name, parameter)).toList();
    }

    /**
     * The tensor in which the optimiser keeps one of its numbers for a parameter.
     *
     * @param state the number's name in the rule
     * @param parameter the parameter's tensor
     * @return of the parameter's shape, named {@code STATE(PARAMETER)}
     */
    public static Tensor state(String state, Tensor parameter) {
        return new Tensor(state + "(" + parameter.name() + ")", parameter.shape(), ElementType.FLOAT32, Role.STATE);
    }
}
