package handgrad.backend.cpu.kernel;

/** Working arrays that {@link Kernels} keep with a call, allocated while a program is planned. */
public interface Workspace {
    /** Of kernels that keep all in registers. */
    Workspace NONE = new Workspace() {};
}
