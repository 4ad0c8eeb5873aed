package handgrad.kernels.program;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.homework.Homework;
import handgrad.kernels.program.Call.Share;
import handgrad.kernels.program.StepKernel.Form;
import handgrad.optimiser.Optimisers;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.training.Model;
import java.lang.classfile.ClassFile;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stages of training steps, and the kernels that are generated from them. */
class ScheduleTest {
    static Stream<Model> models() {
        return Homework.models().stream();
    }

    private static Schedule schedule(Model model) {
        final Program program = HomeworkPrograms.trainingStep(model);
        return Schedule.of(program, new Scratch(program));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lenet5-modern",
                "lenet5-original",
                "softmax-linear",
                "mlp-wide",
                "mlp-regression",
                "mlp-regression-noisy",
                "mlp-relu-784-64-32-10"
            })
    void aStepIsTwoKernels(String name) {
        final List<StepKernel> kernels =
                schedule(Homework.find(name).orElseThrow()).kernels();
        assertEquals(
                List.of(Form.GROUP_A_SAMPLE, Form.ITEM_A_PARAMETER),
                kernels.stream().map(StepKernel::form).toList());
    }

    /** The penalty is recorded before the update of the same weights, by one work-item: a stage of its own. */
    @Test
    void aRecordOfThePenaltyIsAStageBeforeTheUpdate() {
        assertEquals(
                3,
                schedule(Homework.find("logistic-l2").orElseThrow()).kernels().size());
    }

    @ParameterizedTest
    @MethodSource("models")
    void everyOpIsComputedOnceInEveryForm(Model model) {
        final Program program = HomeworkPrograms.trainingStep(model);
        final Schedule schedule = Schedule.of(program, new Scratch(program));
        final List<Op> inKernels = schedule.kernels().stream()
                .flatMap(kernel -> kernel.ops().stream())
                .toList();
        assertEquals(program.ops().size(), inKernels.size());
        assertEquals(Set.copyOf(program.ops()), Set.copyOf(inKernels));
        assertEquals(Set.copyOf(program.ops()), Set.copyOf(schedule.steps().ops()));
    }

    /** What one call for a sample writes and another reads has a barrier between the two. */
    @ParameterizedTest
    @MethodSource("models")
    void barriersSeparateWritersFromReaders(Model model) {
        for (final StepKernel kernel : schedule(model).kernels()) {
            final Set<Object> written = new HashSet<>();
            for (final Line line : kernel.lines()) {
                switch (line) {
                    case Line.Barrier barrier -> written.clear();
                    case Line.Helper(Call call) -> {
                        if (call.share() instanceof Share.OfSample) {
                            call.op().inputs().forEach(input -> assertTrue(!written.contains(input), input.name()));
                            written.addAll(call.op().outputs());
                        }
                    }
                    case Line.SampleLoop loop -> throw new AssertionError("a loop in a kernel of one step");
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void theGeneratedClassIsSound(Model model) {
        final Schedule schedule = schedule(model);
        final List<StepKernel> kernels = Stream.concat(schedule.kernels().stream(), Stream.of(schedule.steps()))
                .toList();
        final byte[] bytes = StepClass.bytes(kernels);
        assertEquals(List.of(), ClassFile.of().verify(bytes));
        assertTrue(ClassFile.of().parse(bytes).methods().stream()
                .anyMatch(method -> method.methodName().equalsString("steps")));
    }

    @Test
    void theTextSaysWhatThePictureOfTheNetworkSays() {
        final String text = StepText.of(
                schedule(Homework.find("lenet5-modern").orElseThrow()).kernels().getFirst());
        final List<String> inOrder = List.of(
                "StepBatches.gatherRow(item, items, trainInputs, trainOrder, trainPosition, sample, values, ",
                "StepConvolutions.forward(item, items, values, ",
                "StepActivations.forward(",
                "StepPoolings.average(",
                "StepLinears.forward(",
                "StepClassLosses.gradient(",
                "StepLinears.inputGradient(",
                "StepPoolings.averageGradient(",
                "StepConvolutions.inputGradient(");
        int from = 0;
        for (final String call : inOrder) {
            final int found = text.indexOf(call, from);
            assertTrue(found >= from, call + " is missing in\n" + text);
            from = found;
        }
    }

    /** Adam keeps two numbers a weight: 30 arrays for LeNet-5, of which a kernel takes at most 19 and others beside. */
    @Test
    void tooManyArraysAreSeveralKernels() {
        final Model lenet = Homework.find("lenet5-modern").orElseThrow();
        final Schedule adam = schedule(lenet.withRecipe(lenet.recipe().withOptimiser(Optimisers.ADAM)));
        assertTrue(adam.kernels().stream().allMatch(kernel -> kernel.parameters() <= StepKernel.MAX_PARAMETERS));
        assertTrue(adam.kernels().size() <= 5, adam.kernels().size() + " kernels");
        assertTrue(adam.steps().parameters() > StepKernel.MAX_PARAMETERS);
    }
}
