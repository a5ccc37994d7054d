package dev.berth.profiler.run.preflight;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Vocabulary;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Device.StagingBuffer;
import dev.berth.profiler.device.DeviceException;
import dev.berth.profiler.device.DeviceUsers;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.engine.Engine;
import dev.berth.profiler.machine.ProcessLimits;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.Preloaders;
import dev.berth.profiler.preload.ReaderSetting;
import dev.berth.profiler.run.cache.CacheState;
import dev.berth.profiler.run.ceiling.Ceilings;
import dev.berth.profiler.run.ceiling.FirstReads;
import dev.berth.profiler.run.ceiling.ReadSweep;
import dev.berth.profiler.run.ceiling.ReaderSearch;
import dev.berth.profiler.run.plan.SessionScope;
import dev.berth.profiler.run.plan.SessionSettings;
import dev.berth.profiler.run.plan.SessionSettings.Point;
import dev.berth.profiler.run.plan.Shards.Shard;
import dev.berth.profiler.run.plan.Share;
import dev.berth.profiler.storage.DirectReadRefusedException;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.record.Reading;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Looks before the first run for all that would make runs fail, so that everything is told at once. */
public final class PreflightCheck {
    /** Rows of real sessions take 1.3 KiB and as much again in the histogram logs beside them. */
    private static final long ROW_BYTES = 4096;

    /** Head of the session, dataset and their schemas. */
    private static final long HEAD_BYTES = 1 << 20;

    /** Files of the raw folder, jars that are loaded later, and the like. */
    private static final long OTHER_FILES = 32;

    /** Opening, parsing, evicting and recording, as small models show. */
    private static final long RUN_OVERHEAD_NANOS = 20_000_000;

    /** What the Java machine takes more once it measures: compiled code, buffers, heap. */
    private static final long JAVA_BYTES = 48L << 20;

    private static final long RATE_BYTES = 64L << 20;
    private static final int RATE_READS = 2;

    private final SessionSettings settings;
    private final List<Model> models;
    private final Share share;
    private final Device device;
    private final Path outFolder;
    private final List<String> faults = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private boolean outUsable = true;
    private int modelsWithFaults;

    private PreflightCheck(Shard shard, Device device, Path outFolder) {
        this.settings = shard.settings();
        this.models = shard.models();
        this.share = shard.share();
        this.device = device;
        this.outFolder = outFolder;
    }

    /**
     * Checks; writes nothing.
     *
     * @param models at least one
     * @param outFolder where the session would write; need not exist
     * @param measureRate whether storage is read for a moment to estimate the time: not before a session, whose own
     *     first read that would be
     */
    public static Preflight check(
            SessionSettings settings, List<Model> models, Device device, Path outFolder, boolean measureRate) {
        return check(new Shard(settings, models, Share.WHOLE), device, outFolder, measureRate);
    }

    /** Checks what a shard of a plan needs; writes nothing. */
    public static Preflight check(Shard shard, Device device, Path outFolder, boolean measureRate) {
        return new PreflightCheck(shard, device, outFolder).check(measureRate);
    }

    private Preflight check(boolean measureRate) {
        long outBytes = HEAD_BYTES + runs() * ROW_BYTES;
        Reading<Long> outFree = outFree(outBytes);
        long staging = stagingBytes();
        checkPinned(staging);
        long largest = largest().record().storedBytes();
        long hostBytes =
                staging + models.stream().mapToLong(this::hostBytes).max().orElseThrow();
        Reading<Long> available = hostAvailable();
        checkHost(staging, available);
        for (Model model : models) {
            checkModel(model, available.optional().map(bytes -> bytes - staging - JAVA_BYTES));
        }
        checkEngines();
        DeviceUsers.warning(device).ifPresent(warnings::add);
        long openFiles = ProcessLimits.openFilesNow().optional().orElse(0L) + OTHER_FILES + mostFiles();
        checkOpenFiles(openFiles);
        Reading<Double> rate = measureRate
                ? rate()
                : Reading.notSupported("storage was not read, to keep its first read for the runs");
        return new Preflight(
                models.size(),
                runs(),
                storageReadBytes(),
                ceilingReadBytes(),
                outBytes,
                outFree,
                staging,
                ProcessLimits.lockedMemoryBytes(),
                hostBytes,
                available,
                largest,
                device.freeBytes(),
                openFiles,
                ProcessLimits.openFiles(),
                rate,
                estimate(rate),
                settings.budget().toNanos(),
                faults,
                warnings,
                outUsable && modelsWithFaults < models.size());
    }

