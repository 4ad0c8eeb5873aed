package handgrad.backend.opencl;

import handgrad.backend.DeviceException;
import handgrad.backend.DeviceOptions;
import java.util.List;

/**
 * A process of its own for {@link OpenClErrorsTest}: prints what is wrong with the devices, and what opening one says.
 */
final class ShowOpenCl {
    private ShowOpenCl() {}

    public static void main(String[] arguments) {
        new OpenClBackend()
                .devices()
                .forEach(device -> System.out.println(device.problem().orElse("usable")));
        try {
            new OpenClBackend().open(DeviceOptions.defaults(), List.of()).close();
            System.out.println("opened");
        } catch (final DeviceException e) {
            System.out.println(e.getMessage());
        }
    }
}
