package dev.berth.profiler.preload;

import dev.berth.profiler.device.Device;
import dev.berth.profiler.preload.ReaderSetting.Ring;
import java.util.HashMap;
import java.util.Map;

/** One ring and one set of threads for each thread count and chunk size, kept for a whole session. */
public final class Preloaders implements AutoCloseable {
    private final Device device;
    private final Map<Ring, Preloader> byRing = new HashMap<>();

    public Preloaders(Device device) {
        this.device = device;
    }

    /**
     * The preloader of a setting, made where there is none yet.
     *
     * @throws dev.berth.profiler.device.DeviceException where its staging buffers cannot be had
     */
    public Preloader of(ReaderSetting setting) {
        return byRing.computeIfAbsent(setting.ring(), ring -> new Preloader(device, ring.threads(), ring.chunkBytes()));
    }

    /** Whether any of them lost the device in a run: no further one can succeed. */
    public boolean deviceLost() {
        return byRing.values().stream().anyMatch(Preloader::deviceLost);
    }

    /** Where all of them load to. */
    public Device device() {
        return device;
    }

    @Override
    public void close() {
        byRing.values().forEach(Preloader::close);
        byRing.clear();
    }
}
