package dev.berth.profiler.example;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.dataset.Vocabulary;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.DeviceContract;
import dev.berth.profiler.device.Devices;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The device that the page shows keeps what every device promises; no machine has it, so that none lists it. */
class ArrayDeviceTest extends DeviceContract {
    @Override
    protected Device open() {
        return new ArrayDevice(id());
    }

    @Override
    protected String id() {
        return Vocabulary.OPENCL + ":9999";
    }

    @Test
    @Override
    protected void describesItself() {
        try (Device device = open()) {
            assertEquals(id(), device.record().id());
            assertEquals(List.of(), Devices.list().stream().filter(id()::equals).toList());
        }
    }
}
