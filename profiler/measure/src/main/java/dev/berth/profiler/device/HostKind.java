package dev.berth.profiler.device;

/** Host memory, which is always there. */
public final class HostKind implements DeviceKind {
    @Override
    public String name() {
        return HostDevice.ID;
    }

    @Override
    public String title() {
        return "host memory";
    }

    @Override
    public boolean isNumbered() {
        return false;
    }

    @Override
    public int count() {
        return 1;
    }

    @Override
    public Device open(int number) {
        return new HostDevice();
    }
}
