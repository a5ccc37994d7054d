package dev.berth.profiler.preload;

import dev.berth.dataset.PreloadPhase;
import dev.berth.dataset.raw.RunRow.MemoryDelta;
import dev.berth.dataset.raw.RunRow.Unload;
import dev.berth.record.Reading;
import java.util.Map;
import java.util.Optional;

/**
 * What one preload took.
 *
 * @param failure what went wrong, one line; empty where all bytes arrived
 * @param phaseNanos time of each phase on the timed thread; they sum to {@code totalNanos}
 * @param totalNanos wall-clock from before the first open to after the last close, or to the failure
 * @param storageBusyNanos time during which at least one read was under way
 * @param copyBusyNanos time during which at least one copy was under way, as the timed thread saw it
 * @param bytes bytes delivered; 0 where it failed
 * @param readBytes bytes that had to be read for that, gaps between extents included
 * @param memory device memory before, after and at most
 * @param boundBy the longest phase, in the words of {@code RunRow}
 * @param verified whether the device's bytes equal the files'
 * @param unload what giving the memory back took, and whether it came back
 */
public record PreloadResult(
        Optional<String> failure,
        Map<PreloadPhase, Long> phaseNanos,
        long totalNanos,
        long storageBusyNanos,
        long copyBusyNanos,
        long bytes,
        long readBytes,
        MemoryDelta memory,
        String boundBy,
        Reading<Boolean> verified,
        Unload unload) {}
