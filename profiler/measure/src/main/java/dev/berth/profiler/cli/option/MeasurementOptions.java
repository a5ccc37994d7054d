package dev.berth.profiler.cli.option;

import dev.berth.command.Amount;
import dev.berth.dataset.CacheTier;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.engine.Engine;
import dev.berth.profiler.preload.ReaderSetting;
import dev.berth.profiler.run.plan.SessionSettings;
import dev.berth.profiler.run.plan.SessionSettings.Point;
import dev.berth.profiler.run.plan.StopRule;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.text.Figures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How much is measured and how; mixed into the commands that measure. */
public final class MeasurementOptions {
    private static final long LARGE_BYTES = 1L << 30;

    /** A median that is known less well tells little: who asks for that means another number. */
    private static final double WIDEST_CI_SHARE = 0.2;

    private static final int WEIGHT_RUNS = 64;

    /** One takes seconds to minutes. */
    private static final int ENGINE_RUNS = 10;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--device",
            defaultValue = "auto",
            paramLabel = Devices.IDS,
            completionCandidates = KnownNames.OfDevice.class,
            description =
                    "Where weights are preloaded to; auto: the first GPU, else host memory. Default: ${DEFAULT-VALUE}.")
    private String device;

    @Option(
            names = "--cache",
            split = ",",
            defaultValue = "both",
            hideParamSyntax = true,
            paramLabel = "cold|warm|pinned|resident|both|all,...",
            description =
                    "Where the weights are when a run begins: on storage, proven; in the page cache; in pinned memory; on the device. both: cold and warm. Default: ${DEFAULT-VALUE}.")
    private List<Cache> caches;

    @Option(
            names = "--runs",
            paramLabel = "N",
            description = "Most runs of each model and cache state, 1 to 100000. Default: 64, of engines 10.")
    private Integer runs;

    @Option(
            names = "--ci",
            defaultValue = "2%",
            paramLabel = "SHARE",
            converter = Amount.OfSmallShare.class,
            description =
                    "Stop earlier, from 10 runs on, once the 95 %% confidence interval of the median is within this share of it, 2%% or 0.02, at most 20%%; 0: take all runs, as p90 needs 64 of them. Default: 2%%.")
    private double ciShare;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description =
                    "Runs of each model and cache state that are not counted. Default: 5, or 1 for 1.07 GB of weights and more; 1 of engines.")
    private Integer warmUpRuns;

    @Option(
            names = "--budget",
            paramLabel = "TIME",
            converter = Amount.OfTime.class,
            description =
                    "Begin no further run after this time, for example 90s, 20m, 2h. Default: 20m, of a catalogue 10m.")
    private Duration budget;

    private Duration usualBudget = Duration.ofMinutes(20);

    @Option(
            names = "--reader",
            split = ",",
            defaultValue = "direct",
            hideParamSyntax = true,
            paramLabel = "auto|direct|buffered|mmap,...",
            description =
                    "How cold runs read; warm runs read buffered, or mapped with mmap; several are measured each. auto: a short sweep picks the fastest reader, thread count and read size of each cache state. Default: ${DEFAULT-VALUE}.")
    private List<Reader> readers;

    @Option(
            names = "--threads",
            paramLabel = "N,...",
            description =
                    "Reading threads, 1 to 64; several, as 1,2,4 or 1-4, are measured each, or tried with --reader auto. Default: 2; with --reader auto 1,2,4.")
    private String threads;

    @Option(
            names = "--chunk",
            paramLabel = "SIZE,...",
            description =
                    "Bytes of one read, a multiple of 4k up to 64m; several, as 256k,1m or 256k-4m (doubling), are measured each, or tried with --reader auto. Default: 2m; with --reader auto 256k,1m,2m,4m.")
    private String chunk;

    @Option(
            names = "--seed",
            defaultValue = "1",
            paramLabel = "N",
            description = "Seed of the order of runs. Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Option(
            names = "--loads",
            paramLabel = "N,...",
            description =
                    "After the runs of each model, time so many loads of it at once, 1 to 64, for example 1,2,4 or 1-4; and one load while copies keep the device busy.")
    private String loads;

    @Option(
            names = "--loads-runs",
            defaultValue = "10",
            paramLabel = "N",
            description =
                    "Runs of each number of --loads, and of the re-load right after an unload, at most as many as --runs; 0 for none of them. Default: ${DEFAULT-VALUE}.")
    private int loadsRuns;

    @Option(
            names = "--allow-fallback",
            description =
                    "Where a file system takes no direct reads, read buffered and say so in the row; without this such runs fail.")
    private boolean allowFallback;

    @Option(
            names = "--dry-run",
            description =
                    "Check before the first run, and only that: bytes to read, disk space, memory, limits, time; measures nothing, writes nothing. Exit status 3 where something is missing.")
    private boolean dryRun;

    enum Reader {
        AUTO,
        DIRECT,
        BUFFERED,
        MMAP;

        private List<ReaderKind> cold() {
            return switch (this) {
                case AUTO -> List.of(ReaderKind.values());
                case DIRECT -> List.of(ReaderKind.DIRECT);
                case BUFFERED -> List.of(ReaderKind.BUFFERED);
                case MMAP -> List.of(ReaderKind.MMAP);
            };
        }

        /** Direct reads pass the page cache by. */
        private List<ReaderKind> warm() {
            return switch (this) {
                case AUTO -> List.of(ReaderKind.BUFFERED, ReaderKind.MMAP);
                case DIRECT, BUFFERED -> List.of(ReaderKind.BUFFERED);
                case MMAP -> List.of(ReaderKind.MMAP);
            };
        }
    }

    enum Cache {
        COLD,
        WARM,
        PINNED,
        RESIDENT,
        BOTH,
        ALL;

        private List<CacheTier> tiers() {
            return switch (this) {
                case COLD -> List.of(CacheTier.STORAGE_COLD);
                case WARM -> List.of(CacheTier.PAGE_CACHE_WARM);
                case PINNED -> List.of(CacheTier.PINNED_WARM);
                case RESIDENT -> List.of(CacheTier.DEVICE_RESIDENT);
                case BOTH -> List.of(CacheTier.STORAGE_COLD, CacheTier.PAGE_CACHE_WARM);
                case ALL ->
                    List.of(
                            CacheTier.STORAGE_COLD,
                            CacheTier.PAGE_CACHE_WARM,
                            CacheTier.PINNED_WARM,
                            CacheTier.DEVICE_RESIDENT);
            };
        }
    }

    @Mixin
    private EngineOptions engines;

    /** Takes another budget where the user named none. */
    public void usualBudget(Duration time) {
        usualBudget = time;
    }

    /** The id asked for, or auto. */
    public String device() {
        return device;
    }

    /** Whether it is only said what would be measured. */
    public boolean dryRun() {
        return dryRun;
    }

    /**
     * The settings these options ask for.
     *
     * @param weightBytes weights of all models, >= 0: a run of large ones warms the code up for long enough, and costs
     *     long enough
     * @throws ParameterException naming the option that is out of range
     */
    public SessionSettings settings(long weightBytes) {
        try {
            int warmUp = warmUpRuns != null ? warmUpRuns : weightBytes < LARGE_BYTES ? 5 : 1;
            return new SessionSettings(
                    engines.loadsWeights() ? points() : List.of(),
                    isAuto(),
                    warmUp,
                    stopRule(runs(WEIGHT_RUNS)),
                    budget == null ? usualBudget : budget,
                    seed,
                    1,
                    allowFallback,
                    concurrency(),
                    serving());
        } catch (IllegalArgumentException fault) {
            throw new ParameterException(command.commandLine(), fault.getMessage(), fault);
        }
    }

    private boolean isAuto() {
        return readers.contains(Reader.AUTO);
    }

    /** Each once: direct and buffered reads are warm alike. */
    private List<ReaderKind> readers(Function<Reader, List<ReaderKind>> ofTier) {
        return readers.stream()
                .flatMap(reader -> ofTier.apply(reader).stream())
                .distinct()
                .toList();
    }

    /** Each once, in their own order. */
    private List<CacheTier> tiers() {
        return caches.stream()
                .flatMap(cache -> cache.tiers().stream())
                .distinct()
                .sorted()
                .toList();
    }

    private int runs(int usual) {
        return runs != null ? runs : usual;
    }

    private SessionSettings.Serving serving() {
        List<Engine> asked = engines.engines(device);
        if (asked.isEmpty()) {
            return SessionSettings.Serving.NONE;
        }
        return new SessionSettings.Serving(
                asked,
                tiers().stream().filter(CacheTier::readsFiles).toList(),
                warmUpRuns != null ? warmUpRuns : 1,
                stopRule(runs(ENGINE_RUNS)));
    }

    private List<Point> points() {
        boolean auto = isAuto();
        if (auto && readers.size() > 1) {
            throw new IllegalArgumentException("--reader auto picks among all of them; name it alone");
        }
        String threadList = threads != null ? threads : auto ? "1,2,4" : "2";
        String chunkList = chunk != null ? chunk : auto ? "256k,1m,2m,4m" : "2m";
        List<Point> points = new ArrayList<>();
        for (int count : Ranges.counts("--threads", threadList)) {
            for (int chunkBytes : Ranges.sizes("--chunk", chunkList)) {
                if (tiers().contains(CacheTier.STORAGE_COLD)) {
                    readers(Reader::cold)
                            .forEach(kind -> points.add(
                                    new Point(CacheTier.STORAGE_COLD, new ReaderSetting(kind, count, chunkBytes))));
                }
                if (tiers().contains(CacheTier.PAGE_CACHE_WARM)) {
                    readers(Reader::warm)
                            .forEach(kind -> points.add(
                                    new Point(CacheTier.PAGE_CACHE_WARM, new ReaderSetting(kind, count, chunkBytes))));
                }
            }
        }
        // Nothing is read while these are timed: threads and read sizes do not matter.
        tiers().stream()
                .filter(tier -> !tier.readsFiles())
                .forEach(tier -> points.add(new Point(tier, new ReaderSetting(ReaderKind.BUFFERED, 1, 1 << 20))));
        return points;
    }

    private SessionSettings.Concurrency concurrency() {
        if (loadsRuns < 0 || loadsRuns > 1000) {
            throw new IllegalArgumentException("--loads-runs " + loadsRuns + " is out of range, expected 0 to 1000");
        }
        List<Integer> counts = loads == null ? List.of() : Ranges.counts("--loads", loads);
        return new SessionSettings.Concurrency(counts, Math.min(runs(WEIGHT_RUNS), loadsRuns));
    }

    private StopRule stopRule(int most) {
        if (most < 1 || most > 100_000) {
            throw new IllegalArgumentException("--runs " + most + " is out of range, expected 1 to 100000");
        }
        if (ciShare > WIDEST_CI_SHARE) {
            throw new IllegalArgumentException(
                    "--ci " + Figures.plain(100 * ciShare) + "% is out of range, expected 0 to 20%");
        }
        if (ciShare == 0) {
            return StopRule.exactly(most);
        }
        return new StopRule(Math.min(10, most), most, ciShare);
    }
}
