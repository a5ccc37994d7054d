package dev.berth.optimizer.scenario;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.DelayLine;
import dev.berth.dataset.DeviceRecord;
import dev.berth.dataset.Distribution;
import dev.berth.dataset.Instrument;
import dev.berth.dataset.LoadKind;
import dev.berth.dataset.MachineRecord;
import dev.berth.dataset.ModelProfile;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.Samples;
import dev.berth.record.Provenance;
import dev.berth.record.Reading;
import dev.berth.record.Records;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Datasets with figures that can be worked out on paper. */
public final class SampleDatasets {
    private static final long MEGABYTE = 1_000_000;
    private static final long MILLISECOND = 1_000_000;

    private SampleDatasets() {}

    /** Model i (from 1) has 10·i MB of files, 20·i MB of memory and a cold preload of 100·i ms. */
    public static ProfileDataset of(int models, boolean standIn) {
        return new ProfileDataset(
                ProfileDataset.SCHEMA_VERSION,
                "berth 0.1.0",
                "2026-01-31T12:00:00Z",
                List.of(),
                machine(),
                List.of(new DeviceRecord(
                        "cuda:0", "Example GPU", Reading.measured(16L << 30), Reading.measured("12.6"), standIn)),
                new Instrument(1, 22.5, 40_000, 1000),
                List.of(),
                IntStream.rangeClosed(1, models).mapToObj(SampleDatasets::model).toList(),
                List.of(),
                List.of());
    }

    /**
     * The same where the models from {@code missing} on have no preload delay, and a line of 20 ms and 8 ns a byte was
     * fitted on three models of 20 to 40 MB.
     */
    public static ProfileDataset withLine(int models, int missing) {
        ProfileDataset whole = of(models, false);
        List<ModelProfile> profiles = IntStream.range(0, models)
                .mapToObj(model -> whole.models().get(model))
                .map(profile ->
                        whole.models().indexOf(profile) < missing - 1 ? profile : profile.withPreload(List.of()))
                .toList();
        return Records.with(whole, Map.of("models", profiles, "delayLines", List.of(line(2), line(3))));
    }

    /** The same as {@link #of} where loads from the page cache take a fifth of cold ones. */
    public static ProfileDataset withWarmLoads(int models) {
        ProfileDataset whole = of(models, false);
        List<ModelProfile> profiles = whole.models().stream()
                .map(profile -> {
                    ModelProfile.Preload cold = profile.preload().get(0);
                    Distribution delay = distribution(Math.round(cold.total().meanNanos() / 5));
                    return profile.withPreload(List.of(
                            cold, Records.with(cold, Map.of("tier", CacheTier.PAGE_CACHE_WARM, "total", delay))));
                })
                .toList();
        return Records.with(whole, "models", profiles);
    }

    /** The same as {@link #of} where {@code loads} loads at once, and no other number, were measured too. */
    public static ProfileDataset inCompany(int models, int loads, double slowdown) {
        ProfileDataset whole = of(models, false);
        List<ModelProfile> profiles = whole.models().stream()
                .map(profile -> Records.with(
                        profile,
                        "concurrent",
                        List.of(concurrent(profile.preload().get(0), loads, slowdown))))
                .toList();
        return Records.with(whole, "models", profiles);
    }

    private static ModelProfile.ConcurrentPreload concurrent(ModelProfile.Preload alone, int loads, double slowdown) {
        Distribution delay = distribution(Math.round(alone.total().meanNanos() * slowdown));
        return new ModelProfile.ConcurrentPreload(
                alone.device(),
                alone.tier(),
                alone.reader(),
                alone.threads(),
                alone.chunkBytes(),
                LoadKind.CONCURRENT,
                loads,
                delay,
                delay,
                slowdown,
                Reading.notSupported("n<6"),
                1,
                1e9,
                Reading.notSupported("no copies beside it"),
                0,
                0,
                List.of());
    }

    /** Fitted on {@code models} more than two; the line with most models is the one to take. */
    private static DelayLine line(int more) {
        return new DelayLine(
                "cuda:0",
                CacheTier.STORAGE_COLD,
                "direct",
                2,
                1 << 20,
                new DelayLine.Estimate(20e6, 10e6, 30e6),
                new DelayLine.Estimate(more == 3 ? 8 : 99, 1, 100),
                Reading.notSupported("not needed"),
                new DelayLine.Scatter(0, 0, 0, 0.1, 3, 3.0),
                2 + more,
                10 * more,
                0.1,
                0.2,
                20 * MEGABYTE,
                40 * MEGABYTE);
    }

