package handgrad.backend.cpu.kernel;

/** What an implementation of {@link Kernels} keeps with a call from one use to the next, such as working arrays. */
public interface Workspace {
    /** Nothing kept yet. */
    Workspace NONE = new Workspace() {};
}
