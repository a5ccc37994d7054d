package dev.berth.profiler.run.plan;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.LoadKind;
import dev.berth.dataset.PreloadSetting;
import dev.berth.dataset.raw.ConcurrentRow.ConcurrentKey;
import dev.berth.dataset.raw.EngineRow;
import dev.berth.dataset.raw.EngineRow.EngineKey;
import dev.berth.dataset.raw.MeasuredRow;
import dev.berth.dataset.raw.RowKey;
import dev.berth.dataset.raw.RunRow;
import dev.berth.dataset.raw.RunRow.RunKey;
import dev.berth.profiler.engine.Engine;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.run.plan.SessionSettings.Concurrency;
import dev.berth.profiler.run.plan.SessionSettings.Point;
import dev.berth.profiler.run.plan.SessionSettings.Serving;
import dev.berth.profiler.storage.ReaderKind;
import java.util.List;
import java.util.StringJoiner;

/**
 * Which runs a session makes, and in which order: single loads first, then re-loads and concurrent loads, so that a
 * spent budget never costs a single load; engines last. The runs still to come follow from the seed and the recorded
 * rows, so that a session can be resumed.
 */
public final class RunPlan {
    private final Stage single;
    private final Stage concurrent;
    private final Stage engines;

    /**
     * A plan of which no run is made.
     *
     * @param choice at which points each model is measured
     * @param seed of the run order
     */
    public RunPlan(SessionRequest request, ReaderChoice choice, long seed) {
        SessionSettings settings = request.settings();
        Concurrency concurrency = settings.concurrency();
        single = new Stage(new Repeats(settings.stopRule(), settings.warmUpRuns(), true), seed);
        concurrent = new Stage(new Repeats(StopRule.exactly(Math.max(1, concurrency.runs())), 0, false), seed);
        Serving serving = settings.serving();
        engines = new Stage(new Repeats(serving.stopRule(), serving.warmUpRuns(), true), seed);
        String device = request.device().record().id();
        for (Model model : request.models()) {
            addEngines(model, serving, request.share(), device);
            for (Point point : choice.pointsOf(model)) {
                String name = model.record().name();
                single.add(model, new RunKey(name, point.on(device), 0));
                if (point.tier().readsFiles() && concurrency.runs() > 0) {
                    addConcurrent(model, point, device, concurrency.loads());
                }
            }
        }
    }

    private void addEngines(Model model, Serving serving, Share share, String device) {
        for (Engine engine : serving.engines()) {
            for (CacheTier tier : share.tiersOf(model, engine, serving)) {
                engines.add(model, new EngineKey(model.record().name(), engine.setting(device, tier), 0));
            }
        }
    }

    /** Concurrent loads are compared with one load alone and with one on a busy device. */
    private void addConcurrent(Model model, Point point, String device, List<Integer> counts) {
        String name = model.record().name();
        PreloadSetting again = new Point(leftBy(point), point.setting()).on(device);
        concurrent.add(model, new ConcurrentKey(name, again, LoadKind.RELOAD, 1, 0));
        if (!counts.isEmpty()) {
            PreloadSetting setting = point.on(device);
            concurrent.add(model, new ConcurrentKey(name, setting, LoadKind.CONCURRENT, 1, 0));
            counts.forEach(
                    loads -> concurrent.add(model, new ConcurrentKey(name, setting, LoadKind.CONCURRENT, loads, 0)));
            concurrent.add(model, new ConcurrentKey(name, setting, LoadKind.DEVICE_BUSY, 1, 0));
        }
    }

    /** Where the bytes lie after a load: direct reads leave none in the page cache, others leave all. */
    private static CacheTier leftBy(Point point) {
        return point.setting().reader() == ReaderKind.DIRECT ? point.tier() : CacheTier.PAGE_CACHE_WARM;
    }

    /** Single loads. */
    public Stage single() {
        return single;
    }

    /** Re-loads, concurrent loads and loads on a busy device. */
    public Stage concurrent() {
        return concurrent;
    }

    /** Engines that serve. */
    public Stage engines() {
        return engines;
    }

    /** Whether a single load, or a run of an engine, belongs to this plan, whatever its repetition. */
    public boolean holds(RowKey key) {
        return single.holds(key) || engines.holds(key);
    }

    /** Records a run of the resumed session. */
    public void made(MeasuredRow row) {
        (row instanceof RunRow ? single : row instanceof EngineRow ? engines : concurrent).made(row);
    }

    /** Runs that are not made, for people; empty where all are. */
    public String missing() {
        StringJoiner missing = new StringJoiner(", ");
        addMissing(missing, single, "single loads");
        addMissing(missing, concurrent, "re-loads and concurrent loads");
        addMissing(missing, engines, "runs of engines");
        return missing.toString();
    }

    private static void addMissing(StringJoiner missing, Stage stage, String what) {
        if (stage.next().isPresent()) {
            missing.add("up to " + stage.runsLeft() + " " + what);
        }
    }

    /** Runs made in all stages. */
    public int runsMade() {
        return single.runsMade() + concurrent.runsMade() + engines.runsMade();
    }
}
