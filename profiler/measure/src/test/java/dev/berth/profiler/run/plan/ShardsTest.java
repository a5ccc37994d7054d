package dev.berth.profiler.run.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.LoadKind;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.ConcurrentRow.ConcurrentKey;
import dev.berth.dataset.raw.EngineRecord;
import dev.berth.dataset.raw.EngineRow.EngineKey;
import dev.berth.dataset.raw.RowKey;
import dev.berth.dataset.raw.RunRow.RunKey;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.engine.Engine;
import dev.berth.profiler.engine.Served;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.preload.ReaderSetting;
import dev.berth.profiler.run.SessionFixture;
import dev.berth.profiler.run.plan.SessionSettings.Concurrency;
import dev.berth.profiler.run.plan.SessionSettings.Point;
import dev.berth.profiler.run.plan.SessionSettings.Serving;
import dev.berth.profiler.run.plan.Shards.Shard;
import dev.berth.profiler.storage.ReaderKind;
import dev.berth.record.BadOptionException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShardsTest {
    private static final int PLANS = 200;

    private final Device device = Devices.open("host");

    @AfterEach
    void close() {
        device.close();
    }

    /** An engine that is only planned with. */
    private record PlannedEngine(int threads) implements Engine {
        @Override
        public EngineRecord record() {
            return Samples.engine();
        }

        @Override
        public void prepare(Consumer<String> progress) {
            throw new AssertionError("only planned with");
        }

        @Override
        public Optional<String> whyNot() {
            return Optional.empty();
        }

        @Override
        public Served serve(Model model, Witness witness) {
            throw new AssertionError("only planned with");
        }

        @Override
        public void close() {}
    }

    private static List<Model> models(Random random) {
        List<Model> models = new ArrayList<>();
        int count = 1 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            long bytes = 4L * (1 + random.nextInt(1 << (4 + random.nextInt(26))));
            models.add(new Model(Path.of("m" + i), List.of(), Samples.model("m" + i, bytes)));
        }
        return models;
    }

    private static <T> List<T> some(Random random, List<T> all) {
        List<T> some = new ArrayList<>(all);
        some.removeIf(one -> random.nextBoolean());
        return some.isEmpty() ? all : some;
    }

    private static SessionSettings settings(Random random) {
        Set<Point> points = new LinkedHashSet<>();
        for (CacheTier tier : some(random, List.of(CacheTier.STORAGE_COLD, CacheTier.PAGE_CACHE_WARM))) {
            for (ReaderKind reader : some(random, List.of(ReaderKind.values()))) {
                for (int threads : some(random, List.of(1, 2, 4))) {
                    boolean direct = reader == ReaderKind.DIRECT && tier != CacheTier.STORAGE_COLD;
                    points.add(new Point(
                            tier, new ReaderSetting(direct ? ReaderKind.BUFFERED : reader, threads, 1 << 20)));
                }
            }
        }
        if (random.nextBoolean()) {
            points.add(new Point(CacheTier.PINNED_WARM, new ReaderSetting(ReaderKind.BUFFERED, 1, 1 << 20)));
        }
        boolean serves = random.nextBoolean();
        return new SessionSettings(
                List.copyOf(points),
                false,
                random.nextInt(3),
                StopRule.exactly(1 + random.nextInt(64)),
                Duration.ofMinutes(1),
                random.nextLong(),
                0,
                false,
                random.nextBoolean() ? Concurrency.NONE : new Concurrency(some(random, List.of(1, 2, 4)), 3),
                serves
                        ? new Serving(
                                List.of(new PlannedEngine(1), new PlannedEngine(2)),
                                List.of(CacheTier.STORAGE_COLD, CacheTier.PAGE_CACHE_WARM),
                                1,
                                StopRule.exactly(3))
                        : Serving.NONE);
    }

    /** All series that any plan over these models and settings could have. */
    private static List<RowKey> candidates(SessionSettings settings, List<Model> models) {
        List<RowKey> keys = new ArrayList<>();
        for (Model model : models) {
            String name = model.record().name();
            for (Point point : settings.points()) {
                keys.add(new RunKey(name, point.on("host"), 0));
                for (CacheTier tier : List.of(CacheTier.STORAGE_COLD, CacheTier.PAGE_CACHE_WARM)) {
                    boolean direct = point.setting().reader() == ReaderKind.DIRECT;
                    if (!direct || tier == CacheTier.STORAGE_COLD) {
                        keys.add(new ConcurrentKey(
                                name, new Point(tier, point.setting()).on("host"), LoadKind.RELOAD, 1, 0));
                    }
                }
                if (point.tier().readsFiles()) {
                    keys.add(new ConcurrentKey(name, point.on("host"), LoadKind.DEVICE_BUSY, 1, 0));
                    for (int loads : List.of(1, 2, 4)) {
                        keys.add(new ConcurrentKey(name, point.on("host"), LoadKind.CONCURRENT, loads, 0));
                    }
                }
            }
            for (Engine engine : settings.serving().engines()) {
                for (CacheTier tier : settings.serving().tiers()) {
                    keys.add(new EngineKey(name, engine.setting("host", tier), 0));
                }
            }
        }
        return keys.stream().distinct().toList();
    }

    private RunPlan plan(Shard shard) {
        SessionRequest request = new SessionRequest(
                shard.settings(), shard.models(), device, SessionFixture.machine(), shard.share(), Optional.empty());
        return new RunPlan(request, new ReaderChoice(shard.settings(), List.of(), shard.share()), 7);
    }

    private static boolean holds(RunPlan plan, RowKey key) {
        return plan.holds(key) || plan.concurrent().holds(key);
    }

    @Test
    void everySeriesOfAPlanIsInOneShardAndNoOtherIs() {
        for (int seed = 0; seed < PLANS; seed++) {
            Random random = new Random(seed);
            List<Model> models = models(random);
            SessionSettings settings = settings(random);
            Shards shards = new Shards(settings, models);
            int count = 1 + random.nextInt(Math.min(9, shards.most()));
            RunPlan whole = plan(new Shard(settings, models, Share.WHOLE));
            List<RunPlan> parts = new ArrayList<>();
            for (int number = 1; number <= count; number++) {
                Shard shard = shards.shard(number, count);
                assertTrue(!shard.models().isEmpty(), "shard " + number + " of " + count + ", seed " + seed);
                parts.add(plan(shard));
            }
            for (RowKey key : candidates(settings, models)) {
                long in = parts.stream().filter(part -> holds(part, key)).count();
                assertEquals(holds(whole, key) ? 1 : 0, in, key + ", seed " + seed);
            }
        }
    }

    /** No shard has more to do than an equal share and one group of series, which no division can part. */
    @Test
    void shardsMoveAboutAsManyBytes() {
        for (int seed = 0; seed < PLANS; seed++) {
            Random random = new Random(seed);
            List<Model> models = models(random);
            Shards shards = new Shards(settings(random), models);
            int count = 1 + random.nextInt(Math.min(9, shards.most()));
            double total = 0;
            double dearest = 0;
            for (Cell cell : shards.cellsOf(0, 1)) {
                total += shards.costOf(cell);
                dearest = Math.max(dearest, shards.costOf(cell));
            }
            for (int shard = 0; shard < count; shard++) {
                double cost = shards.cellsOf(shard, count).stream()
                        .mapToDouble(shards::costOf)
                        .sum();
                // Sums in other orders round otherwise.
                assertTrue(cost <= (total / count + dearest) * 1.000001, "shard " + shard + ", seed " + seed);
            }
        }
    }

    @Test
    void whatIsDividedDependsOnNothingButTheSeries() {
        List<Model> models = models(new Random(3));
        SessionSettings settings = settings(new Random(3));
        Shards shards = new Shards(settings, models);
        List<Model> backwards = new ArrayList<>(models);
        Collections.reverse(backwards);

        assertEquals(shards.digest(), new Shards(settings, backwards).digest());
        assertNotEquals(shards.digest(), new Shards(settings, models.subList(0, models.size() - 1)).digest());
        RunPlan one = plan(shards.shard(1, 2));
        RunPlan other = plan(new Shards(settings, backwards).shard(1, 2));
        candidates(settings, models).forEach(key -> assertEquals(holds(one, key), holds(other, key)));
    }

    @Test
    void moreShardsThanSeriesThatMayBePartedAreRefused() {
        Shards shards =
                new Shards(SessionSettings.quick(1), models(new Random(1)).subList(0, 1));

        assertEquals(
                "--shard 1/3 is out of range: the plan has 2 groups of series that may be parted, expected at most so"
                        + " many shards",
                assertThrows(BadOptionException.class, () -> shards.shard(1, 3)).getMessage());
    }
}