    private void checkEngines() {
        Map<String, List<String>> notServed = new LinkedHashMap<>();
        boolean servesAny = !settings.points().isEmpty();
        for (Engine engine : settings.serving().engines()) {
            Optional<String> whyNot = engine.whyNot();
            if (whyNot.isPresent()) {
                outUsable = false;
                faults.add(whyNot.get());
            }
            for (Model model : models) {
                Optional<String> why = engine.whyNot(model);
                servesAny |= why.isEmpty();
                why.ifPresent(reason -> notServed
                        .computeIfAbsent(engine.record().engine() + ", which " + reason, key -> new ArrayList<>())
                        .add(model.record().name()));
            }
        }
        List<String> lines = notServed.entrySet().stream()
                .map(each -> "not served by " + each.getKey() + ": "
                        + each.getValue().stream().distinct().collect(Collectors.joining(", ")))
                .toList();
        if (servesAny) {
            warnings.addAll(lines);
        } else {
            outUsable = false;
            faults.addAll(lines);
        }
    }

    private Model largest() {
        return models.stream()
                .max(Comparator.comparingLong(model -> model.record().storedBytes()))
                .orElseThrow();
    }

    /** Points that a model is measured at: of candidates, one a tier. */
    private long pointsOf(Model model, CacheTier tier) {
        long named = share.pointsOf(model, settings).stream()
                .filter(point -> point.tier() == tier)
                .count();
        return settings.fastestOnly() ? Math.min(1, named) : named;
    }

    private long runsOfPoint() {
        return (long) settings.warmUpRuns() + settings.stopRule().maxRuns();
    }

    private long runs() {
        return models.stream().mapToLong(this::runs).sum();
    }

    private long runs(Model model) {
        long points = Stream.of(CacheTier.values())
                .mapToLong(tier -> pointsOf(model, tier))
                .sum();
        return points * runsOfPoint() + engineRuns(model);
    }

    private long engineRuns(Model model) {
        SessionSettings.Serving serving = settings.serving();
        return serving.engines().stream()
                        .mapToLong(
                                engine -> share.tiersOf(model, engine, serving).size())
                        .sum()
                * (serving.warmUpRuns() + serving.stopRule().maxRuns());
    }

    private long storageReadBytes() {
        return models.stream().mapToLong(this::storageReadBytes).sum();
    }

    /**
     * Where cold and warm runs take turns, what a cold run evicted is fetched again for the warm one; without cold runs
     * the page cache is filled once.
     */
    private long storageReadBytes(Model model) {
        long checked = (long) settings.warmUpRuns() + settings.verifyRuns();
        long cold = pointsOf(model, CacheTier.STORAGE_COLD);
        long passes = cold > 0 ? (cold + pointsOf(model, CacheTier.PAGE_CACHE_WARM)) * (runsOfPoint() + checked) : 1;
        boolean evicts = settings.serving().engines().stream()
                .anyMatch(engine ->
                        share.tiersOf(model, engine, settings.serving()).contains(CacheTier.STORAGE_COLD));
        return (passes + (evicts ? engineRuns(model) : 0)) * model.record().storedBytes();
    }

    private long ceilingReadBytes() {
        long bytes = settings.fastestOnly()
                ? ReaderSearch.readBytes(
                        largest().record().storedBytes(), settings.points().size())
                : 0;
        for (Model model : models) {
            long weights = model.record().storedBytes();
            int planned = (int) pointsOf(model, CacheTier.STORAGE_COLD);
            bytes += Ceilings.directReadBytes(weights, planned) + (planned > 0 ? FirstReads.readBytes(weights) : 0);
        }
        return bytes;
    }

    /** Every ring that is used stays until the session ends. */
    private long stagingBytes() {
        return Stream.concat(
                        settings.points().stream().map(Point::setting),
                        ReadSweep.settings(CacheTier.STORAGE_COLD, ReaderKind.DIRECT).stream())
                .map(ReaderSetting::ring)
                .distinct()
                .mapToLong(ReaderSetting.Ring::bytes)
                .sum();
    }

