package handgrad.host.backend.opencl.plan;

import handgrad.program.Activation;

/** What is done with an element of a routine's result before, or instead of, storing it. Formals name the routine's operands. */
sealed interface Finish {
    /** value = σ(value). */
    record Activate(Activation function) implements Finish {}

    /** value = value · σ', told from σ's output. */
    record ActivationGradient(Activation function, String output) implements Finish {}

    /** value += 2 λ w. */
    record Penalty(String weight, String lambda) implements Finish {}

    /** w −= rate · value. */
    record Update(String weight, String rate) implements Finish {}
}
