package dev.berth.benchmarks.foresight;

import dev.berth.optimizer.workload.Requests;
import java.util.Arrays;
import java.util.Comparator;
import java.util.function.BiConsumer;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** Requests kept in memory, so that every method meets the same ones. */
final class RequestLog {
    private long[] arrivals = new long[1024];
    private int[] models = new int[1024];
    private int size;

    private RequestLog() {}

    /** Reads a cursor to its end and closes it. */
    static RequestLog of(Requests requests) {
        RequestLog log = new RequestLog();
        try (requests) {
            while (requests.next()) {
                log.add(requests.arrivalNanos(), requests.model());
            }
        }
        return log;
    }

    private void add(long arrivalNanos, int model) {
        if (size == arrivals.length) {
            arrivals = Arrays.copyOf(arrivals, 2 * size);
            models = Arrays.copyOf(models, 2 * size);
        }
        arrivals[size] = arrivalNanos;
        models[size++] = model;
    }

    /**
     * Each request with those that follow it, of the same model, in order of time.
     *
     * @param horizonNanos what comes later is left out
     * @param followers tells the arrivals of those that follow one
     */
    RequestLog followed(double horizonNanos, BiConsumer<Long, LongConsumer> followers) {
        RequestLog all = new RequestLog();
        for (int request = 0; request < size; request++) {
            int model = models[request];
            all.add(arrivals[request], model);
            followers.accept(arrivals[request], arrival -> {
                if (arrival < horizonNanos) {
                    all.add(arrival, model);
                }
            });
        }
        return all.sorted();
    }

    private RequestLog sorted() {
        int[] order = IntStream.range(0, size)
                .boxed()
                .sorted(Comparator.comparingLong(request -> arrivals[request]))
                .mapToInt(Integer::intValue)
                .toArray();
        RequestLog sorted = new RequestLog();
        for (int request : order) {
            sorted.add(arrivals[request], models[request]);
        }
        return sorted;
    }

    /** Requests counted: one row a slot, one value a model; what comes after the last slot is left out. */
    double[][] counts(int slots, int modelCount, double slotNanos) {
        double[][] counts = new double[slots][modelCount];
        for (int request = 0; request < size; request++) {
            int slot = (int) (arrivals[request] / slotNanos);
            if (slot < slots) {
                counts[slot][models[request]]++;
            }
        }
        return counts;
    }

    /** Stands before the first request; work is 1. */
    Requests open() {
        return new Cursor();
    }

    private final class Cursor implements Requests {
        private int at = -1;

        @Override
        public boolean next() {
            at++;
            return at < size;
        }

        @Override
        public long arrivalNanos() {
            return arrivals[at];
        }

        @Override
        public int model() {
            return models[at];
        }

        @Override
        public double work() {
            return 1;
        }

        @Override
        public void close() {
            // Holds nothing but memory.
        }
    }
}
