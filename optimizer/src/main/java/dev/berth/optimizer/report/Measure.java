package dev.berth.optimizer.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.optimizer.document.ComparisonFile.Row;
import dev.berth.optimizer.report.chart.Curves;
import dev.berth.optimizer.report.chart.Unit;
import dev.berth.record.Reading;
import java.util.Locale;
import java.util.Optional;

/** What a figure holds methods against each other by. */
public enum Measure {
    /** Simulated cost as a share of all-cloud's. */
    @JsonProperty("cost")
    COST("Cost", "cost over all-cloud", Unit.SHARE),
    /** Simulated mean delay. */
    @JsonProperty("delay")
    DELAY("Mean delay", "mean delay", Unit.NANOS),
    /** Simulated longest mean delay of any server or service. */
    @JsonProperty("longest-delay")
    LONGEST_DELAY("Longest mean delay of any server or service", "longest mean delay", Unit.NANOS);

    private final String title;
    private final String axis;
    private final Unit unit;

    Measure(String title, String axis, Unit unit) {
        this.title = title;
        this.axis = axis;
        this.unit = unit;
    }

    /** As files and ids have it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it is, as a title begins. */
    public String title() {
        return title;
    }

    /** Name of its axis. */
    public String axis() {
        return axis;
    }

    /** Unit of its axis. */
    public Unit unit() {
        return unit;
    }

    /** The point of a row; empty where there is no figure. */
    public Optional<Curves.Point> point(double x, Row row) {
        return switch (this) {
            case COST ->
                row.saved()
                        .optional()
                        .map(saved -> new Curves.Point(
                                x, 1 - saved.mean(), less(saved.high()), less(saved.low()), "", false));
            case DELAY ->
                Optional.of(new Curves.Point(
                        x,
                        row.meanDelayNanos().mean(),
                        row.meanDelayNanos().low().optional().orElse(null),
                        row.meanDelayNanos().high().optional().orElse(null),
                        "",
                        false));
            case LONGEST_DELAY ->
                Optional.ofNullable(row.longestDelay())
                        .flatMap(longest -> longest.simulatedNanos().optional())
                        .map(nanos -> Curves.Point.of(x, nanos));
        };
    }

    private static Double less(Reading<Double> share) {
        return share.optional().map(end -> 1 - end).orElse(null);
    }
}
