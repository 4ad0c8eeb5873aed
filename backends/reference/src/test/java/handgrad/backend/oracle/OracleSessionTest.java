package handgrad.backend.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import handgrad.activation.Activations;
import handgrad.backend.Backend;
import handgrad.backend.DeviceException;
import handgrad.backend.DeviceOptions;
import handgrad.program.ActivationOp.ActivationForward;
import handgrad.program.Program;
import handgrad.program.Shape;
import handgrad.program.Tensor;
import handgrad.program.UpdateOp.Update;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/** The contract of a session besides its arithmetic. */
class OracleSessionTest {
    private final Tensor w = Tensor.parameter("w", Shape.of(2));
    private final Tensor dw = Tensor.data("dw", Shape.of(2));
    private final Tensor rate = Tensor.state("rate", 1);
    private final Tensor y = Tensor.activation("y", Shape.of(2));
    private final Tensor kept = Tensor.activation("kept", Shape.of(2));
    private final Program update = new Program("update", List.of(Update.plain(w, dw, rate)), List.of());
    private final Program forward = new Program(
            "forward",
            List.of(new ActivationForward(Activations.RELU, w, y), new ActivationForward(Activations.RELU, y, kept)),
            List.of(kept));
    private final OracleSession session = new OracleBackend().open(DeviceOptions.defaults(), List.of(update, forward));

    @Test
    void isFoundByName() {
        final Backend found = ServiceLoader.load(Backend.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(backend -> backend.name().equals("oracle"))
                .findFirst()
                .orElseThrow();
        assertInstanceOf(OracleBackend.class, found);
        assertTrue(found.devices().getFirst().isUsable());
    }

    @Test
    void hasOneDevice() {
        final DeviceOptions second = new DeviceOptions(List.of("1"), 1);
        assertThrows(DeviceException.class, () -> new OracleBackend().open(second, List.of()));
    }

    /** Residents are initially zero, shared by the programs, and keep their contents between runs. */
    @Test
    void sharesResidentsBetweenPrograms() {
        session.upload(dw, new float[] {1, -2});
        session.upload(rate, new float[] {0.5F});
        session.run(update, 3);
        final float[] weights = new float[2];
        session.download(w, weights);
        assertEquals(-1.5F, weights[0]);
        session.run(forward, 1);
        final float[] outputs = new float[2];
        session.download(kept, outputs);
        assertEquals(3, outputs[1]);
    }

    /** 2⁻⁴⁰ is lost beside 1 in float32. */
    @Test
    void keepsDoubles() {
        final double[] precise = {1 + 0x1p-40, 1 - 0x1p-40};
        session.upload(w, precise);
        final double[] back = new double[2];
        session.download(w, back);
        assertEquals(precise[0], back[0]);
        assertEquals(precise[1], back[1]);
    }

    @Test
    void refusesWhatTheProgramsDoNotDeclare() {
        final float[] two = new float[2];
        final Tensor stranger = Tensor.parameter("stranger", Shape.of(2));
        assertThrows(IllegalArgumentException.class, () -> session.upload(stranger, two));
        assertThrows(IllegalArgumentException.class, () -> session.upload(y, two), "not resident");
        assertThrows(IllegalArgumentException.class, () -> session.upload(w, new float[3]));
        assertThrows(IllegalArgumentException.class, () -> session.upload(w, new int[2]));
        assertThrows(IllegalArgumentException.class, () -> session.download(kept, two), "not run yet");
        session.run(forward, 1);
        assertThrows(IllegalArgumentException.class, () -> session.download(y, two), "not an output");
        session.run(update, 1);
        assertThrows(IllegalArgumentException.class, () -> session.download(kept, two), "of an earlier run");
        final Program unknown = new Program("unknown", update.ops(), List.of());
        assertThrows(IllegalArgumentException.class, () -> session.run(unknown, 1));
        final Program other = new Program(
                "other",
                List.of(Update.plain(Tensor.parameter("w", Shape.of(1)), Tensor.data("other dw", Shape.of(1)), rate)),
                List.of());
        assertThrows(
                IllegalArgumentException.class,
                () -> new OracleBackend().open(DeviceOptions.defaults(), List.of(update, other)));
    }
}
