package dev.berth.profile;

import dev.berth.profile.LoadModel.Estimate;
import dev.berth.profile.LoadModel.Scatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Finished datasets with every kind of value in them. */
public final class Datasets {
    private Datasets() {}

    public static Distribution distribution(int n, long nanos) {
        return new Distribution(
                n,
                nanos + 0.5,
                n == 1 ? 0 : 1000.25,
                nanos - 100,
                nanos,
                Reading.derived(nanos - 50),
                Reading.derived(nanos + 50),
                n < 64 ? Reading.notSupported("n<64") : Reading.measured(nanos + 60),
                n < 662 ? Reading.notSupported("n<662") : Reading.measured(nanos + 90),
                nanos + 100,
                Collections.nCopies(n, nanos),
                "HISTFAAAAA==");
    }

    public static ModelProfile.Preload preload(CacheTier tier, int n, long bytes, long nanos) {
        boolean cold = tier == CacheTier.STORAGE_COLD;
        return new ModelProfile.Preload(
                "host",
                tier,
                "direct",
                2,
                1 << 20,
                bytes,
                Provenance.MEASURED,
                distribution(n, nanos),
                new TreeMap<>(Map.of(
                        PreloadPhase.OPEN_PARSE, distribution(n, nanos / 10),
                        PreloadPhase.STORAGE_READ, distribution(n, nanos - nanos / 10))),
                bytes * 1e9 / nanos,
                cold ? Reading.derived(0.97) : Reading.notSupported(tier.label() + ": bytes do not come from storage"),
                Reading.derived(0.123),
                cold ? "storage" : "device copy",
                0.0421,
                n < 9 ? Reading.notSupported("n<9") : Reading.derived(0.15),
                cold ? 1 : 0,
                cold ? 2 : 0,
                cold ? List.of("cold in the guest only: virtualised by KVM, whose host may cache") : List.of());
    }

    public static ModelProfile profile(String name, long bytes, List<ModelProfile.Preload> preload) {
        return new ModelProfile(
                Samples.model(name, bytes),
                List.of(new ModelProfile.DeviceMemory(
                        "host",
                        Reading.derived(bytes),
                        Reading.measured(bytes),
                        Reading.derived(bytes),
                        Reading.measured(2 * bytes),
                        Reading.derived(0.0),
                        30)),
                preload,
                Reading.notSupported("no engine ran the model"),
                List.of(new ModelProfile.Unloading("host", distribution(30, 4_567), Reading.derived(0L), 0)),
                preload.isEmpty()
                        ? List.of()
                        : List.of(new ModelProfile.Reload(
                                "host",
                                CacheTier.STORAGE_COLD,
                                "direct",
                                2,
                                1 << 20,
                                distribution(10, 2_345_678),
                                0,
                                0)),
                preload.isEmpty()
                        ? List.of()
                        : List.of(
                                contention(bytes, LoadKind.TOGETHER, 1, 1),
                                contention(bytes, LoadKind.TOGETHER, 2, 1.75),
                                contention(bytes, LoadKind.DEVICE_BUSY, 1, 1.25)));
    }

    /** Loads in company, slowed down so much against 2 ms alone. */
    public static ModelProfile.Contention contention(long bytes, LoadKind kind, int loads, double slowdown) {
        long nanos = Math.round(2_000_000 * slowdown);
        return new ModelProfile.Contention(
                "host",
                CacheTier.STORAGE_COLD,
                "direct",
                2,
                1 << 20,
                kind,
                loads,
                distribution(10, nanos),
                distribution(10, nanos),
                slowdown,
                Reading.derived(new Estimate(slowdown, slowdown * 0.9, slowdown * 1.1)),
                10,
                loads * bytes * 1e9 / nanos,
                kind == LoadKind.DEVICE_BUSY ? Reading.derived(4e9) : Reading.notSupported("no copies beside it"),
                0,
                0,
                List.of());
    }

    /** Two models that were measured and one that was not. */
    public static ProfileDataset dataset() {
        List<ModelProfile> models = new ArrayList<>();
        models.add(profile(
                "esrgan-slim/x2",
                939_420,
                List.of(
                        preload(CacheTier.STORAGE_COLD, 30, 939_420, 2_345_678),
                        preload(CacheTier.PAGE_CACHE_WARM, 70, 939_420, 456_789))));
        models.add(profile("esrgan-thick/größe-µ", 29_000_000, List.of()));
        models.add(profile(
                "minilm, \"q\"", 22_500_000, List.of(preload(CacheTier.STORAGE_COLD, 700, 22_500_000, 23_456_789))));
        return new ProfileDataset(
                ProfileDataset.SCHEMA_VERSION,
                "berth 0.1.0",
                "2026-02-01T00:00:00Z",
                Samples.machine(Reading.measured("KVM")),
                List.of(Samples.host()),
                new Instrument(1, 22.5, 40_000, 1000),
                List.of(Samples.ceiling(Ceiling.Kind.DIRECT_READ, "esrgan-slim/x2", 1.25e9)),
                models,
                List.of(new LoadModel(
                        "host",
                        CacheTier.STORAGE_COLD,
                        "direct",
                        2,
                        1 << 20,
                        new Estimate(1.2e6, 0.9e6, 1.5e6),
                        new Estimate(0.95, 0.9, 1.0),
                        Reading.derived(new Estimate(1e9 / 0.95, 1e9, 1e9 / 0.9)),
                        new Scatter(1e10, 1e-4, -5e2, 0.06, 12, 2.178812829667228),
                        14,
                        420,
                        0.061,
                        0.214,
                        939_420,
                        88_000_000)),
                List.of("cold in the guest only: virtualised by KVM, whose host may cache"));
    }
}
