package dev.berth.profiler.device.cuda;

import com.sun.jna.NativeLibrary;
import org.junit.jupiter.api.Assumptions;

/** Sets the faults and reads the counters of the stand-in CUDA driver that the build compiles for tests. */
public final class StandInDriver {
    private StandInDriver() {}

    /** Whether the driver library this JVM finds is the stand-in. */
    public static boolean available() {
        try {
            return driver().getFunction("berth_stand_in_get") != null;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    /** Skips the test, saying why, where the stand-in is missing; else forgets all that happened to it. */
    public static void require() {
        Assumptions.assumeTrue(available(), "no stand-in CUDA driver: the build found no C compiler");
        driver().getFunction("berth_stand_in_reset").invokeInt(new Object[0]);
    }

    public static void set(String key, long value) {
        driver().getFunction("berth_stand_in_set").invokeInt(new Object[] {key, value});
    }

    public static long get(String key) {
        return driver().getFunction("berth_stand_in_get").invokeLong(new Object[] {key});
    }

    /** Allocations, events, streams and contexts not given back. */
    public static long leaks() {
        return get("live_device_allocations")
                + get("live_pinned_allocations")
                + get("live_events")
                + get("live_streams")
                + get("live_contexts");
    }

    private static NativeLibrary driver() {
        return NativeLibrary.getInstance(CudaDriver.LIBRARY);
    }
}
