package handgrad.program;

import java.util.ArrayList;
import java.util.List;

/** Builds a {@link Program} op by op. */
public final class ProgramBuilder {
    private final String name;
    private final List<Op> ops = new ArrayList<>();
    private final List<Tensor> outputs = new ArrayList<>();

    /**
     * An empty program.
     *
     * @param name the program's name
     */
    public ProgramBuilder(String name) {
        this.name = name;
    }

    /**
     * Adds an op at the end.
     *
     * @param op the op
     * @return its main result, for the next op to read
     */
    public Tensor add(Op op) {
        ops.add(op);
        return op.outputs().getFirst();
    }

    /**
     * Makes a tensor an output, which the host can download after a run.
     *
     * @param tensor an activation or gradient that an op of this program writes
     */
    public void keep(Tensor tensor) {
        outputs.add(tensor);
    }

    /**
     * The program of the ops added so far.
     *
     * @return the program
     * @throws IllegalArgumentException if the ops do not fit together, as {@link Program} says
     */
    public Program build() {
        return new Program(name, ops, outputs);
    }
}
