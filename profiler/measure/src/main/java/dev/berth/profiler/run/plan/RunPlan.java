package dev.berth.profiler.run.plan;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.raw.RunRow;
import dev.berth.dataset.raw.RunRow.RunKey;
import dev.berth.profiler.model.Model;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * Which run comes next. Runs go in blocks: each holds every series (model × point) that is not done once, in an order
 * shuffled from the seed, so that drift of the machine falls on all alike. Which runs are still to come follows from
 * the seed and the rows that are there, so that a session can be gone on with.
 */
public final class RunPlan {
    private static final int MAX_FAILURES_IN_A_ROW = 3;

    private final List<Series> series = new ArrayList<>();
    private final Map<RunKey, Series> bySeriesKey = new HashMap<>();
    private final SessionSettings settings;
    private final long seed;
    private int block;
    private List<Series> queue = List.of();
    private int position;
    private int runsMade;

    /** All runs of one model at one point. */
    private static final class Series {
        private final Model model;
        private final RunKey key;
        /** Repetitions made, shifted by the warm-ups before them. */
        private final BitSet executed = new BitSet();

        private final List<Long> totalNanos = new ArrayList<>();
        private int failuresInARow;

        Series(Model model, RunKey key) {
            this.model = model;
            this.key = key;
        }

        RunKey repetition(int number) {
            return withRepetition(key, number);
        }
    }

    /**
     * A run to be made.
     *
     * @param model what is loaded
     * @param key which point and repetition
     */
    public record Next(Model model, RunKey key) {}

    public RunPlan(SessionSettings settings, ReaderChoice choice, long seed, List<Model> models, String device) {
        this.settings = settings;
        this.seed = seed;
        for (Model model : models) {
            for (SessionSettings.Point point : choice.pointsOf(model)) {
                RunKey key = new RunKey(
                        model.record().name(),
                        device,
                        point.tier(),
                        point.setting().reader().label(),
                        point.setting().threads(),
                        point.setting().chunkBytes(),
                        0);
                Series one = new Series(model, key);
                series.add(one);
                bySeriesKey.put(key, one);
            }
        }
        block = -settings.warmUpRuns() - 1;
    }

    private static RunKey withRepetition(RunKey key, int repetition) {
        return new RunKey(
                key.model(),
                key.device(),
                key.requestedTier(),
                key.reader(),
                key.threads(),
                key.chunkBytes(),
                repetition);
    }

    /** Whether a key belongs to this plan, whatever its repetition. */
    public boolean holds(RunKey key) {
        return bySeriesKey.containsKey(withRepetition(key, 0));
    }

    /** Takes note of a run that was made, now or in the session that is gone on with. */
    public void made(RunRow row) {
        Series one = bySeriesKey.get(withRepetition(row.key(), 0));
        int index = row.key().repetition() + settings.warmUpRuns();
        if (index >= 0) {
            // Else one of more warm-ups than are asked for now.
            one.executed.set(index);
        }
        runsMade++;
        one.failuresInARow = row.failure() == null ? 0 : one.failuresInARow + 1;
        if (row.failure() == null
                && row.tier() != CacheTier.UNPROVEN
                && !row.key().warmUp()) {
            one.totalNanos.add(row.totalNanos());
        }
    }

    /** The next run; empty where all series are done. */
    public Optional<Next> next() {
        while (true) {
            while (position < queue.size()) {
                Series one = queue.get(position++);
                if (!isExecuted(one, block) && !isDone(one)) {
                    return Optional.of(new Next(one.model, one.repetition(block)));
                }
            }
            block++;
            if (block >= maxBlocks() || series.stream().allMatch(this::isDone)) {
                return Optional.empty();
            }
            queue = new ArrayList<>(series);
            Collections.shuffle(queue, new Random(seed * 31 + block));
            position = 0;
        }
    }

    private boolean isExecuted(Series one, int repetition) {
        return one.executed.get(repetition + settings.warmUpRuns());
    }

    /** A quarter more than asked for, to make up for runs whose cache state was not proven. */
    private int maxBlocks() {
        int runs = settings.stopRule().maxRuns();
        return runs + Math.max(1, runs / 4);
    }

    private boolean isDone(Series one) {
        return one.failuresInARow >= MAX_FAILURES_IN_A_ROW
                || settings.stopRule().met(one.totalNanos);
    }

    public int runsMade() {
        return runsMade;
    }

    /** Most runs that can still come, making up for unproven ones apart. */
    public int runsLeft() {
        int left = 0;
        for (Series one : series) {
            if (!isDone(one)) {
                left += settings.stopRule().maxRuns() - one.totalNanos.size();
                for (int warmUp = -settings.warmUpRuns(); warmUp < 0; warmUp++) {
                    left += isExecuted(one, warmUp) ? 0 : 1;
                }
            }
        }
        return left;
    }
}
