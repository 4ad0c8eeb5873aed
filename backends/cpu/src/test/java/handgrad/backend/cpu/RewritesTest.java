package handgrad.backend.cpu;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import handgrad.backend.Session;
import handgrad.backend.cpu.kernel.vector.VectorKernels;
import handgrad.backend.cpu.plan.Lowering;
import handgrad.backend.cpu.plan.Schedule;
import handgrad.backend.cpu.rewrite.Rewrite;
import handgrad.dataset.Inputs;
import handgrad.dataset.PixelScale;
import handgrad.homework.Homework;
import handgrad.program.Program;
import handgrad.program.Tensor;
import handgrad.training.Feed;
import handgrad.training.Model;
import handgrad.training.Programs;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A rewritten program trains to the same bits as the program as it stands. */
class RewritesTest {
    /** Three groups, the last of one sample. */
    private static final int BATCH = 33;

    private static final List<String> MODELS =
            List.of("lenet5-modern", "lenet5-original", "softmax-linear", "mlp-relu-784-611-507-10");

    @TestFactory
    Stream<DynamicNode> withoutOneOrAnyTheBitsAreTheSame() {
        return MODELS.stream().map(model -> {
            final List<int[]> expected = train(model, new CpuBackend(VectorKernels::new));
            final Stream<Set<Rewrite>> fewer = Stream.concat(
                    Stream.of(Set.of()),
                    Stream.of(Rewrite.values()).map(rewrite -> EnumSet.complementOf(EnumSet.of(rewrite))));
            return dynamicContainer(
                    model,
                    fewer.map(rewrites -> dynamicTest(
                            "with " + rewrites,
                            () -> CpuBackendTest.assertSame(
                                    expected, train(model, new CpuBackend(VectorKernels::new, rewrites)), model))));
        });
    }

    /** Else the test above could not fail. */
    @Test
    void eachRewriteChangesThePlanOfOneOfTheModels() {
        final Set<Rewrite> all = EnumSet.allOf(Rewrite.class);
        for (final Rewrite rewrite : Rewrite.values()) {
            final Set<Rewrite> others = EnumSet.complementOf(EnumSet.of(rewrite));
            assertTrue(
                    MODELS.stream().anyMatch(model -> !plan(model, all).equals(plan(model, others))),
                    rewrite::toString);
        }
    }

    private static Schedule plan(String name, Set<Rewrite> rewrites) {
        final Model model = Homework.find(name).orElseThrow();
        final Feed feed = CpuBackendTest.feed(model, BATCH);
        final Program step = Programs.trainingStep(model.network(), model.objective(), feed, BATCH);
        return Schedule.of(Lowering.nodes(step, rewrites), rewrites);
    }

    private static List<int[]> train(String model, CpuBackend backend) {
        return CpuBackendTest.train(backend, 2, model, BATCH, RewritesTest::uploadPixels);
    }

    /** Pixels of which most are blank, in stretches, as those of digits are. */
    private static void uploadPixels(Session session, Tensor inputs) {
        final Random random = new Random(21);
        final byte[] bytes = new byte[inputs.size()];
        boolean isBlank = true;
        for (int i = 0; i < bytes.length; i++) {
            isBlank = random.nextInt(20) == 0 ? !isBlank : isBlank;
            bytes[i] = isBlank || i % 28 < 4 ? 0 : (byte) random.nextInt(256);
        }
        session.upload(inputs, new Inputs.Pixels(bytes, PixelScale.UNIT));
    }
}
