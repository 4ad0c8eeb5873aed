package handgrad.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Reading, in TornadoVM's log of a graph, how long the device took for a task. */
class DeviceTimesTest {
    /** Shortened from what TornadoVM 5.2 wrote; the second task's launch was refused (CL_INVALID_WORK_GROUP_SIZE). */
    private static final String LOG = """
            {
                "program0": {
                    "TOTAL_KERNEL_TIME": "2490495",
                    "program0.relu_1": {
                        "BACKEND": "OPENCL",
                        "METHOD": "Activations.relu",
                        "TASK_KERNEL_TIME": "2490495"
                    },
                    "program0.relu_12": {
                        "BACKEND": "OPENCL",
                        "TASK_KERNEL_TIME": "0"
                    },
                    "program0.relu_3": {
                        "BACKEND": "JAVA"
                    }
                }
            }
            """;

    @Test
    void aTaskThatRanHasATime() {
        assertEquals(Optional.of(2_490_495L), SessionPlan.nanoseconds(LOG, "program0.relu_1"));
    }

    @Test
    void aTaskThatWasRefusedHasNone() {
        assertEquals(Optional.of(0L), SessionPlan.nanoseconds(LOG, "program0.relu_12"));
    }

    @Test
    void aTaskThatTheDeviceNeverSawHasNone() {
        assertEquals(Optional.empty(), SessionPlan.nanoseconds(LOG, "program0.relu_3"));
        assertEquals(Optional.empty(), SessionPlan.nanoseconds(LOG, "program0.relu_4"));
    }
}
