package handgrad.host.safetensors;

/** What a reader does with a NaN or an infinity, which the format allows. */
public enum NonFinitePolicy {
    /** Reads it bit for bit, as for the checkpoint of a run that diverged. */
    ALLOW,
    /** Refuses the file and names the tensor and the index, as for weights to start from. */
    REJECT
}
