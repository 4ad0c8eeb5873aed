package handgrad.training;

import static handgrad.network.Layers.averagePool;
import static handgrad.network.Layers.linear;
import static handgrad.network.Layers.tanh;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import handgrad.dataset.Dataset;
import handgrad.dataset.Targets;
import handgrad.loss.Reduction;
import handgrad.loss.SampleLosses;
import handgrad.loss.ScoreLoss;
import handgrad.loss.SoftmaxCrossEntropy;
import handgrad.network.Network;
import handgrad.program.Op;
import handgrad.program.Program;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgramsTest {
    private final Network network =
            Network.of(Shape.of(1, 4, 6), averagePool(2), linear("l1", 5), tanh(), linear("l2", 3));
    private final Dataset dataset = new Dataset(
            "seven", Shape.of(1, 4, 6), new float[7 * 24], new Targets.Classes(new int[] {0, 1, 2, 0, 1, 2, 0}, 3));
    private final Objective objective = new Objective(new SoftmaxCrossEntropy(Reduction.MEAN), false);
    private final Feed feed = Feed.of("train", dataset, objective.loss(), 7, 4);

    private static List<String> names(Program program) {
        return program.ops().stream().map(Op::name).toList();
    }

    @Test
    void aTrainingStepGathersComputesRecordsUpdatesAndAdvances() {
        assertEquals(
                List.of(
                        "GatherRows",
                        "GatherLabels",
                        "AveragePoolForward",
                        "LinearForward",
                        "ActivationForward",
                        "LinearForward",
                        "SoftmaxCrossEntropyForward",
                        "RecordLoss",
                        "ClassHits",
                        "RecordHits",
                        "SoftmaxCrossEntropyBackward",
                        "LinearBackwardWeight",
                        "LinearBackwardInput",
                        "ActivationBackward",
                        "LinearBackwardWeight", // and no gradient below l1, the first layer that learns
                        "Update",
                        "Update",
                        "Update",
                        "Update",
                        "Advance"),
                names(Programs.trainingStep(network, objective, feed, 3)));
    }

    @Test
    void programsOfDifferentBatchSizesShareTheirResidentTensors() {
        final Program three = Programs.trainingStep(network, objective, feed, 3);
        final Program one = Programs.trainingStep(network, objective, feed, 1);

        assertEquals(three.residents(), one.residents());
    }

    @Test
    void anEvaluationChangesNoParameter() {
        final Program program = Programs.evaluationStep(network, objective, feed, 3);
        final List<Tensor> written =
                program.ops().stream().flatMap(op -> op.outputs().stream()).toList();

        assertEquals(
                List.of(),
                network.parameterTensors().stream().filter(written::contains).toList());
        assertEquals(List.of(Tensor.activation("l2", Shape.of(3, 3))), program.outputs());
    }

    @Test
    void thePenaltySparesTheBiases() {
        final Objective penalised = new Objective(new SoftmaxCrossEntropy(Reduction.MEAN), true);

        final List<String> names = names(Programs.trainingStep(network, penalised, feed, 3));

        assertEquals(2, names.stream().filter("AddPenaltyGradient"::equals).count());
        assertEquals(2, names.stream().filter("RecordPenalty"::equals).count());
    }

    @Test
    void aLossRefusesTargetsOfTheWrongKind() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Feed.of("train", dataset, ScoreLoss.mean(SampleLosses.SQUARED_ERROR), 7, 4));
    }
}
