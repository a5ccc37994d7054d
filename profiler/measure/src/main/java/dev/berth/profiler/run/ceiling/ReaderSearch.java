package dev.berth.profiler.run.ceiling;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.MachineRecord.Storage;
import dev.berth.dataset.raw.ReaderSweep;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.machine.MachineProbe;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.ReaderSetting;
import dev.berth.profiler.run.plan.SessionScope;
import dev.berth.profiler.run.plan.SessionSettings.Point;
import dev.berth.profiler.storage.PageCache;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.record.BadInputException;
import dev.berth.text.Figures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out which candidate setting loads fastest, tier by tier and file system by file system: all of them read twice
 * in turn from the largest model there, then the fastest few preload it whole, since preloads are what is reported.
 */
public final class ReaderSearch {
    /** Larger than any cache of a processor, and short enough for slow disks. */
    private static final long BYTES = 64L << 20;

    private static final int SCREEN_ROUNDS = 2;
    private static final int FINAL_ROUNDS = 5;
    private static final int FINALISTS = 4;

    /** A larger model would take minutes to load so often: its settings are compared by reads alone. */
    private static final long MAX_PRELOAD_BYTES = 2L << 30;

    private final SessionScope scope;

    /** A search that has not begun; a spent budget ends it before its next read. */
    public ReaderSearch(SessionScope scope) {
        this.scope = scope;
    }

    /** Bytes that a sweep of one file system reads, for estimates. */
    public static long readBytes(long largestModelBytes, int candidates) {
        long finalBytes = largestModelBytes <= MAX_PRELOAD_BYTES ? largestModelBytes : BYTES;
        return (long) candidates * (SCREEN_ROUNDS + 1) * Math.min(largestModelBytes, BYTES)
                + FINALISTS * (FINAL_ROUNDS + 1) * finalBytes;
    }

    /** A sweep for each tier of the candidates and each file system; a note where one cannot be made. */
    public List<ReaderSweep> among(List<Point> candidates, List<Model> models) {
        List<ReaderSweep> sweeps = new ArrayList<>();
        Map<String, List<Model>> byFileSystem = byFileSystem(models);
        Map<CacheTier, List<ReaderSetting>> byTier = new EnumMap<>(CacheTier.class);
        candidates.stream()
                .filter(point -> point.tier().readsFiles())
                .forEach(point -> byTier.computeIfAbsent(point.tier(), tier -> new ArrayList<>())
                        .add(point.setting()));
        byFileSystem.forEach((fileSystem, there) -> byTier.forEach((tier, settings) -> {
            scope.listener()
                    .note("choosing a reader for " + fileSystem + ", " + tier.label() + ", from " + settings.size()
                            + " settings");
            try {
                ReaderSweep sweep = sweep(tier, fileSystem, there, settings);
                scope.listener().note("reader auto, " + fileSystem + ", " + tier.label() + ": " + sweep.reason());
                sweeps.add(sweep);
            } catch (IOException | DeviceException | BadInputException e) {
                scope.listener()
                        .note("no reader could be chosen for " + fileSystem + ", " + tier.label() + ": "
                                + e.getMessage() + "; " + words(settings.get(0)) + " is used");
            }
        }));
        return sweeps;
    }

    private static Map<String, List<Model>> byFileSystem(List<Model> models) {
        Map<String, List<Model>> byFileSystem = new LinkedHashMap<>();
        for (Model model : models) {
            Storage storage = MachineProbe.storage(
                    model.weightExtents().stream().map(Extent::file).findFirst().orElse(model.path()));
            String name = storage.fileSystem().optional().orElse("file system of unknown type") + " at "
                    + storage.mountPoint().optional().orElse(storage.path());
            byFileSystem.computeIfAbsent(name, any -> new ArrayList<>()).add(model);
        }
        return byFileSystem;
    }

