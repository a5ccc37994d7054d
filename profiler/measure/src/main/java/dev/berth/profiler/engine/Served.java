package dev.berth.profiler.engine;

import dev.berth.dataset.raw.EngineRow.Ending;
import dev.berth.dataset.raw.EngineRow.RequestTime;
import dev.berth.dataset.raw.EngineRow.ServedMemory;
import dev.berth.dataset.raw.EngineRow.StageTime;
import dev.berth.record.Reading;
import java.util.List;
import java.util.Optional;

/**
 * One run of an engine; times are of the monotonic clock, in nanoseconds.
 *
 * @param stages of the start, disjoint and in order; they sum to {@code readyNanos} where it became ready
 * @param readyNanos from the start until it was ready; until the failure where it did not become so
 * @param requests one after the other
 * @param totalNanos from the start to the last answer, or to the failure
 * @param memory of its processes
 * @param readBytes what its processes fetched from storage until the last answer
 * @param ending how it ended
 * @param failure what went wrong, one line; empty where nothing did
 * @param warnings what a reader of the row must know, one line each
 */
public record Served(
        List<StageTime> stages,
        long readyNanos,
        List<RequestTime> requests,
        long totalNanos,
        ServedMemory memory,
        Reading<Long> readBytes,
        Ending ending,
        Optional<String> failure,
        List<String> warnings) {
    public Served {
        stages = List.copyOf(stages);
        requests = List.copyOf(requests);
        warnings = List.copyOf(warnings);
    }

    /** Between ready and the last answer, what belongs to no request; 0 where it did not become ready. */
    public long unaccountedNanos() {
        return Math.max(
                0,
                totalNanos
                        - readyNanos
                        - requests.stream().mapToLong(RequestTime::nanos).sum());
    }

    /** Nothing was started. */
    public static Served notStarted(String why) {
        return new Served(
                List.of(),
                0,
                List.of(),
                0,
                ServedMemory.none(why),
                Reading.notSupported(why),
                Ending.notStarted(why),
                Optional.of(why),
                List.of());
    }
}