    private Reading<Long> outFree(long outBytes) {
        Path existing = outFolder.toAbsolutePath().normalize();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        if (!Files.isDirectory(existing) || !Files.isWritable(existing)) {
            outUsable = false;
            faults.add(outFolder + ": cannot be written: " + existing
                    + (Files.isDirectory(existing) ? " is not writable" : " is not a folder")
                    + "; name another folder with --out");
        }
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            if (free < outBytes) {
                outUsable = false;
                faults.add(outFolder + ": " + runs() + " runs take up to " + outBytes + " bytes, " + free
                        + " are free; name another folder with --out, or fewer --runs");
            }
            return Reading.measured(free);
        } catch (IOException e) {
            return Reading.failed(existing + ": " + e.getMessage());
        }
    }

    /** Of the machine, or of the memory group this process lives in where that lets it have less. */
    private static Reading<Long> hostAvailable() {
        try (Device host = Devices.open(Vocabulary.HOST)) {
            Reading<Long> machine = host.freeBytes();
            Optional<Long> group = ProcessLimits.groupMemoryAvailableBytes().optional();
            return machine.optional().isPresent()
                    ? group.filter(bytes -> bytes < machine.optional().get())
                            .map(Reading::measured)
                            .orElse(machine)
                    : machine;
        }
    }

    /** Host memory that a model takes at most: each load at once has its own, and pinned runs copy from one more. */
    private long hostBytes(Model model) {
        long bytes = model.record().storedBytes();
        long held = pointsOf(model, CacheTier.PINNED_WARM) > 0 ? 1 : 0;
        long loads =
                device.isInHostMemory() ? Math.max(1, settings.concurrency().mostLoads()) : 0;
        return bytes * Math.max(held + (device.isInHostMemory() ? 1 : 0), loads);
    }

    private static String memoryGroup() {
        return ProcessLimits.groupMemoryAvailableBytes()
                .optional()
                .map(bytes -> " in its memory group")
                .orElse("");
    }

    private void checkHost(long staging, Reading<Long> available) {
        available.optional().filter(bytes -> bytes < staging + JAVA_BYTES).ifPresent(bytes -> {
            outUsable = false;
            faults.add("host: staging buffers and Java take " + (staging + JAVA_BYTES) + " bytes more, " + bytes
                    + " are available" + memoryGroup()
                    + "; close other programs, or choose smaller --chunk or --threads");
        });
    }

    /** Whether the driver grants the memory is found out by asking for it: it need not count against RLIMIT_MEMLOCK. */
    private void checkPinned(long staging) {
        if (!device.pinsStaging() || settings.points().isEmpty()) {
            return;
        }
        List<StagingBuffer> granted = new ArrayList<>();
        int largestChunk = settings.points().stream()
                .map(Point::setting)
                .mapToInt(ReaderSetting::chunkBytes)
                .max()
                .orElseThrow();
        try {
            for (long bytes = 0; bytes < staging; bytes += largestChunk) {
                granted.add(device.allocateStaging(largestChunk));
            }
        } catch (DeviceException e) {
            outUsable = false;
            faults.add(device.record().id() + ": pinned memory of " + staging + " bytes was refused: " + e.getMessage()
                    + "; locked memory is limited to "
                    + ProcessLimits.lockedMemoryBytes()
                            .optional()
                            .map(bytes -> bytes + " bytes (ulimit -l)")
                            .orElse("no figure")
                    + "; choose smaller --chunk or --threads");
        } finally {
            granted.forEach(StagingBuffer::close);
        }
    }

    private void checkModel(Model model, Optional<Long> hostLeftBytes) {
        List<String> found = new ArrayList<>();
        long bytes = model.record().storedBytes();
        Optional<Long> free = device.isHostAddressed() ? hostLeftBytes : device.roomBytes();
        Optional<Long> tooLittle = free.filter(left -> bytes > left && !settings.allowFallback());
        tooLittle.ifPresent(left -> found.add("its weights take " + bytes + " bytes, "
                + device.record().id() + " has " + left + " left" + (device.isHostAddressed() ? memoryGroup() : "")
                + "; with --allow-fallback they pass through a window of its memory"));
        if (tooLittle.isEmpty()) {
            hostLeftBytes
                    .filter(left -> hostBytes(model) > bytes && hostBytes(model) > left)
                    .ifPresent(left -> found.add("held in pinned memory or loaded "
                            + settings.concurrency().mostLoads()
                            + " times at once its weights take " + hostBytes(model) + " bytes, host has " + left
                            + " left" + memoryGroup() + "; choose fewer --loads, or --cache both"));
        }
        checkFiles(model).or(() -> checkTiers(model)).ifPresent(found::add);
        if (!found.isEmpty()) {
            modelsWithFaults++;
            found.forEach(line -> faults.add(model.record().name() + ": " + line));
        }
    }

    private Optional<String> checkFiles(Model model) {
        List<Path> files = filesOf(model);
        try {
            for (Extent extent : model.weightExtents()) {
                long length = Files.size(extent.file());
                if (length < extent.offset() + extent.length()) {
                    return Optional.of(extent.file() + " has " + length + " bytes, expected at least "
                            + (extent.offset() + extent.length()) + ": it was shortened since it was opened");
                }
            }
            ReaderKind.BUFFERED.open(files).close();
            if (!settings.fastestOnly()
                    && !settings.allowFallback()
                    && settings.points().stream()
                            .anyMatch(point -> point.setting().reader() == ReaderKind.DIRECT)) {
                ReaderKind.DIRECT.open(files).close();
            }
            return Optional.empty();
        } catch (DirectReadRefusedException refused) {
            return Optional.of(refused.getMessage());
        } catch (IOException e) {
            return Optional.of("cannot be read: " + e.getMessage());
        }
    }

    /** Why no run of the model could prove its tier; where runs of some tiers could, the others are warned of. */
    private Optional<String> checkTiers(Model model) {
        List<CacheTier> tiers = Stream.concat(
                        share.pointsOf(model, settings).stream().map(Point::tier),
                        settings.serving().engines().stream()
                                .flatMap(engine -> share.tiersOf(model, engine, settings.serving()).stream()))
                .distinct()
                .toList();
        List<String> whyNot = tiers.stream()
                .flatMap(tier -> CacheState.whyUnprovable(tier, filesOf(model)).stream())
                .toList();
        if (whyNot.size() == tiers.size()) {
            return whyNot.stream().findFirst();
        }
        whyNot.stream().distinct().forEach(line -> warnings.add(model.record().name() + ": " + line));
        return Optional.empty();
    }

    private static List<Path> filesOf(Model model) {
        return model.weightExtents().stream().map(Extent::file).distinct().toList();
    }

    /** A mapped file stays open beside its mapping, as any other does. */
    private long mostFiles() {
        return models.stream().mapToLong(model -> filesOf(model).size()).max().orElseThrow();
    }

    private void checkOpenFiles(long openFiles) {
        ProcessLimits.openFiles()
                .optional()
                .filter(limit -> openFiles > limit)
                .ifPresent(limit -> faults.add("up to " + openFiles + " files are open at once, this process may open "
                        + limit + "; raise the limit with ulimit -n"));
    }

    private Reading<Double> rate() {
        if (settings.points().isEmpty()) {
            return Reading.notSupported("engines take what they take");
        }
        Model model = largest();
        ReaderSetting setting = settings.points().get(0).setting();
        try (Preloaders preloaders = new Preloaders(device)) {
            return Reading.measured(new ReadSweep(
                            SessionScope.unlimited(preloaders),
                            CacheTier.STORAGE_COLD,
                            model.weightExtents(),
                            RATE_BYTES)
                    .run(List.of(setting), RATE_READS)
                    .get(0)
                    .median());
        } catch (IOException | DeviceException e) {
            return Reading.failed(model.record().name() + ": " + e.getMessage());
        }
    }

    private Reading<Long> estimate(Reading<Double> rate) {
        return rate.optional()
                .map(bytesPerSecond ->
                        Reading.derived((long) ((storageReadBytes() + ceilingReadBytes()) / bytesPerSecond * 1e9)
                                + runs() * RUN_OVERHEAD_NANOS))
                .orElseGet(() -> Reading.notSupported(rate.whyAbsent().orElseThrow()));
    }
}
