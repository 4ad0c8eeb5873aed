package handgrad.backend.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.jocl.CL;
import org.junit.jupiter.api.Test;

/** What platforms are asked. */
class DeviceQueriesTest {
    /** cl.h: CL_DEVICE_TYPE_ALL is 0xFFFFFFFF of a 64-bit type. */
    @Test
    void allTypesAreThirtyTwoBits() {
        assertEquals(1L << 32, DeviceQueries.ALL_TYPES + 1);
        assertEquals(CL.CL_DEVICE_TYPE_ALL, (int) DeviceQueries.ALL_TYPES);
    }

    @Test
    void devicesAreFoundByIt() {
        OpenClHere.require();
        assertTrue(DeviceQueries.platforms().length > 0);
        assertTrue(DeviceQueries.devices(DeviceQueries.platforms()[0]).length > 0);
    }
}
