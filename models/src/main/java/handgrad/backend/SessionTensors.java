package handgrad.backend;

import handgrad.program.ElementType;
import handgrad.program.Program;
import handgrad.program.Tensor;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The tensors of a session's programs, and checks of a session's arguments against them. */
public final class SessionTensors {
    private final List<Program> programs;
    private final Map<String, Tensor> residents = new HashMap<>();
    private Optional<Program> lastRun = Optional.empty();

    /**
     * Collects the tensors.
     *
     * @param programs the session's programs
     * @throws IllegalArgumentException if two programs use the name of a resident tensor for different tensors
     */
    public SessionTensors(List<Program> programs) {
        this.programs = List.copyOf(programs);
        for (final Program program : programs) {
            for (final Tensor tensor : program.residents()) {
                final Tensor earlier = residents.putIfAbsent(tensor.name(), tensor);
                if (earlier != null && !earlier.equals(tensor)) {
                    throw new IllegalArgumentException(
                            program.name() + ": " + tensor + " was " + earlier + " in another program of the session");
                }
            }
        }
    }

    /**
     * The tensors that keep their contents between runs and are shared by the programs.
     *
     * @return the data, parameters and state of all programs, each once
     */
    public Collection<Tensor> residents() {
        return List.copyOf(residents.values());
    }

    /**
     * The tensors that live within one run of a program. Such tensors of different programs may have the same name and
     * different shapes.
     *
     * @return the activations and gradients of all programs, each once
     */
    public Collection<Tensor> locals() {
        final Set<Tensor> locals = new HashSet<>();
        programs.forEach(program -> locals.addAll(program.tensors()));
        locals.removeIf(tensor -> tensor.role().isResident());
        return locals;
    }

    /**
     * Checks the arguments of an upload.
     *
     * @param tensor the target
     * @param type the element type of the array
     * @param length the length of the array
     * @throws IllegalArgumentException if there is no such resident tensor, or the array does not fit it
     */
    public void checkUpload(Tensor tensor, ElementType type, int length) {
        if (!isResident(tensor)) {
            throw new IllegalArgumentException(tensor + " is not a resident tensor of this session's programs");
        }
        checkArray(tensor, type, length);
    }

    /**
     * Checks the arguments of a download.
     *
     * @param tensor the source
     * @param type the element type of the array
     * @param length the length of the array
     * @throws IllegalArgumentException if the tensor is neither resident nor an output of the program that ran last, or
     *     the array does not fit it
     */
    public void checkDownload(Tensor tensor, ElementType type, int length) {
        final boolean isOutput =
                lastRun.map(program -> program.outputs().contains(tensor)).orElse(false);
        if (!isResident(tensor) && !isOutput) {
            throw new IllegalArgumentException(
                    tensor + " is neither a resident tensor nor an output of the program that ran last");
        }
        checkArray(tensor, type, length);
    }

    /**
     * Checks the arguments of a run, and records the program as the last one run.
     *
     * @param program the program to run
     * @param times the number of runs
     * @throws IllegalArgumentException if the session was not opened with this program, or the number is negative
     */
    public void startRun(Program program, int times) {
        // Identity first: programs mostly repeat, and comparing all ops can take longer than a short program runs.
        final boolean isLast = lastRun.isPresent() && lastRun.get() == program;
        if (!isLast && !programs.contains(program)) {
            throw new IllegalArgumentException("the session was not opened with the program " + program.name());
        }
        if (times < 0) {
            throw new IllegalArgumentException(program.name() + " cannot run " + times + " times");
        }
        if (times > 0) {
            lastRun = Optional.of(program);
        }
    }

    private boolean isResident(Tensor tensor) {
        return tensor.equals(residents.get(tensor.name()));
    }

    private static void checkArray(Tensor tensor, ElementType type, int length) {
        if (tensor.type() != type) {
            throw new IllegalArgumentException(tensor + " holds " + tensor.type() + ", not " + type);
        }
        if (tensor.size() != length) {
            throw new IllegalArgumentException(
                    tensor + " has " + tensor.size() + " elements, but the array has " + length);
        }
    }
}
