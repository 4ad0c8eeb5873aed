package handgrad.backend.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Parsing the device time of a task from TornadoVM's log of a graph. */
class DeviceTimesTest {
    /** Shortened output of TornadoVM 5.2; the launch of the second task failed (CL_INVALID_WORK_GROUP_SIZE). */
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
        assertEquals(Optional.of(2_490_495L), ExecutionPlan.nanoseconds(LOG, "program0.relu_1"));
    }

    @Test
    void aTaskThatWasRefusedHasNone() {
        assertEquals(Optional.of(0L), ExecutionPlan.nanoseconds(LOG, "program0.relu_12"));
    }

    @Test
    void aTaskThatTheDeviceNeverSawHasNone() {
        assertEquals(Optional.empty(), ExecutionPlan.nanoseconds(LOG, "program0.relu_3"));
        assertEquals(Optional.empty(), ExecutionPlan.nanoseconds(LOG, "program0.relu_4"));
    }
}
