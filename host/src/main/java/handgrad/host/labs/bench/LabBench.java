package handgrad.host.labs.bench;

import handgrad.backend.DeviceInfo;
import handgrad.backend.Session;
import handgrad.host.devices.ChosenDevice;
import handgrad.host.devices.Float64Oracle;
import handgrad.loss.SampleLosses;
import handgrad.program.Program;
import handgrad.random.RandomStream;
import java.util.List;

/**
 * What a lab experiments with.
 *
 * @param device the device under test
 * @param seed of all random numbers
 */
public record LabBench(ChosenDevice device, long seed) {
    /**
     * The programs on the device.
     *
     * @param programs what it will run
     * @return the open session
     */
    public LabSession onDevice(Program... programs) {
        return LabSession.rounding(open(programs));
    }

    /**
     * The programs in float64 on the host, for difference quotients.
     *
     * @param programs what it will run
     * @return the open session
     */
    public LabSession inFloat64(Program... programs) {
        return LabSession.exact(Float64Oracle.open(List.of(programs)));
    }

    /** A session on the device as training has it. */
    Session open(Program... programs) {
        return device.open(List.of(programs));
    }

    /**
     * The device under test, as a session on it names it.
     *
     * @return what does the work
     * @throws handgrad.backend.DeviceException if it cannot be used
     */
    public DeviceInfo deviceInfo() {
        try (Session session = open(ScoreProgram.of(SampleLosses.LOGISTIC, 1).program())) {
            return session.device();
        }
    }

    /**
     * Random numbers for one purpose; they depend on nothing but the seed and the purpose.
     *
     * @param purpose what they are for
     * @return the stream
     */
    public RandomStream random(String purpose) {
        return RandomStream.of(RandomStream.Kind.HANDGRAD, seed).derive(purpose, 0);
    }
}