    /** One letter up to model 26, then numbers that sort behind them. */
    private static String name(int size) {
        return "model-" + (size <= 26 ? "" + (char) ('a' + size - 1) : String.format(Locale.ROOT, "z%07d", size));
    }

    private static ModelProfile model(int size) {
        long bytes = 10L * size * MEGABYTE;
        ModelRecord record = Records.with(
                Samples.model(name(size), bytes),
                Map.of(
                        "fingerprint",
                        "sha256:" + size,
                        "components",
                        List.of(),
                        "storage",
                        new ModelRecord.StorageFootprint(
                                bytes, Reading.measured(bytes), 1, 1, 0, List.of(), List.of())));
        ModelProfile.DeviceMemory memory = new ModelProfile.DeviceMemory(
                "cuda:0",
                Reading.derived(bytes),
                Reading.measured(bytes),
                Reading.measured(2 * bytes),
                Reading.measured(2 * bytes),
                Reading.derived(1.0),
                1);
        return new ModelProfile(
                record, List.of(memory), List.of(preload(size, bytes)), Reading.notSupported("no engine"));
    }

    private static Distribution distribution(long nanos) {
        return new Distribution(
                1,
                nanos,
                0,
                nanos,
                nanos,
                Reading.notSupported("n"),
                Reading.notSupported("n"),
                Reading.notSupported("n"),
                Reading.notSupported("n"),
                nanos,
                List.of(nanos),
                "histogram");
    }

    private static ModelProfile.Preload preload(int size, long bytes) {
        long nanos = 100L * size * MILLISECOND;
        Distribution total = distribution(nanos);
        return new ModelProfile.Preload(
                "cuda:0",
                CacheTier.STORAGE_COLD,
                "direct",
                2,
                1 << 20,
                bytes,
                Provenance.MEASURED,
                total,
                new TreeMap<>(),
                1e8,
                Reading.notSupported("no ceiling"),
                Reading.notSupported("no ceiling"),
                "storage",
                0,
                Reading.notSupported("n"),
                0,
                0,
                List.of());
    }

    private static MachineRecord machine() {
        return MachineRecord.of(
                new MachineRecord.Cpu(
                        Reading.measured("Example CPU"),
                        Reading.measured(1),
                        Reading.measured(2),
                        Reading.measured(2),
                        Reading.notSupported("no cpufreq"),
                        Reading.notSupported("no cpufreq"),
                        Reading.measured(1)),
                new MachineRecord.Memory(
                        Reading.measured(8L << 30),
                        Reading.measured(4L << 30),
                        Reading.measured(0L),
                        Reading.measured(4096L),
                        Reading.measured("madvise"),
                        Reading.measured(2L << 20),
                        Reading.failed("limits: permission denied")),
                new MachineRecord.OperatingSystem(
                        Reading.measured("Example Linux"),
                        Reading.measured("12"),
                        Reading.measured("6.1.0"),
                        Reading.measured("amd64")),
                new MachineRecord.Jvm(
                        Reading.measured("Example"),
                        Reading.measured("17.0.1"),
                        Reading.measured(1L << 30),
                        Reading.measured(List.of("-Xmx1g"))),
                new MachineRecord.Storage(
                        "/models",
                        Reading.measured("ext4"),
                        Reading.measured("/"),
                        Reading.measured(List.of("rw", "relatime")),
                        Reading.measured("vda"),
                        Reading.notSupported("virtio names no model"),
                        Reading.measured(64L << 30),
                        Reading.measured(false),
                        Reading.measured("none"),
                        Reading.measured(131072L),
                        Reading.measured(32L << 30)),
                List.of(),
                Reading.notSupported("no graphics driver"),
                new MachineRecord.Container(
                        Reading.measured("KVM"),
                        Reading.notSupported("none"),
                        Reading.measured(2.0),
                        Reading.notSupported("no limit"),
                        Reading.notSupported("no limit")));
    }
}
