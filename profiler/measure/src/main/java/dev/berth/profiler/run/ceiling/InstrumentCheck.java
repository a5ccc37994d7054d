package dev.berth.profiler.run.ceiling;

import dev.berth.dataset.Instrument;
import dev.berth.profiler.preload.PreloadRequest;
import dev.berth.profiler.preload.Preloader;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.statistics.OrderStatistics;
import java.util.List;

/** Measures the instrument's own error. */
public final class InstrumentCheck {
    private static final int N = 200;
    private static final int READS_PER_BATCH = 1000;

    private InstrumentCheck() {}

    public static Instrument measure(Preloader preloader) {
        PreloadRequest empty =
                new PreloadRequest(List.of(), headers -> List.of(), ReaderKind.BUFFERED, () -> {}, false);
        double[] readNanos = new double[N];
        double[] emptyNanos = new double[N];
        long granularityNanos = Long.MAX_VALUE;
        // The first round runs unoptimised code and is overwritten.
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < N; i++) {
                granularityNanos = Math.min(granularityNanos, smallestStepNanos());
                readNanos[i] = readNanos();
                emptyNanos[i] = preloader.run(empty).totalNanos();
            }
        }
        return new Instrument(
                granularityNanos, OrderStatistics.median(readNanos), Math.round(OrderStatistics.median(emptyNanos)), N);
    }

    private static long smallestStepNanos() {
        long before = System.nanoTime();
        long now = System.nanoTime();
        while (now == before) {
            now = System.nanoTime();
        }
        return now - before;
    }

    private static double readNanos() {
        long begin = System.nanoTime();
        for (int i = 1; i < READS_PER_BATCH; i++) {
            System.nanoTime();
        }
        return (System.nanoTime() - begin) / (double) READS_PER_BATCH;
    }
}
