package dev.berth.profile;

import dev.berth.profile.RunRow.CacheEvidence;
import dev.berth.profile.RunRow.Environment;
import dev.berth.profile.RunRow.MemoryDelta;
import dev.berth.profile.RunRow.RunKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.LongStream;

/** Sessions and rows with figures chosen so that what follows from them can be worked out on paper. */
public final class Samples {
    public static final String STARTED = "2026-01-31T12:00:00Z";
    public static final int CHUNK_BYTES = 1 << 20;

    private Samples() {}

    public static MachineRecord machine(Reading<String> virtualization) {
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
                        virtualization,
                        Reading.notSupported("none"),
                        Reading.measured(2.0),
                        Reading.notSupported("no limit"),
                        Reading.notSupported("no limit")));
    }

    public static ModelRecord model(String name, long weightBytes) {
        return new ModelRecord(
                name,
                "npm:example@1.0.0",
                "sha256:" + name,
                "safetensors",
                "image generation",
                true,
                List.of(new ModelRecord.ComponentRecord(name, "safetensors", 2, weightBytes / 4, weightBytes)),
                2,
                weightBytes / 4,
                weightBytes,
                new TreeMap<>(Map.of("F32", weightBytes)),
                new ModelRecord.StorageFootprint(
                        weightBytes + 100,
                        Reading.measured(weightBytes + 4096),
                        2,
                        1,
                        0,
                        List.of("notes.txt"),
                        List.of(new ModelRecord.LeftOut("notes.txt", 1, 5, "its role is not known"))));
    }

    public static DeviceRecord host() {
        return new DeviceRecord(
                "host", "Example CPU", Reading.measured(8L << 30), Reading.notSupported("host has no driver"), false);
    }

    public static DeviceRecord cuda(boolean standIn) {
        return new DeviceRecord(
                "cuda:0", "Example GPU", Reading.measured(16L << 30), Reading.measured("12.6"), standIn);
    }

    public static Ceiling ceiling(Ceiling.Kind kind, String subject, double bytesPerSecond) {
        return new Ceiling(kind, subject, bytesPerSecond, bytesPerSecond, bytesPerSecond, 5, 1 << 20, "example");
    }

    public static SessionRecord session(
            String startedUtc, List<DeviceRecord> devices, List<ModelRecord> models, List<Ceiling> ceilings) {
        return new SessionRecord(
                ProfileDataset.SCHEMA_VERSION,
                "berth 0.1.0",
                startedUtc,
                42,
                machine(Reading.measured("KVM")),
                devices,
                models,
                new Instrument(1, 22.5, 40_000, 1000),
                ceilings,
                List.of(),
                List.of());
    }

    /** The same session with what it found out of its readers. */
    public static SessionRecord withReads(
            SessionRecord session, List<ReaderSweep> readerSweeps, List<FirstRead> firstReads) {
        return new SessionRecord(
                session.schemaVersion(),
                session.tool(),
                session.startedUtc(),
                session.seed(),
                session.machine(),
                session.devices(),
                session.models(),
                session.instrument(),
                session.ceilings(),
                readerSweeps,
                firstReads);
    }

    /** Direct reads that beat mapped ones on a model {@code a}. */
    public static ReaderSweep readerSweep() {
        return new ReaderSweep(
                CacheTier.STORAGE_COLD,
                "ext4 at /models",
                "a",
                List.of("a", "b"),
                List.of(
                        new ReaderSweep.Trial("direct", 2, 1 << 20, 1.5e9, 5, 1 << 27, true),
                        new ReaderSweep.Trial("mmap", 1, 1 << 20, 0.5e9, 2, 1 << 27, false)),
                "fastest median of 2 settings");
    }

    public static FirstRead firstRead(String model, double bytesPerSecond, double laterBytesPerSecond) {
        return new FirstRead(
                model,
                2,
                CHUNK_BYTES,
                1 << 27,
                bytesPerSecond,
                laterBytesPerSecond,
                3,
                Reading.notSupported("example disk"));
    }

    public static RunKey key(String model, String device, CacheTier tier, int repetition) {
        return new RunKey(model, device, tier, "direct", 2, CHUNK_BYTES, repetition);
    }

    /** A run that proved its tier; a tenth of its time for each of open+parse and allocate, the rest reading. */
    public static RunRow row(RunKey key, long bytes, long totalNanos) {
        return row(key, key.requestedTier(), null, bytes, totalNanos, Reading.notSupported("not checked"));
    }

    public static RunRow row(
            RunKey key, CacheTier tier, String failure, long bytes, long totalNanos, Reading<Boolean> verified) {
        SortedMap<PreloadPhase, Long> phases = new TreeMap<>();
        if (failure == null) {
            phases.put(PreloadPhase.OPEN_PARSE, totalNanos / 10);
            phases.put(PreloadPhase.ALLOCATE, totalNanos / 10);
            phases.put(PreloadPhase.STORAGE_READ, totalNanos - 2 * (totalNanos / 10));
        }
        return new RunRow(
                ProfileDataset.SCHEMA_VERSION,
                Math.max(0, key.repetition()),
                key,
                STARTED,
                tier,
                new CacheEvidence(
                        bytes + 100,
                        Reading.measured(0L),
                        "cachestat",
                        Reading.measured(bytes + 100),
                        Reading.measured(bytes + 100),
                        tier == CacheTier.UNPROVEN ? "12 pages were in the page cache" : "0 pages before"),
                failure,
                phases,
                totalNanos,
                totalNanos / 2,
                totalNanos / 4,
                bytes,
                new MemoryDelta(
                        Reading.measured(10_000_000_000L),
                        Reading.measured(10_000_000_000L - 2 * bytes),
                        bytes,
                        Reading.measured(3 * bytes)),
                "storage",
                verified,
                List.of(),
                new Environment(Reading.measured(0.5), Reading.measured(0L), Reading.measured(0L)),
                new RunRow.Unload(
                        Reading.measured(totalNanos / 100),
                        Reading.measured(10_000_000_000L),
                        Reading.notSupported("example driver"),
                        Reading.derived(0L)),
                List.of());
    }

    /** Loads of a model on the host, storage-cold and proven; the bytes are those of {@link #model} of 4096. */
    public static LoadsRow loads(String model, LoadKind kind, int loads, int repetition, long... delayNanos) {
        RunRow alike = row(key(model, "host", CacheTier.STORAGE_COLD, repetition), 4096, 1);
        return new LoadsRow(
                ProfileDataset.SCHEMA_VERSION,
                repetition,
                new LoadsRow.LoadsKey(
                        model, "host", CacheTier.STORAGE_COLD, "direct", 2, CHUNK_BYTES, kind, loads, repetition),
                STARTED,
                CacheTier.STORAGE_COLD,
                alike.cache(),
                null,
                LongStream.of(delayNanos).boxed().toList(),
                LongStream.of(delayNanos).max().orElse(0),
                4096L * loads,
                RunRow.Unload.none("no load before it"),
                kind == LoadKind.DEVICE_BUSY ? Reading.derived(5e9) : Reading.notSupported("no copies beside it"),
                List.of(),
                List.of(),
                alike.environment());
    }

    /** One run a value, in that order. */
    public static List<RunRow> rows(String model, String device, CacheTier tier, long bytes, long... totalNanos) {
        List<RunRow> rows = new ArrayList<>();
        for (int i = 0; i < totalNanos.length; i++) {
            rows.add(row(key(model, device, tier, i), bytes, totalNanos[i]));
        }
        return rows;
    }

    public static RawFolder folder(String name, SessionRecord session, List<RunRow> rows) {
        return folder(name, session, rows, List.of());
    }

    public static RawFolder folder(String name, SessionRecord session, List<RunRow> rows, List<LoadsRow> loads) {
        return new RawFolder(java.nio.file.Path.of(name), session, rowsOf(rows), rowsOf(loads));
    }

    private static <T extends Record> RawFolder.Rows<T> rowsOf(List<T> rows) {
        return consumer -> {
            rows.forEach(consumer);
            return new RowLog(rows.size(), 0, Optional.empty(), Optional.of("0".repeat(64)));
        };
    }

    /** The rows numbered from 0, as a session writes them. */
    public static List<RunRow> inSequence(List<RunRow> rows) {
        List<RunRow> numbered = new ArrayList<>();
        rows.forEach(row -> numbered.add(Json.parse(
                "row",
                1,
                Json.line(row)
                        .replaceFirst("\"sequence\":[0-9]+", "\"sequence\":" + numbered.size())
                        .getBytes(StandardCharsets.UTF_8),
                RunRow.class)));
        return numbered;
    }

    /** The rows one a line with their seals, as a session writes them. */
    public static String sealedLines(SessionRecord session, List<? extends Record> rows) {
        StringBuilder lines = new StringBuilder();
        String seal = RowSeal.of(Json.pretty(session));
        for (Record row : rows) {
            String line = Json.line(row);
            seal = RowSeal.of(seal, line.getBytes(StandardCharsets.UTF_8));
            lines.append(RowSeal.sealed(line, seal)).append('\n');
        }
        return lines.toString();
    }

    /** The rows one a line, without seals as older versions wrote them. */
    public static String lines(List<? extends Record> rows) {
        StringBuilder lines = new StringBuilder();
        rows.forEach(row -> lines.append(Json.line(row)).append('\n'));
        return lines.toString();
    }

    /** All rows of a short session. */
    public static <T extends Record> List<T> list(RawFolder.Rows<T> rows) {
        List<T> list = new ArrayList<>();
        rows.forEach(list::add);
        return list;
    }
}
