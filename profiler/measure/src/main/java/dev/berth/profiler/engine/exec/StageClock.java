package dev.berth.profiler.engine.exec;

import dev.berth.dataset.raw.EngineRow.StageTime;
import dev.berth.profiler.engine.process.Launch;
import dev.berth.profiler.engine.recipe.Recipe;
import dev.berth.profiler.engine.recipe.Recipe.StageMark;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** When lines of output were seen that end stages, or say that all is ready. Lines come on a thread of their own. */
final class StageClock implements Launch.Listener {
    /** What goes on from the last mark until it is ready. */
    static final String LAST_STAGE = "ready";

    private static final long NOT_SEEN = Long.MIN_VALUE;

    private final List<StageMark> marks;
    private final List<Pattern> patterns;
    private final Pattern ready;
    private final long[] seenNanos;
    private final CountDownLatch readySeen = new CountDownLatch(1);
    private volatile long readyNanos = NOT_SEEN;

    StageClock(Recipe recipe) {
        marks = recipe.stages();
        patterns = marks.stream().map(StageMark::pattern).toList();
        ready = recipe.ready().output() == null
                ? null
                : Pattern.compile(recipe.ready().output());
        seenNanos = new long[marks.size()];
        Arrays.fill(seenNanos, NOT_SEEN);
    }

    @Override
    public synchronized void line(String line, long nanos) {
        for (int i = 0; i < seenNanos.length; i++) {
            if (seenNanos[i] == NOT_SEEN && patterns.get(i).matcher(line).find()) {
                seenNanos[i] = nanos;
            }
        }
        if (ready != null && readyNanos == NOT_SEEN && ready.matcher(line).find()) {
            readyNanos = nanos;
            readySeen.countDown();
        }
    }

    /** When the line was there that says that all is ready; waits for it for a while. */
    OptionalLong awaitReady(long patienceMillis) throws InterruptedException {
        return readySeen.await(patienceMillis, TimeUnit.MILLISECONDS)
                ? OptionalLong.of(readyNanos)
                : OptionalLong.empty();
    }

    /**
     * Disjoint stages from the start to an end.
     *
     * @param warnings gets a line for each mark that was not seen between them, or out of order
     */
    synchronized List<StageTime> stages(long startNanos, long endNanos, List<String> warnings) {
        List<StageTime> stages = new ArrayList<>();
        long before = startNanos;
        for (int i = 0; i < seenNanos.length; i++) {
            String name = marks.get(i).name();
            if (seenNanos[i] == NOT_SEEN || seenNanos[i] > endNanos || seenNanos[i] < before) {
                warnings.add("stage " + name + ": no line like \""
                        + marks.get(i).output() + "\" "
                        + (seenNanos[i] == NOT_SEEN
                                ? "was written"
                                : seenNanos[i] > endNanos ? "was written before it was ready" : "came in its place"));
                continue;
            }
            stages.add(new StageTime(name, seenNanos[i] - before));
            before = seenNanos[i];
        }
        stages.add(new StageTime(LAST_STAGE, endNanos - before));
        return stages;
    }
}
