package dev.berth.profiler.preload;

import dev.berth.profiler.device.Device;
import java.util.HashMap;
import java.util.Map;

/** One ring and one set of threads for each thread count and chunk size, kept for a whole session. */
public final class Preloaders implements AutoCloseable {
    private final Device device;
    private final Map<Ring, Preloader> byRing = new HashMap<>();

    private record Ring(int threads, int chunkBytes) {}

    public Preloaders(Device device) {
        this.device = device;
    }

    /**
     * The preloader of a setting, made where there is none yet.
     *
     * @throws dev.berth.profiler.device.DeviceException where its staging buffers cannot be had
     */
    public Preloader of(ReaderSetting setting) {
        return byRing.computeIfAbsent(
                new Ring(setting.threads(), setting.chunkBytes()),
                ring -> new Preloader(device, ring.threads(), ring.chunkBytes()));
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
