package handgrad.backend.cpu;

import handgrad.backend.Backend;
import handgrad.backend.DeviceException;
import handgrad.backend.DeviceInfo;
import handgrad.backend.DeviceOptions;
import handgrad.backend.DevicePeaks;
import handgrad.backend.PeakSource;
import handgrad.backend.Session;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.plain.PlainKernels;
import handgrad.backend.cpu.kernel.vector.VectorFmaChains;
import handgrad.backend.cpu.kernel.vector.VectorKernels;
import handgrad.backend.cpu.plan.KernelChoice;
import handgrad.backend.cpu.rewrite.Rewrite;
import handgrad.backend.processor.Processor;
import handgrad.backend.processor.ProcessorPeaks;
import handgrad.program.Program;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * The host's own processor, all its cores and its vector units: the fastest way without a GPU. Samples go through
 * the network in groups of 16, one sample in each lane; docs/cpu-backend.md says how.
 */
public final class CpuBackend implements Backend, PeakSource {
    /** Makes the kernels of a session: each has its own. */
    private final Supplier<KernelChoice> kernels;

    /** What was begun for the next session. */
    private final AtomicReference<Optional<BackgroundPlanning>> background = new AtomicReference<>(Optional.empty());

    /** For the service loader: with the Vector API where Java was started with it. */
    public CpuBackend() {
        this(
                Processor.hasVectors() ? VectorKernels::new : PlainKernels::new,
                PlainKernels::new,
                EnumSet.allOf(Rewrite.class));
    }

    /**
     * With kernels of one kind for all programs: to check and compare.
     *
     * @param kernels makes those of a session
     */
    public CpuBackend(Supplier<Kernels> kernels) {
        this(kernels, EnumSet.allOf(Rewrite.class));
    }

    /**
     * With kernels of one kind, and some rewrites left out: to check that they change no bit.
     *
     * @param kernels makes those of a session
     * @param rewrites those to use
     */
    public CpuBackend(Supplier<Kernels> kernels, Set<Rewrite> rewrites) {
        this(kernels, kernels, rewrites);
    }

    private CpuBackend(Supplier<Kernels> usual, Supplier<Kernels> ofTiny, Set<Rewrite> rewrites) {
        this.kernels = () -> new KernelChoice(usual.get(), ofTiny.get(), rewrites);
    }

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public List<DeviceInfo> devices() {
        return List.of(device(name(), kernels.get().usual()));
    }

    private static DeviceInfo device(String selector, Kernels kernels) {
        return new DeviceInfo(selector, Processor.name(), kernels.description(), Optional.empty());
    }

    @Override
    public DevicePeaks peaks(DeviceOptions options) {
        return ProcessorPeaks.measure(
                options.threads(), Processor.hasVectors() ? List.of(VectorFmaChains::work) : List.of());
    }

    /**
     * Plans programs for this processor.
     *
     * @param options an empty path for the kernels that suit a program's size, {@code vector} or {@code plain} for
     *     those of one kind throughout
     * @throws DeviceException if the path is another one, or Java was started without the vectors that it asks for
     */
    @Override
    public Session open(DeviceOptions options, List<Program> programs) {
        final String path = String.join(":", options.path());
        final BackgroundPlanning begun = background
                .getAndSet(Optional.empty())
                .filter(one -> one.isFor(options))
                .orElseGet(() ->
                        BackgroundPlanning.nothing(options, chosen(path).kernels.get()));
        final DeviceInfo device = device(
                path.isEmpty() ? name() : name() + ":" + path, begun.kernels().usual());
        return new CpuSession(device, begun, programs);
    }

    /**
     * Plans the programs in a thread of its own and has the kernels compiled that they need. Only where sessions
     * may use more than one thread.
     *
     * @param options those that a session will be opened with
     * @param programs gives the programs
     */
    @Override
    public void warmUp(DeviceOptions options, Supplier<List<Program>> programs) {
        if (options.threads() > 1) {
            final KernelChoice chosen =
                    chosen(String.join(":", options.path())).kernels.get();
            background.set(Optional.of(BackgroundPlanning.begin(options, chosen, programs)));
        }
    }

    private CpuBackend chosen(String path) {
        if (path.equals("vector") && !Processor.hasVectors()) {
            throw new DeviceException("cpu:vector needs the Vector API: start Java with --add-modules "
                    + Processor.VECTOR_MODULE + ", as scripts/handgrad does");
        }
        return switch (path) {
            case "" -> this;
            case "vector" -> new CpuBackend(VectorKernels::new);
            case "plain" -> new CpuBackend(() -> new PlainKernels(true));
            default ->
                throw new DeviceException("there is no cpu:" + path
                        + ": write --device cpu, or cpu:vector or cpu:plain for one kind of kernels throughout");
        };
    }
}
