package dev.berth.profiler.run.plan;

import dev.berth.dataset.raw.MeasuredRow;
import dev.berth.dataset.raw.RowKey;
import dev.berth.profiler.model.Model;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Series that are measured in turn. Runs come in blocks: a block holds each unfinished series once, in an order
 * shuffled from the seed, so that drift of the machine affects all series alike.
 */
public final class Stage {
    private final Map<RowKey, Series> series = new LinkedHashMap<>();
    private final Repeats repeats;
    private final long seed;
    private int block;
    private List<Series> queue = List.of();
    private int position;
    private int runsMade;

    Stage(Repeats repeats, long seed) {
        this.repeats = repeats;
        this.seed = seed;
        block = -repeats.warmUps() - 1;
    }

    /** Adds a series, where there is none of its key yet. */
    void add(Model model, RowKey key) {
        series.putIfAbsent(key, new Series(model, key, repeats));
    }

    boolean holds(RowKey key) {
        return series.containsKey(key.withRepetition(0));
    }

    /** Records a run, made now or in the resumed session. */
    public void made(MeasuredRow row) {
        runsMade++;
        RowKey first = row.key().withRepetition(0);
        if (series.containsKey(first)) {
            series.get(first).made(row);
        }
    }

    /** The next run, the same one until it is {@linkplain #made made}; empty where all series are done. */
    public Optional<PlannedRun> next() {
        while (block < repeats.mostBlocks()) {
            while (position < queue.size()) {
                Series one = queue.get(position);
                if (!one.isExecuted(block) && !one.isDone()) {
                    return Optional.of(new PlannedRun(one.model(), one.key().withRepetition(block)));
                }
                position++;
            }
            if (series.values().stream().allMatch(Series::isDone)) {
                return Optional.empty();
            }
            block++;
            queue = new ArrayList<>(series.values());
            Collections.shuffle(queue, new Random(seed * 31 + block));
            position = 0;
        }
        return Optional.empty();
    }

    /** Runs made, including those of the resumed session. */
    public int runsMade() {
        return runsMade;
    }

    /** Most runs that can still come, making up for unproven ones apart. */
    public int runsLeft() {
        return series.values().stream().mapToInt(Series::left).sum();
    }
}
