package dev.berth.profiler.run.plan;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.LoadKind;
import dev.berth.dataset.PreloadSetting;
import dev.berth.profiler.engine.Engine;
import dev.berth.profiler.preload.ReaderSetting;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.text.Figures;
import java.time.Duration;
import java.util.List;

/**
 * What a session measures.
 *
 * @param points tier and reader setting of each series, no two alike; none where engines alone serve
 * @param fastestOnly whether {@code points} are candidates, of which a short sweep on the models' own file system picks
 *     the fastest of each tier; else all of them are measured
 * @param warmUpRuns runs of each point that no profile counts, >= 0
 * @param stopRule when a point is done
 * @param budget time after which no further run begins, ceilings and warm-up included
 * @param seed of the run order
 * @param verifyRuns counted runs of each point whose bytes are read back from the device and compared, besides its
 *     warm-ups
 * @param allowFallback whether a run that cannot be read as asked is read otherwise, which its row says; else it fails
 * @param concurrency re-loads and concurrent loads, timed once the runs of all points are made
 * @param serving engines that serve the models, once all loads are made
 */
public record SessionSettings(
        List<Point> points,
        boolean fastestOnly,
        int warmUpRuns,
        StopRule stopRule,
        Duration budget,
        long seed,
        int verifyRuns,
        boolean allowFallback,
        Concurrency concurrency,
        Serving serving) {
    /** Single loads alone. */
    public SessionSettings(
            List<Point> points,
            boolean fastestOnly,
            int warmUpRuns,
            StopRule stopRule,
            Duration budget,
            long seed,
            int verifyRuns,
            boolean allowFallback) {
        this(
                points,
                fastestOnly,
                warmUpRuns,
                stopRule,
                budget,
                seed,
                verifyRuns,
                allowFallback,
                Concurrency.NONE,
                Serving.NONE);
    }

    /**
     * Loads that are timed besides those of the points, at every point that reads files.
     *
     * @param loads numbers of loads at once, ascending; where there are any, one load alone and one on a busy device
     *     are timed with them, to compare with. May be none
     * @param runs runs of each of them, and of the re-load after an unload; 0 for none at all
     */
    public record Concurrency(List<Integer> loads, int runs) {
        /** Nothing of it. */
        public static final Concurrency NONE = new Concurrency(List.of(), 0);

        public Concurrency {
            loads = List.copyOf(loads);
            if (runs < 0 || loads.stream().anyMatch(count -> count < 1 || count > LoadKind.MAX_LOADS)) {
                throw new IllegalArgumentException("loads at once out of range: " + loads + ", expected 1 to "
                        + LoadKind.MAX_LOADS + "; runs " + runs + ", expected >= 0");
            }
        }

        /** Most loads at once. */
        public int mostLoads() {
            return runs == 0
                    ? 0
                    : loads.stream().mapToInt(Integer::intValue).max().orElse(1);
        }
    }

    /**
     * Engines that serve each model, from each tier.
     *
     * @param engines no two of one setting; may be none
     * @param tiers that read files, at least one where there are engines
     * @param warmUpRuns runs of each that no profile counts, >= 0: they bring the engine's own files into the page
     *     cache
     * @param stopRule when one is done
     */
    public record Serving(List<Engine> engines, List<CacheTier> tiers, int warmUpRuns, StopRule stopRule) {
        /** Nothing of it. */
        public static final Serving NONE = new Serving(List.of(), List.of(), 0, StopRule.exactly(1));

        public Serving {
            engines = List.copyOf(engines);
            tiers = List.copyOf(tiers);
            if (engines.isEmpty() != tiers.isEmpty() || !tiers.stream().allMatch(CacheTier::readsFiles)) {
                throw new IllegalArgumentException(
                        "engines are started with their model on storage or in the page cache: --cache cold, warm or both");
            }
            if (warmUpRuns < 0) {
                throw new IllegalArgumentException("expected >= 0: warmUpRuns=" + warmUpRuns);
            }
        }
    }

    /**
     * A tier and how it is read.
     *
     * @param tier any that can be brought about
     * @param setting reader, threads, chunk size; of tiers that read no file, how it was brought about
     */
    public record Point(CacheTier tier, ReaderSetting setting) {
        public Point {
            if (tier == CacheTier.UNPROVEN) {
                throw new IllegalArgumentException("tier " + tier.label() + ", expected one that can be brought about");
            }
            if (tier != CacheTier.STORAGE_COLD && setting.reader() == ReaderKind.DIRECT) {
                throw new IllegalArgumentException(
                        "direct reads pass the page cache by: " + tier.label() + " needs the buffered or mmap reader");
            }
        }

        /** The same on one device. */
        public PreloadSetting on(String device) {
            return setting.of(device, tier);
        }
    }

    public SessionSettings {
        points = List.copyOf(points);
        if ((points.isEmpty() && serving.engines().isEmpty())
                || points.stream().distinct().count() != points.size()) {
            throw new IllegalArgumentException("expected at least one point and no two alike: " + points);
        }
        if (warmUpRuns < 0 || verifyRuns < 0) {
            throw new IllegalArgumentException(
                    "expected >= 0: warmUpRuns=" + warmUpRuns + ", verifyRuns=" + verifyRuns);
        }
        if (budget.isNegative() || budget.isZero()) {
            throw new IllegalArgumentException(
                    "a budget of " + Figures.clock(budget) + " leaves no time for a run, expected for example 90s");
        }
    }

    /** The same with other points and engines. */
    SessionSettings with(List<Point> otherPoints, Serving otherServing) {
        return new SessionSettings(
                otherPoints,
                fastestOnly,
                warmUpRuns,
                stopRule,
                budget,
                seed,
                verifyRuns,
                allowFallback,
                concurrency,
                otherServing);
    }

    /** Cold by direct reads and warm through the page cache, two threads, chunks of 2 MiB and 1 MiB, 20 runs each. */
    public static SessionSettings quick(long seed) {
        return new SessionSettings(
                List.of(
                        new Point(CacheTier.STORAGE_COLD, new ReaderSetting(ReaderKind.DIRECT, 2, 2 << 20)),
                        new Point(CacheTier.PAGE_CACHE_WARM, new ReaderSetting(ReaderKind.BUFFERED, 2, 1 << 20))),
                false,
                1,
                StopRule.exactly(20),
                Duration.ofMinutes(20),
                seed,
                1,
                false);
    }
}
