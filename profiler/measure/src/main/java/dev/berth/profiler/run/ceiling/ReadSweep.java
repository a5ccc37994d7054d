package dev.berth.profiler.run.ceiling;

import dev.berth.dataset.CacheTier;
import dev.berth.profiler.device.Device.DeviceMemory;
import dev.berth.profiler.device.Device.HostAddressed;
import dev.berth.profiler.model.Extent;
import dev.berth.profiler.preload.Preloader;
import dev.berth.profiler.preload.ReaderSetting;
import dev.berth.profiler.run.plan.SessionScope;
import dev.berth.profiler.storage.ChunkPlan;
import dev.berth.profiler.storage.ExtentReader;
import dev.berth.profiler.storage.PageCache;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.statistics.OrderStatistics;
import dev.berth.text.Figures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * Reads the same bytes with several settings in turn. Every round holds each setting once, in an order of its own, so
 * that drift of the machine and caches below it fall on all alike; a round before the first is not counted, since the
 * very first read of a file may be the only one that a cache below does not serve.
 */
public final class ReadSweep {
    private static final long SEED = 1;
    private static final List<Integer> THREADS = List.of(1, 2, 4);
    private static final List<Integer> COLD_CHUNK_BYTES = List.of(256 << 10, 1 << 20, 2 << 20);

    /** A ring of larger chunks does not fit a processor's cache, and warm reads are bound by memory. */
    private static final List<Integer> WARM_CHUNK_BYTES = List.of(64 << 10, 256 << 10, 1 << 20);

    private final SessionScope scope;
    private final CacheTier tier;
    private final List<Extent> extents;
    private final Random random = new Random(SEED);

    /**
     * A setting and how fast it was.
     *
     * @param setting reader, threads, chunk size
     * @param bytesPerSecond of each counted round, in order
     * @param bytes read in each
     * @param reads calls they took
     * @param pages what was read into: what the buffers lie on, or that it was memory of the model's size
     */
    public record Trial(ReaderSetting setting, List<Double> bytesPerSecond, long bytes, int reads, String pages) {
        public double median() {
            return OrderStatistics.median(
                    bytesPerSecond.stream().mapToDouble(Double::doubleValue).toArray());
        }

        /** {@code direct, 2 threads, 1.05 MB chunks, huge pages, 28 reads a pass}. */
        String words() {
            return setting.reader().label() + ", " + setting.threads()
                    + (setting.threads() == 1 ? " thread, " : " threads, ") + Figures.bytes(setting.chunkBytes())
                    + " chunks, "
                    + pages + ", " + reads + (reads == 1 ? " read a pass" : " reads a pass");
        }
    }

    /**
     * A sweep that has not begun.
     *
     * @param tier {@link CacheTier#STORAGE_COLD}: evicted before every read that needs it; or
     *     {@link CacheTier#PAGE_CACHE_WARM}
     * @param extents what is read
     * @param maxBytes of them, from the first on
     */
    public ReadSweep(SessionScope scope, CacheTier tier, List<Extent> extents, long maxBytes) {
        this.scope = scope;
        this.tier = tier;
        this.extents = firstOf(extents, maxBytes);
    }

    /** What is tried where nothing is known of the storage: one, two and four threads, three chunk sizes. */
    public static List<ReaderSetting> settings(CacheTier tier, ReaderKind reader) {
        List<ReaderSetting> settings = new ArrayList<>();
        for (int threads : THREADS) {
            for (int chunkBytes : tier == CacheTier.STORAGE_COLD ? COLD_CHUNK_BYTES : WARM_CHUNK_BYTES) {
                settings.add(new ReaderSetting(reader, threads, chunkBytes));
            }
        }
        return settings;
    }

    /**
     * Reads.
     *
     * @param settings tried in turn, at least one
     * @param rounds counted rounds, >= 1
     * @return a trial for each setting that was counted once at least, fastest median first
     * @throws IOException where a file cannot be read, holds no bytes, or the budget was spent before anything counted
     */
    public List<Trial> run(List<ReaderSetting> settings, int rounds) throws IOException {
        List<Lane> lanes = new ArrayList<>();
        for (ReaderSetting setting : settings) {
            lanes.add(discarding(setting));
        }
        measure(lanes, -1, rounds);
        return counted(lanes);
    }

    /** Reads once more as a trial of {@link #run} did, and counts it there. */
    void again(Trial trial) throws IOException {
        measure(List.of(discarding(trial)), 0, 1);
    }

    /**
     * What one setting gave: bytes thrown away, and in turn with that read into memory.
     *
     * @param discarded as {@link #run}
     * @param intoMemory into memory of the host that takes all the bytes, the same in every round and its pages brought
     *     in before: what storage gives a model that stays there
     */
    record Both(Trial discarded, Trial intoMemory) {}

    /**
     * Reads in both ways.
     *
     * @param rounds counted rounds, >= 1
     * @throws IOException as {@link #run}, and where the weights lie too far apart in their files to be read in place
     * @throws dev.berth.profiler.device.DeviceException where the memory cannot be had
     */
    Both both(ReaderSetting setting, int rounds) throws IOException {
        ChunkPlan plan = ChunkPlan.inPlace(extents, setting.chunkBytes());
        if (!plan.isInPlace()) {
            throw new IOException("its weights lie too far apart in their files");
        }
        Both both = new Both(trial(setting), trial(setting, plan, "memory of its size"));
        measure(both, plan, -1, rounds);
        if (both.discarded().bytesPerSecond().isEmpty()
                || both.intoMemory().bytesPerSecond().isEmpty()) {
            throw notRead();
        }
        return both;
    }

