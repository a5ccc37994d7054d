package dev.berth.profiler.device.opencl;

import dev.berth.dataset.Vocabulary;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.device.DeviceKind;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** Whatever OpenCL's loader lists, of all drivers. */
public final class OpenClKind implements DeviceKind {
    @Override
    public String name() {
        return Vocabulary.OPENCL;
    }

    @Override
    public String title() {
        return "OpenCL";
    }

    @Override
    public int count() {
        return devices().size();
    }

    /** The first that is not the processor itself: what is loaded there gains nothing over host memory. */
    @Override
    public OptionalInt preferred() {
        List<Long> devices = devices();
        return IntStream.range(0, devices.size())
                .filter(i -> isLink(id(i), devices.get(i)))
                .findFirst();
    }

    /** Whether weights cross a link to it; a device that does not tell is left to those who name it. */
    private static boolean isLink(String id, long device) {
        try {
            return (OpenCl.number(id, device, OpenCl.DEVICE_TYPE) & OpenCl.TYPE_CPU) == 0;
        } catch (DeviceException e) {
            return false;
        }
    }

    private List<Long> devices() {
        try {
            return OpenCl.devices(name());
        } catch (DeviceException e) {
            return List.of();
        }
    }

    @Override
    public Device open(int number) {
        return OpenClDevice.open(id(number), number);
    }
}
