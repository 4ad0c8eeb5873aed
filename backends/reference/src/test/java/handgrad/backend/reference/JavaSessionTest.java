package handgrad.backend.reference;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import handgrad.activation.Activations;
import handgrad.backend.Backend;
import handgrad.backend.DeviceException;
import handgrad.backend.DeviceOptions;
import handgrad.backend.Session;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.BatchOp.Advance;
import handgrad.program.BatchOp.GatherRows;
import handgrad.program.Program;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.Update;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The contract of a session besides its arithmetic, which op checks compare with the oracle. */
class JavaSessionTest {
    private final Tensor data = Tensor.data("data", Shape.of(4, 1));
    private final Tensor order = Tensor.counters("order", 4);
    private final Tensor position = Tensor.counters("position", 2);
    private final Tensor w = Tensor.parameter("w", Shape.of(2));
    private final Tensor rate = Tensor.state("rate", 1);
    private final Program one = gathering(1);
    private final Program two = gathering(2);
    private final Tensor outputOfOne = one.outputs().getFirst();
    private final Tensor outputOfTwo = two.outputs().getFirst();
    private final Program update = new Program("update", List.of(Update.plain(w, w, rate)), List.of());
    private final Session session = new JavaBackend().open(DeviceOptions.defaults(), List.of(one, two, update));

    /** Gathers the next samples and applies ReLU. Batches of all sizes have the same names. */
    private Program gathering(int samples) {
        final Tensor batch = Tensor.activation("batch", Shape.of(samples, 1));
        final Tensor y = Tensor.activation("y", Shape.of(samples, 1));
        return new Program(
                "gather " + samples,
                List.of(
                        new GatherRows(data, order, position, batch),
                        new ActivationForward(Activations.RELU, batch, y),
                        new Advance(position, samples)),
                List.of(y));
    }

    private float[] downloaded(Tensor tensor) {
        final float[] values = new float[tensor.size()];
        session.download(tensor, values);
        return values;
    }

    @Test
    void isFoundByName() {
        final Backend found = ServiceLoader.load(Backend.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(backend -> backend.name().equals("java"))
                .findFirst()
                .orElseThrow();
        assertInstanceOf(JavaBackend.class, found);
        assertEquals(1, found.devices().size());
    }

    @Test
    void hasOneDevice() {
        final DeviceOptions second = new DeviceOptions(List.of("1"), 1);
        assertThrows(DeviceException.class, () -> new JavaBackend().open(second, List.of()));
    }

    @Test
    void programsOfTwoBatchSizesShareResidentsAndKeepTheirOwnLocals() {
        session.upload(data, new float[] {5, -6, 7, 8});
        session.upload(order, new int[] {3, 1, 0, 2});
        session.run(two, 1);
        assertArrayEquals(new float[] {8, 0}, downloaded(outputOfTwo));
        session.run(one, 2);
        assertArrayEquals(new float[] {7}, downloaded(outputOfOne));
        final int[] reached = new int[2];
        session.download(position, reached);
        assertArrayEquals(new int[] {4, 3}, reached);
    }

    /** A program that has run must see data and state that are uploaded afterwards. */
    @Test
    void seesWhatIsUploadedBetweenRuns() {
        session.upload(data, new float[] {1, 2, 3, 4});
        session.run(one, 1);
        session.upload(data, new float[] {10, 20, 30, 40});
        session.upload(position, new int[] {0, 0});
        session.run(one, 1);
        assertArrayEquals(new float[] {10}, downloaded(outputOfOne));
    }

    @Test
    void copiesParametersAndState() {
        final float[] weights = {1, 2};
        session.upload(w, weights);
        session.upload(rate, new float[] {0.5f});
        session.run(update, 1);
        assertArrayEquals(new float[] {0.5f, 1}, downloaded(w));
        assertArrayEquals(new float[] {1, 2}, weights);
    }

    @Test
    void refusesWhatTheProgramsDoNotDeclare() {
        final float[] single = new float[1];
        assertThrows(IllegalArgumentException.class, () -> session.upload(outputOfOne, single), "not resident");
        assertThrows(IllegalArgumentException.class, () -> session.upload(w, single), "wrong size");
        assertThrows(IllegalArgumentException.class, () -> session.upload(w, new int[2]), "wrong type");
        assertThrows(IllegalArgumentException.class, () -> session.download(outputOfOne, single), "not run yet");
        session.run(one, 0);
        assertThrows(IllegalArgumentException.class, () -> session.download(outputOfOne, single), "run no times");
        session.run(one, 1);
        session.run(update, 1);
        assertThrows(IllegalArgumentException.class, () -> session.download(outputOfOne, single), "an earlier run");
        assertThrows(IllegalArgumentException.class, () -> session.run(gathering(3), 1), "another program");
    }

    @Test
    void closesTwice() {
        session.close();
        session.close();
    }
}
