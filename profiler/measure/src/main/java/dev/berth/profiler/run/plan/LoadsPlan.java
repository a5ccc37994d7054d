package dev.berth.profiler.run.plan;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.LoadKind;
import dev.berth.dataset.raw.LoadsRow;
import dev.berth.dataset.raw.LoadsRow.LoadsKey;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.ReaderSetting;
import dev.berth.profiler.run.plan.SessionSettings.Company;
import dev.berth.profiler.run.plan.SessionSettings.Point;
import dev.berth.profiler.storage.ReaderKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * Which loads in company come next, as {@link RunPlan} does for single ones: blocks that hold every series once, in an
 * order shuffled from the seed, so that what is compared is taken in turn.
 */
public final class LoadsPlan {
    private static final int MAX_FAILURES_IN_A_ROW = 3;

    private final Company company;
    private final long seed;
    private final List<Series> series = new ArrayList<>();
    private final Set<LoadsKey> executed = new HashSet<>();
    private final Map<LoadsKey, Integer> failuresInARow = new HashMap<>();
    private List<Series> queue = List.of();
    private int position;
    private int block = -1;

    /** What is loaded, with the key of its first repetition. */
    private record Series(Model model, LoadsKey key) {}

    /**
     * A run to be made.
     *
     * @param model what is loaded
     * @param key in what company, and which repetition
     */
    public record Next(Model model, LoadsKey key) {}

    public LoadsPlan(SessionSettings settings, ReaderChoice choice, long seed, List<Model> models, String device) {
        this.company = settings.company();
        this.seed = seed;
        for (Model model : models) {
            Set<LoadsKey> keys = new LinkedHashSet<>();
            for (Point point : choice.pointsOf(model)) {
                if (point.tier().readsFiles() && company.runs() > 0) {
                    keys.addAll(keys(model, device, point));
                }
            }
            keys.forEach(key -> series.add(new Series(model, key)));
        }
    }

    private List<LoadsKey> keys(Model model, String device, Point point) {
        List<LoadsKey> keys = new ArrayList<>();
        keys.add(key(model, device, new Point(leftBy(point), point.setting()), LoadKind.RELOAD, 1));
        if (!company.loads().isEmpty()) {
            keys.add(key(model, device, point, LoadKind.TOGETHER, 1));
            company.loads().forEach(loads -> keys.add(key(model, device, point, LoadKind.TOGETHER, loads)));
            keys.add(key(model, device, point, LoadKind.DEVICE_BUSY, 1));
        }
        return keys;
    }

    /** Where the bytes lie after a load: direct reads leave none in the page cache, others leave all. */
    private static CacheTier leftBy(Point point) {
        return point.setting().reader() == ReaderKind.DIRECT ? point.tier() : CacheTier.PAGE_CACHE_WARM;
    }

    private static LoadsKey key(Model model, String device, Point point, LoadKind kind, int loads) {
        ReaderSetting setting = point.setting();
        return new LoadsKey(
                model.record().name(),
                device,
                point.tier(),
                setting.reader().label(),
                setting.threads(),
                setting.chunkBytes(),
                kind,
                loads,
                0);
    }

    private static LoadsKey withRepetition(LoadsKey key, int repetition) {
        return new LoadsKey(
                key.model(),
                key.device(),
                key.requestedTier(),
                key.reader(),
                key.threads(),
                key.chunkBytes(),
                key.kind(),
                key.loads(),
                repetition);
    }

    /** Takes note of a run that was made, now or in the session that is gone on with. */
    public void made(LoadsRow row) {
        executed.add(row.key());
        LoadsKey first = withRepetition(row.key(), 0);
        if (row.failure() == null) {
            failuresInARow.remove(first);
        } else {
            failuresInARow.merge(first, 1, Integer::sum);
        }
    }

    /** The next run; empty where all series are done. */
    public Optional<Next> next() {
        while (true) {
            while (position < queue.size()) {
                Series one = queue.get(position++);
                LoadsKey key = withRepetition(one.key(), block);
                if (!executed.contains(key) && !isGivenUp(one)) {
                    return Optional.of(new Next(one.model(), key));
                }
            }
            block++;
            if (block >= company.runs()) {
                return Optional.empty();
            }
            queue = new ArrayList<>(series);
            Collections.shuffle(queue, new Random(seed * 31 + block));
            position = 0;
        }
    }

    private boolean isGivenUp(Series one) {
        return failuresInARow.getOrDefault(one.key(), 0) >= MAX_FAILURES_IN_A_ROW;
    }

    public int runsMade() {
        return executed.size();
    }

    /** Most runs that can still come. */
    public int runsLeft() {
        int left = 0;
        for (Series one : series) {
            for (int repetition = 0; repetition < company.runs() && !isGivenUp(one); repetition++) {
                left += executed.contains(withRepetition(one.key(), repetition)) ? 0 : 1;
            }
        }
        return left;
    }

    /**
     * Times that a model is loaded at one point: the re-load takes two loads, a number of loads at once as many.
     *
     * @return loads, >= 0
     */
    static long loadsOfPoint(Company company) {
        if (company.runs() == 0) {
            return 0;
        }
        Set<Integer> together = new HashSet<>(company.loads());
        together.add(1);
        long besides = company.loads().isEmpty()
                ? 0
                : 1 + together.stream().mapToLong(Integer::longValue).sum();
        return company.runs() * (2 + besides);
    }
}
