package handgrad.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import handgrad.backend.StepProfile;
import handgrad.backend.StepProfile.Piece;
import handgrad.backend.StepProfile.Span;
import handgrad.backend.StepProfile.Step;
import handgrad.backend.opencl.LaunchTimes.Launch;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Made-up times of queues: every nanosecond of a group of steps belongs to one piece. */
class LaunchTimesTest {
    private static final List<Piece> KERNELS = List.of(new Piece("a", List.of()), new Piece("b", List.of()));
    private static final int HOST = 2;
    private static final int DRIVER = 3;
    private static final int ENDS = 4;

    @Test
    void whatTheDeviceWaitsForIsToldApart() {
        final LaunchTimes times = new LaunchTimes(2);
        times.add(
                List.of(
                        new Launch(1000, 1010, 1030), // begins 10 after it was put into the queue
                        new Launch(1005, 1033, 1050), // lies in the queue already when the one before ends
                        new Launch(1058, 1060, 1070), // is late by 8, and begins 2 later
                        new Launch(1061, 1070, 1090)), // begins at once
                2,
                100);

        final StepProfile profile = times.profile(KERNELS);

        assertEquals(List.of(new Step(1000, 100, 2)), profile.steps());
        assertEquals(
                List.of(
                        new Span(DRIVER, 0, 1000, 10),
                        new Span(0, 0, 1010, 20),
                        new Span(DRIVER, 0, 1030, 3),
                        new Span(1, 0, 1033, 17),
                        new Span(HOST, 0, 1050, 8),
                        new Span(DRIVER, 0, 1058, 2),
                        new Span(0, 0, 1060, 10),
                        new Span(1, 0, 1070, 20),
                        new Span(ENDS, 0, 1090, 10)),
                profile.spans());
        assertEquals(
                List.of("a", "b", LaunchTimes.HOST.name(), LaunchTimes.DRIVER.name(), LaunchTimes.ENDS.name()),
                profile.pieces().stream().map(Piece::name).toList());
    }

    /** The device's clock may run a little faster than the host's, and some devices round it. */
    @Test
    void aStepIsNotShorterThanItsKernels() {
        final LaunchTimes times = new LaunchTimes(1);
        times.add(List.of(new Launch(500, 500, 700)), 1, 190);

        final StepProfile profile = times.profile(KERNELS.subList(0, 1));

        assertEquals(List.of(new Step(500, 200, 1)), profile.steps());
        assertEquals(List.of(new Span(0, 0, 500, 200)), profile.spans());
    }
}
