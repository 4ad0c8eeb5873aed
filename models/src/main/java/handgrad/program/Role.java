package handgrad.program;

/** The role of a tensor, which determines its lifetime on the device. */
public enum Role {
    /** Samples and targets: uploaded by the host, read-only for programs. Resident. */
    DATA,
    /** Weights and biases: read by the forward and backward passes, written by the update. Resident. */
    PARAMETER,
    /**
     * Other tensors that outlive a step: sample order and position, learning rate, histories, optimiser state.
     * Resident.
     */
    STATE,
    /** Results of the forward pass. Lives within one run of a program. */
    ACTIVATION,
    /** Results of the backward pass. Lives within one run of a program. */
    GRADIENT;

    /**
     * Whether a tensor of this role keeps its contents between runs and is shared by name among the programs of a
     * session.
     *
     * @return true for data, parameters and state
     */
    public boolean isResident() {
        return this == DATA || this == PARAMETER || this == STATE;
    }
}
