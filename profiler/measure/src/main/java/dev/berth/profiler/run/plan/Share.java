package dev.berth.profiler.run.plan;

import dev.berth.dataset.CacheTier;
import dev.berth.profiler.engine.Engine;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.run.plan.SessionSettings.Point;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Which of the series that settings and models stand for a session makes: all of them, or those of one shard. */
public final class Share {
    /** All of them. */
    public static final Share WHOLE = new Share(Optional.empty());

    private final Optional<Set<Cell>> cells;

    private Share(Optional<Set<Cell>> cells) {
        this.cells = cells;
    }

    /** Of these cells alone. */
    static Share of(Set<Cell> cells) {
        return new Share(Optional.of(Set.copyOf(cells)));
    }

    private boolean has(Cell cell) {
        return cells.map(some -> some.contains(cell)).orElse(true);
    }

    /** The points at which a model is measured; of candidates, those of the tiers at which it is. */
    public List<Point> pointsOf(Model model, SessionSettings settings) {
        String name = model.record().name();
        return settings.points().stream()
                .filter(point -> has(settings.fastestOnly() ? Cell.ofFastest(name, point) : Cell.of(name, point)))
                .toList();
    }

    /** The tiers from which an engine serves a model; none where it cannot. */
    public List<CacheTier> tiersOf(Model model, Engine engine, SessionSettings.Serving serving) {
        if (engine.whyNot(model).isPresent()) {
            return List.of();
        }
        return serving.tiers().stream()
                .filter(tier -> has(Cell.of(model.record().name(), engine, tier)))
                .toList();
    }
}
