package dev.berth.optimizer.stream;

import dev.berth.optimizer.solve.fleet.Workers;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntConsumer;

/** Threads of this process. */
public final class ThreadEngine implements BlockEngine {
    /** The master that stands for it. */
    public static final String MASTER = "threads";

    private final Workers workers;

    /** @param threads >= 1 */
    public ThreadEngine(int threads) {
        workers = new Workers(threads);
    }

    @Override
    public <T extends Serializable> List<T> run(String what, int blocks, BlockTask<T> task, IntConsumer told) {
        AtomicReferenceArray<T> results = new AtomicReferenceArray<>(blocks);
        AtomicInteger done = new AtomicInteger();
        workers.each(blocks, block -> {
            results.set(block, task.run(block));
            told.accept(done.incrementAndGet());
        });
        List<T> all = new ArrayList<>();
        for (int block = 0; block < blocks; block++) {
            all.add(results.get(block));
        }
        return all;
    }

    @Override
    public void close() {
        // Its threads end with each task.
    }
}
