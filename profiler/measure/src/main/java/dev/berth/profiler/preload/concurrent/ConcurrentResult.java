package dev.berth.profiler.preload.concurrent;

import dev.berth.profiler.preload.PreloadResult;
import dev.berth.record.Reading;
import java.util.List;
import java.util.Optional;

/**
 * What concurrent loads took.
 *
 * @param loads each of them
 * @param spanNanos from the begin of the first to the end of the last
 * @param copyBytesPerSecond rate of the copies that kept the device busy meanwhile
 */
public record ConcurrentResult(List<PreloadResult> loads, long spanNanos, Reading<Double> copyBytesPerSecond) {
    public ConcurrentResult {
        loads = List.copyOf(loads);
    }

    /** What went wrong first, one line; empty where every load ended well. */
    public Optional<String> failure() {
        return loads.stream().flatMap(load -> load.failure().stream()).findFirst();
    }

    /** Weight bytes delivered by all. */
    public long bytes() {
        return loads.stream().mapToLong(PreloadResult::bytes).sum();
    }
}
