package dev.berth.profiler.preload;

import dev.berth.dataset.PreloadPhase;
import dev.berth.dataset.Vocabulary;
import java.util.EnumMap;
import java.util.Map;

/** One thread's time split into phases: each moment from start to the last lap belongs to exactly one. */
final class PhaseClock {
    private final Map<PreloadPhase, long[]> nanos = new EnumMap<>(PreloadPhase.class);
    private long start;
    private long mark;

    PhaseClock() {
        for (PreloadPhase phase : PreloadPhase.values()) {
            nanos.put(phase, new long[1]);
        }
    }

    void start() {
        nanos.values().forEach(cell -> cell[0] = 0);
        start = System.nanoTime();
        mark = start;
    }

    /** Gives the time since the last lap to a phase. */
    void lap(PreloadPhase phase) {
        long now = System.nanoTime();
        nanos.get(phase)[0] += now - mark;
        mark = now;
    }

    /** Leaves the time since the last lap out, as if the clock had stood still. */
    void skip() {
        long now = System.nanoTime();
        start += now - mark;
        mark = now;
    }

    long totalNanos() {
        return mark - start;
    }

    Map<PreloadPhase, Long> phases() {
        Map<PreloadPhase, Long> phases = new EnumMap<>(PreloadPhase.class);
        nanos.forEach((phase, cell) -> phases.put(phase, cell[0]));
        return phases;
    }

    /** The longest phase, in the words of {@code RunRow.boundBy}. */
    String boundBy() {
        PreloadPhase longest = PreloadPhase.OPEN_PARSE;
        for (PreloadPhase phase : PreloadPhase.values()) {
            if (nanos.get(phase)[0] > nanos.get(longest)[0]) {
                longest = phase;
            }
        }
        return longest == PreloadPhase.STORAGE_READ ? Vocabulary.BOUND_BY_STORAGE : longest.label();
    }
}
