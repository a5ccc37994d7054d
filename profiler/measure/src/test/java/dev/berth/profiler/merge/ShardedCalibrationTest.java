package dev.berth.profiler.merge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Ceiling;
import dev.berth.dataset.LoadKind;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.ConcurrentRow;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.dataset.raw.RowKey;
import dev.berth.dataset.raw.RunRow;
import dev.berth.dataset.raw.SessionRecord;
import dev.berth.profiler.calibrate.Calibrator;
import dev.berth.record.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Rows of one process, divided among shards series by series, give the dataset of that process again. */
class ShardedCalibrationTest {
    private static final List<String> MODELS = List.of("a", "b", "c");
    private static final List<CacheTier> TIERS =
            List.of(CacheTier.STORAGE_COLD, CacheTier.PAGE_CACHE_WARM, CacheTier.PINNED_WARM);

    private static String dataset(List<RawFolder> folders) {
        return Json.pretty(new Calibrator("berth test").calibrate(folders));
    }

    private static ModelRecord model(String name) {
        return Samples.model(name, 4096);
    }

    private static SessionRecord session(Predicate<String> measures) {
        List<String> names = MODELS.stream().filter(measures).toList();
        List<Ceiling> ceilings = new ArrayList<>(List.of(Samples.ceiling(Ceiling.Kind.MEMCPY, "host", 5e9)));
        names.forEach(name -> ceilings.add(Samples.ceiling(Ceiling.Kind.DIRECT_READ, name, 1e9)));
        return Samples.session(
                Samples.STARTED,
                List.of(Samples.host()),
                names.stream().map(ShardedCalibrationTest::model).toList(),
                ceilings);
    }

    private static List<RunRow> rows(Random random) {
        List<RunRow> rows = new ArrayList<>();
        for (String model : MODELS) {
            for (CacheTier tier : TIERS) {
                for (int repetition = -1; repetition < 20; repetition++) {
                    rows.add(Samples.row(
                            Samples.key(model, "host", tier, repetition), 4096, 1_000_000 + random.nextInt(1_000_000)));
                }
            }
        }
        Collections.shuffle(rows, random);
        return rows;
    }

    private static List<ConcurrentRow> loads(Random random) {
        List<ConcurrentRow> rows = new ArrayList<>();
        for (String model : MODELS) {
            for (int repetition = 0; repetition < 5; repetition++) {
                long nanos = 1_000_000L + random.nextInt(1_000_000);
                rows.add(Samples.loads(model, LoadKind.CONCURRENT, 1, repetition, nanos));
                rows.add(Samples.loads(model, LoadKind.CONCURRENT, 2, repetition, nanos, 2 * nanos));
                rows.add(Samples.loads(model, LoadKind.RELOAD, 1, repetition, nanos / 2));
            }
        }
        Collections.shuffle(rows, random);
        return rows;
    }

    /** Loads at once go with the single loads of their point. */
    private static String series(RowKey key) {
        return key.model() + " " + key.requestedTier();
    }

    /** The same rows without what is kept over the tiers of a model in the order in which runs were made. */
    private static RunRow withoutUnload(RunRow row) {
        return Json.parse(
                "row",
                1,
                Json.line(row)
                        .replace(Json.line(row.unload()), Json.line(RunRow.Unload.none("example")))
                        .getBytes(StandardCharsets.UTF_8),
                RunRow.class);
    }

    private void assertSame(long seed, boolean inTurn) {
        Random random = new Random(seed);
        int shards = 2 + random.nextInt(4);
        Map<String, Integer> shardOf = new HashMap<>();
        for (String model : MODELS) {
            TIERS.forEach(tier -> shardOf.put(model + " " + tier, 1 + random.nextInt(shards)));
        }
        List<RunRow> rows = rows(random);
        List<ConcurrentRow> loads = loads(random);
        if (inTurn) {
            // One process that made the runs of one shard after those of the other.
            rows.sort((one, other) -> shardOf.get(series(one.key())) - shardOf.get(series(other.key())));
        } else {
            rows.replaceAll(ShardedCalibrationTest::withoutUnload);
        }
        List<RawFolder> folders = new ArrayList<>();
        for (int i = 1; i <= shards; i++) {
            int shard = i;
            folders.add(Samples.folder(
                    "shard",
                    Samples.withPlan(
                            session(name -> TIERS.stream().anyMatch(tier -> shardOf.get(name + " " + tier) == shard)),
                            shard,
                            shards),
                    rows.stream()
                            .filter(row -> shardOf.get(series(row.key())) == shard)
                            .toList(),
                    loads.stream()
                            .filter(row -> shardOf.get(series(row.key())) == shard)
                            .toList()));
        }
        PlanParts.requireWhole(folders);
        String whole = dataset(List.of(Samples.folder("whole", session(name -> true), rows, loads)));
        assertEquals(whole, dataset(folders), "seed " + seed);
        Collections.reverse(folders);
        assertEquals(whole, dataset(folders), "seed " + seed);
    }

    @Test
    void shardsGiveTheDatasetOfOneProcessByteForByte() {
        for (long seed = 0; seed < 20; seed++) {
            assertSame(seed, true);
        }
    }

    /** Of unloads, which are counted over all tiers of a model, samples come in the order in which they were made. */
    @Test
    void inWhateverOrderOneProcessMadeTheRuns() {
        for (long seed = 0; seed < 20; seed++) {
            assertSame(seed, false);
        }
    }
}