    private ReaderSweep sweep(CacheTier tier, String fileSystem, List<Model> models, List<ReaderSetting> settings)
            throws IOException {
        Model largest = models.stream()
                .max(Comparator.comparingLong(model -> model.record().storedBytes()))
                .orElseThrow();
        List<Extent> extents = largest.weightExtents();
        List<Path> files = extents.stream().map(Extent::file).distinct().toList();
        List<String> leftOut = new ArrayList<>();
        List<ReaderSetting> usable = usable(settings, files, leftOut);
        if (tier == CacheTier.PAGE_CACHE_WARM) {
            for (Path file : files) {
                PageCache.fill(file);
            }
        }
        List<ReadSweep.Trial> screened = new ReadSweep(scope, tier, extents, BYTES).run(usable, SCREEN_ROUNDS);
        List<ReaderSetting> finalists =
                screened.stream().limit(FINALISTS).map(ReadSweep.Trial::setting).toList();
        List<ReadSweep.Trial> preloads = largest.record().storedBytes() <= MAX_PRELOAD_BYTES
                ? new PreloadSweep(scope, tier, largest).run(finalists, FINAL_ROUNDS)
                : List.of();
        List<ReadSweep.Trial> finals =
                preloads.isEmpty() ? finals(tier, extents, finalists).orElse(screened) : preloads;
        return new ReaderSweep(
                tier,
                fileSystem,
                largest.record().name(),
                models.stream().map(model -> model.record().name()).toList(),
                trials(finals, screened),
                reason(finals, preloads.isEmpty() ? "reads" : "preloads", screened, leftOut));
    }

    /** Settings whose reader opens the files; each kind that does not is told of once. */
    private static List<ReaderSetting> usable(List<ReaderSetting> settings, List<Path> files, List<String> leftOut)
            throws IOException {
        Map<ReaderKind, Boolean> opens = new EnumMap<>(ReaderKind.class);
        for (ReaderSetting setting : settings) {
            if (!opens.containsKey(setting.reader())) {
                try {
                    setting.reader().open(files).close();
                    opens.put(setting.reader(), true);
                } catch (IOException refused) {
                    opens.put(setting.reader(), false);
                    leftOut.add(setting.reader().label() + " left out: " + refused.getMessage());
                }
            }
        }
        List<ReaderSetting> usable =
                settings.stream().filter(setting -> opens.get(setting.reader())).toList();
        if (usable.isEmpty()) {
            throw new IOException(String.join("; ", leftOut));
        }
        return usable;
    }

    /** Empty where the budget was spent on the way: the screening then decides. */
    private Optional<List<ReadSweep.Trial>> finals(CacheTier tier, List<Extent> extents, List<ReaderSetting> finalists)
            throws IOException {
        return scope.isSpent()
                ? Optional.empty()
                : Optional.of(new ReadSweep(scope, tier, extents, BYTES).run(finalists, FINAL_ROUNDS));
    }

    private static List<ReaderSweep.Trial> trials(List<ReadSweep.Trial> finals, List<ReadSweep.Trial> screened) {
        List<ReaderSweep.Trial> trials = new ArrayList<>();
        ReaderSetting chosen = finals.get(0).setting();
        finals.forEach(trial -> trials.add(record(trial, chosen)));
        screened.stream()
                .filter(trial ->
                        finals.stream().noneMatch(last -> last.setting().equals(trial.setting())))
                .forEach(trial -> trials.add(record(trial, chosen)));
        return trials;
    }

    private static ReaderSweep.Trial record(ReadSweep.Trial trial, ReaderSetting chosen) {
        ReaderSetting setting = trial.setting();
        return new ReaderSweep.Trial(
                setting.reader().label(),
                setting.threads(),
                setting.chunkBytes(),
                trial.median(),
                trial.bytesPerSecond().size(),
                trial.bytes(),
                setting.equals(chosen));
    }

    private static String reason(
            List<ReadSweep.Trial> finals, String measured, List<ReadSweep.Trial> screened, List<String> leftOut) {
        ReadSweep.Trial best = finals.get(0);
        StringBuilder reason = new StringBuilder(words(best.setting()) + " was fastest, " + rate(best) + ", median of "
                + best.bytesPerSecond().size() + " " + measured + " of " + best.bytes() + " bytes");
        if (finals.size() > 1) {
            reason.append("; then ")
                    .append(words(finals.get(1).setting()))
                    .append(", ")
                    .append(rate(finals.get(1)));
        }
        reason.append("; ")
                .append(screened.size())
                .append(screened.size() == 1 ? " setting" : " settings read in turn");
        leftOut.forEach(line -> reason.append("; ").append(line));
        return reason.toString();
    }

    private static String rate(ReadSweep.Trial trial) {
        return Figures.decimal(trial.median(), "B/s");
    }

    private static String words(ReaderSetting setting) {
        return setting.reader().label() + ", " + setting.threads() + (setting.threads() == 1 ? " thread" : " threads")
                + ", reads of " + Figures.bytes(setting.chunkBytes());
    }
}
