package handgrad.training;

import handgrad.optimiser.Optimiser;
import handgrad.optimiser.Optimisers;
import handgrad.program.ElementType;
import handgrad.program.Role;
import handgrad.program.Tensor;
import handgrad.program.UpdateRule;
import java.util.List;

/**
 * The optimiser of a training step and the source of its learning rate.
 *
 * @param optimiser the update formula
 * @param isScheduled whether each step takes its learning rate from {@link Feed#rates}; if not, the host sets {@link
 *     Programs#LEARNING_RATE}
 */
public record GradientDescent(Optimiser optimiser, boolean isScheduled) {
    /** Plain gradient descent with a constant learning rate. */
    public static final GradientDescent PLAIN = new GradientDescent(Optimisers.SGD, false);

    /**
     * The update of a weight.
     *
     * @return the optimiser's formulas
     */
    public UpdateRule rule() {
        return optimiser.rule();
    }

    /**
     * The tensors of the optimiser's state for a parameter.
     *
     * @param parameter the parameter's tensor
     * @return of the parameter's shape, named {@code STATE(PARAMETER)}, in the order of the rule
     */
    public List<Tensor> states(Tensor parameter) {
        return rule().states().stream().map(name -> state(name, parameter)).toList();
    }

    /**
     * The tensor of one state variable of the optimiser for a parameter.
     *
     * @param state the state variable's name in the rule
     * @param parameter the parameter's tensor
     * @return of the parameter's shape, named {@code STATE(PARAMETER)}
     */
    public static Tensor state(String state, Tensor parameter) {
        return new Tensor(state + "(" + parameter.name() + ")", parameter.shape(), ElementType.FLOAT32, Role.STATE);
    }
}
