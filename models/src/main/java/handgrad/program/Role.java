package handgrad.program;

/** What a tensor is for, which decides how long it lives on the device. */
public enum Role {
    /** Samples and targets: uploaded by the host, only read by programs. Resident. */
    DATA,
    /** Weights and biases: read by the forward and backward passes, written by the update. Resident. */
    PARAMETER,
    /** What else outlives a step: the order of the samples, the position in it, the learning rate, the histories. Resident. */
    STATE,
    /** What the forward pass computes. Lives within one run of a program. */
    ACTIVATION,
    /** What the backward pass computes. Lives within one run of a program. */
    GRADIENT;

    /**
     * Whether a tensor of this role keeps its contents between runs and is shared, by name, by all programs of a session.
     *
     * @return true for data, parameters and state
     */
    public boolean isResident() {
        return this == DATA || this == PARAMETER || this == STATE;
    }
}
