package dev.berth.profiler.device.cuda;

import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.device.Devices;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Opens a device in a JVM of its own, where the loader finds other libraries than this one's. */
final class OpenDevice {
    private OpenDevice() {}

    public static void main(String[] ids) {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        for (String id : ids) {
            try (Device device = Devices.open(id)) {
                out.println(
                        "opened " + device.record().id() + " " + device.record().standIn());
            } catch (DeviceException e) {
                out.println(e.kind() + " " + e.getMessage());
            }
        }
        out.println("gpus " + Gpus.list());
    }
}
