package handgrad.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.backend.DeviceException;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.backend.cpu.assembly.ProfileRecorder;
import handgrad.backend.cpu.assembly.ProgramPlan;
import handgrad.backend.cpu.kernel.KernelUse;
import handgrad.backend.cpu.kernel.Kernels;
import handgrad.backend.cpu.kernel.vector.VectorKernels;
import handgrad.backend.cpu.memory.ResidentTensors;
import handgrad.backend.cpu.plan.KernelChoice;
import handgrad.backend.cpu.rewrite.Rewrite;
import handgrad.dataset.Dataset;
import handgrad.dataset.Inputs;
import handgrad.dataset.PixelScale;
import handgrad.dataset.Split;
import handgrad.dataset.Targets;
import handgrad.homework.Homework;
import handgrad.host.training.Outline;
import handgrad.host.training.Trainer;
import handgrad.program.Program;
import handgrad.random.RandomStream;
import handgrad.training.Model;
import handgrad.training.ParameterValues;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackgroundPlanningTest {
    private static final DeviceOptions TWO_THREADS = new DeviceOptions(List.of(), 2);

    private static Model model(String name) {
        return Homework.find(name).orElseThrow();
    }

    private static Split noise(Model model, int train, int test) {
        return new Split("noise", noise(model, train), noise(model, test));
    }

    /** Samples as the model wants them; the same for the same number. */
    private static Dataset noise(Model model, int samples) {
        final byte[] bytes = new byte[samples * model.network().input().size()];
        new Random(samples).nextBytes(bytes);
        final int outputs = model.network().output().size();
        return new Dataset(
                "noise",
                model.network().input(),
                new Inputs.Pixels(bytes, PixelScale.UNIT),
                outputs == 1
                        ? new Targets.Reals(new float[samples], 1)
                        : new Targets.Classes(new int[samples], outputs));
    }

    /** What plans ask of the kernels. */
    private static Set<KernelUse> expected(List<Program> programs) {
        final Set<KernelUse> expected = new HashSet<>();
        final Kernels kernels = new VectorKernels();
        final ResidentTensors residents = new ResidentTensors();
        programs.stream().flatMap(program -> program.residents().stream()).forEach(residents::add);
        programs.forEach(program -> ProgramPlan.of(
                new KernelChoice(kernels, kernels, EnumSet.allOf(Rewrite.class)),
                2,
                program,
                residents,
                ProfileRecorder.NONE));
        for (Optional<KernelUse> use = kernels.nextWarmUp(); use.isPresent(); use = kernels.nextWarmUp()) {
            expected.add(use.get());
        }
        return expected;
    }

    /** The numbers of samples are those of MNIST, and of its fours and nines. */
    @ParameterizedTest
    @CsvSource({
        "lenet5-modern, 60000, 10000",
        "lenet5-original, 60000, 10000",
        "softmax-linear, 60000, 10000",
        "logistic-l2, 11791, 1991"
    })
    void anOutlineAsksForTheKernelsOfTheRealTraining(String name, int train, int test) {
        final Set<KernelUse> real = expected(new Trainer(model(name), noise(model(name), train, test)).programs());
        assertFalse(real.isEmpty());
        assertEquals(Set.of(), without(real, expected(Outline.programs(model(name)))));
    }

    /** Where data are read, and where a step is much work; one sample of a few numbers is over too soon. */
    @ParameterizedTest
    @CsvSource({
        "lenet5-modern, true",
        "softmax-linear, true",
        "mlp-regression, true",
        "two-layer, false",
        "svm-synthetic, false"
    })
    void someTrainingsAreWorthGettingReadyFor(String name, boolean expected) {
        assertEquals(expected, Outline.isWorthwhile(model(name)));
    }

    private static Set<KernelUse> without(Set<KernelUse> all, Set<KernelUse> some) {
        final Set<KernelUse> rest = new HashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    /** A true guess, one of another model, one that fails, and one for other options. */
    @Test
    void noGuessChangesABit() {
        final float[] expected = trained(_ -> {});
        final List<Consumer<CpuBackend>> guesses = List.of(
                backend -> backend.warmUp(TWO_THREADS, () -> Outline.programs(model("softmax-linear"))),
                backend -> backend.warmUp(TWO_THREADS, () -> Outline.programs(model("lenet5-modern"))),
                backend -> backend.warmUp(TWO_THREADS, () -> {
                    throw new IllegalStateException("no such data");
                }),
                backend -> backend.warmUp(
                        new DeviceOptions(List.of("plain"), 2), () -> Outline.programs(model("softmax-linear"))));
        for (final Consumer<CpuBackend> guess : guesses) {
            assertArrayEquals(expected, trained(guess));
        }
    }

    @Test
    void aDeviceThatThereIsNotIsNamedAtOnce() {
        final DeviceOptions second = new DeviceOptions(List.of("1"), 2);
        assertThrows(DeviceException.class, () -> new CpuBackend().warmUp(second, List::of));
    }

    /** The parameters after some steps. */
    private static float[] trained(Consumer<CpuBackend> guess) {
        final Model model = model("softmax-linear");
        final Trainer trainer = new Trainer(model, noise(model, 300, 100));
        final CpuBackend backend = new CpuBackend();
        guess.accept(backend);
        try (Session session = backend.open(TWO_THREADS, trainer.programs())) {
            trainer.upload(
                    session,
                    ParameterValues.initial(model.network(), model.recipe().initialiser(), RandomStream.of(5)));
            trainer.walk().begin(session, trainer.orders(0, 1, RandomStream.of(6)));
            trainer.walk().advance(session, 0, trainer.walk().steps());
            final var weights = model.network().parameterTensors().getFirst();
            final float[] values = new float[weights.size()];
            session.download(weights, values);
            assertTrue(values[0] != 0);
            return values;
        }
    }
}
