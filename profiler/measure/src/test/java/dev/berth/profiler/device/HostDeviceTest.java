package dev.berth.profiler.device;

/** Host memory keeps what every device promises. */
class HostDeviceTest extends DeviceContract {
    @Override
    protected Device open() {
        return new HostKind().open(0);
    }

    @Override
    protected String id() {
        return "host";
    }
}