    /** Reads once more in both ways, and counts it there. */
    void again(Both both) throws IOException {
        ChunkPlan plan = ChunkPlan.inPlace(extents, both.intoMemory().setting().chunkBytes());
        measure(both, plan, 0, 1);
    }

    private void measure(Both both, ChunkPlan plan, int firstRound, int rounds) throws IOException {
        scope.device().makeRoom(plan.targetBytes());
        try (DeviceMemory memory = scope.device().allocate(plan.targetBytes())) {
            HostAddressed place = (HostAddressed) memory;
            place.populate(0, plan.targetBytes());
            Lane keeping = new Lane(
                    both.intoMemory(), plan, (preloader, ofPlan, reader) -> preloader.readInto(ofPlan, reader, place));
            measure(List.of(discarding(both.discarded()), keeping), firstRound, rounds);
        }
        scope.device().holdRoom();
    }

    /** What is read in each round, how, and what came of it. */
    private record Lane(Trial trial, ChunkPlan plan, Pass pass) {}

    /** One pass over a plan; nanoseconds. */
    private interface Pass {
        long read(Preloader preloader, ChunkPlan plan, ExtentReader reader) throws IOException;
    }

    private Lane discarding(ReaderSetting setting) {
        return discarding(trial(setting));
    }

    private Lane discarding(Trial trial) {
        ChunkPlan plan = ChunkPlan.of(extents, trial.setting().chunkBytes());
        return new Lane(trial, plan, Preloader::readOnly);
    }

    private Trial trial(ReaderSetting setting) {
        ChunkPlan plan = ChunkPlan.of(extents, setting.chunkBytes());
        return trial(setting, plan, scope.preloaders().of(setting).stagingPages());
    }

    private static Trial trial(ReaderSetting setting, ChunkPlan plan, String pages) {
        return new Trial(setting, new ArrayList<>(), plan.readBytes(), plan.size(), pages);
    }

    /** Rounds before 0 are not counted. */
    private void measure(List<Lane> lanes, int firstRound, int rounds) throws IOException {
        if (extents.isEmpty()) {
            throw new IOException("it has no weight bytes");
        }
        List<Lane> order = new ArrayList<>(lanes);
        prepare(lanes.get(0).plan().files());
        for (int round = firstRound; round < rounds; round++) {
            Collections.shuffle(order, random);
            for (Lane lane : order) {
                if (scope.isSpent()) {
                    return;
                }
                double bytesPerSecond = read(lane);
                if (round >= 0) {
                    lane.trial().bytesPerSecond().add(bytesPerSecond);
                }
            }
        }
    }

    /**
     * What one setting gave when the files were read for the first time, and afterwards.
     *
     * @param firstBytesPerSecond the first read
     * @param later those after it
     */
    record Again(double firstBytesPerSecond, Trial later) {}

    /**
     * Reads once and then again.
     *
     * @param times later reads, >= 1
     * @throws IOException as {@link #run}
     */
    Again firstAndLater(ReaderSetting setting, int times) throws IOException {
        Lane lane = discarding(setting);
        List<Double> rates = new ArrayList<>();
        prepare(lane.plan().files());
        for (int i = 0; i <= times && !scope.isSpent(); i++) {
            rates.add(read(lane));
        }
        if (rates.size() < 2) {
            throw notRead();
        }
        lane.trial().bytesPerSecond().addAll(rates.subList(1, rates.size()));
        return new Again(rates.get(0), lane.trial());
    }

    private static List<Trial> counted(List<Lane> lanes) throws IOException {
        List<Trial> counted = lanes.stream()
                .map(Lane::trial)
                .filter(trial -> !trial.bytesPerSecond().isEmpty())
                .sorted(Comparator.comparingDouble(Trial::median).reversed())
                .toList();
        if (counted.isEmpty()) {
            throw notRead();
        }
        return counted;
    }

    private static IOException notRead() {
        return new IOException("the budget was spent before it was read; allow more with --budget");
    }

    /** A direct read leaves the page cache as it was; any other fills it. */
    private double read(Lane lane) throws IOException {
        ReaderSetting setting = lane.trial().setting();
        ChunkPlan plan = lane.plan();
        long nanos;
        try (ExtentReader reader = setting.reader().open(plan.files())) {
            nanos = lane.pass().read(scope.preloaders().of(setting), plan, reader);
        }
        if (setting.reader() != ReaderKind.DIRECT) {
            prepare(plan.files());
        }
        return CopyCeilings.rate(plan.readBytes(), nanos);
    }

    private void prepare(List<Path> files) throws IOException {
        for (Path file : files) {
            if (tier == CacheTier.STORAGE_COLD) {
                PageCache.evict(file);
            }
        }
    }

    private static List<Extent> firstOf(List<Extent> extents, long maxBytes) {
        List<Extent> first = new ArrayList<>();
        long left = maxBytes;
        for (Extent extent : extents) {
            if (left > 0) {
                long length = Math.min(left, extent.length());
                first.add(new Extent(extent.file(), extent.offset(), length));
                left -= length;
            }
        }
        return first;
    }
}
