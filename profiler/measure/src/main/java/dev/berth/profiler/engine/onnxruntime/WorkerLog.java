package dev.berth.profiler.engine.onnxruntime;

import dev.berth.dataset.raw.EngineRow.RequestTime;
import dev.berth.dataset.raw.EngineRow.StageTime;
import dev.berth.profiler.engine.Engine;
import dev.berth.profiler.engine.process.Launch;
import dev.berth.record.Reading;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * What the worker told so far; lines come on a thread of their own. The lines are those of {@code OrtWorker}. When they
 * were written counts, not when they came: runs of a small model are quicker than that.
 */
final class WorkerLog implements Launch.Listener {
    private static final String PREFIX = "berth ";
    private static final Reading<Long> NO_TOKENS = Reading.notSupported("a run of a graph answers with no tokens");

    private final Map<String, Long> seenNanos = new LinkedHashMap<>();
    private final List<RequestTime> requests = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private Optional<String> fault = Optional.empty();
    private final Consumer<Engine.Moment> moments;
    private long readNanos;
    private long buildNanos;

    /** @param moments told of each as its line comes */
    WorkerLog(Consumer<Engine.Moment> moments) {
        this.moments = moments;
    }

    @Override
    public synchronized void line(String line, long nanos) {
        if (!line.startsWith(PREFIX)) {
            return;
        }
        String[] words = line.split(" ", 4);
        String what = words[2];
        String more = words.length == 4 ? words[3] : "";
        seenNanos.putIfAbsent(what, Math.min(Long.parseLong(words[1]), nanos));
        switch (what) {
            case "ready" -> {
                moments.accept(Engine.Moment.READY);
                String[] parts = more.split(" ");
                readNanos = Long.parseLong(parts[0]);
                buildNanos = Long.parseLong(parts[1]);
            }
            case "input" -> remarks.add("input " + more);
            case "run" -> {
                if (requests.isEmpty()) {
                    moments.accept(Engine.Moment.FIRST_ANSWER);
                }
                requests.add(new RequestTime(1, Long.parseLong(more), NO_TOKENS));
            }
            case "fault" -> {
                fault = Optional.of("ONNX Runtime: " + more);
                ended.countDown();
            }
            case "done" -> {
                moments.accept(Engine.Moment.LAST_ANSWER);
                ended.countDown();
            }
            default -> {
                // java and library: their moment is all that counts.
            }
        }
    }

    /** Waits until all was told; false where it takes longer. */
    boolean awaitEnd(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Whether the model is loaded. */
    synchronized boolean isReady() {
        return seenNanos.containsKey("ready");
    }

    synchronized Optional<String> fault() {
        return fault;
    }

    synchronized List<RequestTime> requests() {
        return List.copyOf(requests);
    }

    /** What a reader of the row must know. */
    synchronized List<String> remarks() {
        return List.copyOf(remarks);
    }

    /** When something was told, or else. */
    synchronized long at(String what, long otherwise) {
        return seenNanos.getOrDefault(what, otherwise);
    }

    /**
     * Disjoint stages from the start to an end: up to the library by the moments its lines came, within the creation of
     * the session by the library's own clock.
     */
    synchronized List<StageTime> stages(long startNanos, long endNanos) {
        List<StageTime> stages = new ArrayList<>();
        long begin = stage(stages, "start of the process", "java", startNanos);
        begin = stage(stages, "load of the library", "library", begin);
        if (isReady()) {
            stages.add(new StageTime("read of the model", readNanos));
            stages.add(new StageTime("build of the graph", buildNanos));
            stages.add(new StageTime("rest of the session", Math.max(0, endNanos - begin - readNanos - buildNanos)));
        } else {
            stages.add(new StageTime("what failed", endNanos - begin));
        }
        return stages;
    }

    /** Adds a stage that a line ended, where it came; returns when the next one begins. */
    private long stage(List<StageTime> stages, String name, String line, long beginNanos) {
        long endNanos = at(line, beginNanos);
        if (seenNanos.containsKey(line)) {
            stages.add(new StageTime(name, endNanos - beginNanos));
        }
        return endNanos;
    }
}
