package dev.berth.profiler.run.plan;

import dev.berth.dataset.CacheTier;
import dev.berth.profiler.engine.Engine;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.run.plan.SessionSettings.Point;
import dev.berth.profiler.run.plan.SessionSettings.Serving;
import dev.berth.record.BadOptionException;
import dev.berth.record.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Divides the series of a plan so that all shards take about equally long: dearest first, each to the shard that has
 * least to do. What goes where follows from settings and models alone, so that every machine divides a plan alike.
 */
public final class Shards {
    /** What a run costs whatever the model's size, in bytes of a fast disk: some milliseconds. */
    private static final double RUN_BYTES = 4 << 20;

    private final SessionSettings settings;
    private final List<Model> models;
    /** Bytes that the runs of each cell move at most. */
    private final Map<Cell, Double> costs = new LinkedHashMap<>();

    /**
     * @param settings of the whole plan, for one device
     * @param models of the whole plan, no two of one name
     */
    public Shards(SessionSettings settings, List<Model> models) {
        this.settings = settings;
        this.models = List.copyOf(models);
        for (Model model : models) {
            String name = model.record().name();
            for (Point point : settings.points()) {
                add(settings.fastestOnly() ? Cell.ofFastest(name, point) : Cell.of(name, point), model, runsOf(point));
            }
            Serving serving = settings.serving();
            for (Engine engine : serving.engines()) {
                for (CacheTier tier : Share.WHOLE.tiersOf(model, engine, serving)) {
                    add(
                            Cell.of(name, engine, tier),
                            model,
                            serving.warmUpRuns() + (double) serving.stopRule().maxRuns());
                }
            }
        }
    }

    private void add(Cell cell, Model model, double runs) {
        costs.merge(cell, runs * (RUN_BYTES + model.record().storedBytes()), Double::sum);
    }

    /** Loads of a point, those of several at once each counted. */
    private double runsOf(Point point) {
        double loads = settings.warmUpRuns() + (double) settings.stopRule().maxRuns();
        SessionSettings.Concurrency concurrency = settings.concurrency();
        if (point.tier().readsFiles() && concurrency.runs() > 0) {
            // The re-load and the load before it; one alone and one on a busy device to compare several with.
            int atOnce = 2
                    + (concurrency.loads().isEmpty()
                            ? 0
                            : 2
                                    + concurrency.loads().stream()
                                            .mapToInt(Integer::intValue)
                                            .sum());
            loads += (double) atOnce * concurrency.runs();
        }
        return loads;
    }

    /** Most shards that each have something to measure. */
    public int most() {
        return costs.size();
    }

    /**
     * What one shard measures.
     *
     * @param settings points and engines of it alone
     * @param models that it measures, at least one
     * @param share of the settings and models, what it makes
     */
    public record Shard(SessionSettings settings, List<Model> models, Share share) {}

    /**
     * One of the shards; together they hold every series once.
     *
     * @param number from 1
     * @param count into how many the plan is divided
     * @throws BadOptionException where there are fewer series that may be parted than shards
     */
    public Shard shard(int number, int count) {
        if (count > most()) {
            throw new BadOptionException("--shard " + number + "/" + count + " is out of range: the plan has " + most()
                    + " groups of series that may be parted, expected at most so many shards");
        }
        if (count == 1) {
            return new Shard(settings, models, Share.WHOLE);
        }
        Set<Cell> cells = cellsOf(number - 1, count);
        Share share = Share.of(cells);
        List<Model> some = models.stream()
                .filter(model -> cells.stream()
                        .anyMatch(cell -> cell.model().equals(model.record().name())))
                .toList();
        return new Shard(narrowed(share, some), some, share);
    }

    /** Bytes that the runs of a cell move at most. */
    double costOf(Cell cell) {
        return costs.get(cell);
    }

    /** @param shard from 0 */
    Set<Cell> cellsOf(int shard, int count) {
        List<Map.Entry<Cell, Double>> dearestFirst = new ArrayList<>(costs.entrySet());
        dearestFirst.sort(Map.Entry.<Cell, Double>comparingByValue()
                .reversed()
                .thenComparing(
                        Map.Entry::getKey, Comparator.comparing(Cell::model).thenComparing(Cell::what)));
        double[] loads = new double[count];
        Set<Cell> own = new HashSet<>();
        for (Map.Entry<Cell, Double> entry : dearestFirst) {
            int least = 0;
            for (int i = 1; i < count; i++) {
                least = loads[i] < loads[least] ? i : least;
            }
            loads[least] += entry.getValue();
            if (least == shard) {
                own.add(entry.getKey());
            }
        }
        return own;
    }

    /** So that nothing is read, fetched or started that only other shards need. */
    private SessionSettings narrowed(Share share, List<Model> some) {
        List<Point> points = settings.points().stream()
                .filter(point -> some.stream()
                        .anyMatch(model -> share.pointsOf(model, settings).contains(point)))
                .toList();
        Serving serving = settings.serving();
        List<Engine> engines = serving.engines().stream()
                .filter(engine -> some.stream()
                        .anyMatch(
                                model -> !share.tiersOf(model, engine, serving).isEmpty()))
                .toList();
        return settings.with(
                points,
                engines.isEmpty()
                        ? Serving.NONE
                        : new Serving(engines, serving.tiers(), serving.warmUpRuns(), serving.stopRule()));
    }

    /** SHA-256 over all series, of every shard, and the fingerprints of their models. */
    public String digest() {
        Map<String, String> fingerprints = new TreeMap<>();
        models.forEach(
                model -> fingerprints.put(model.record().name(), model.record().fingerprint()));
        MessageDigest digest = Sha256.digest();
        costs.keySet().stream()
                .sorted(Comparator.comparing(Cell::model).thenComparing(Cell::what))
                .map(cell -> cell.model() + "\t" + fingerprints.get(cell.model()) + "\t" + cell.what() + "\n")
                .forEach(line -> digest.update(line.getBytes(StandardCharsets.UTF_8)));
        return Sha256.hex(digest);
    }
}
