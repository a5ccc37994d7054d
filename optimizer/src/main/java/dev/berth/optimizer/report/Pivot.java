package dev.berth.optimizer.report;

import dev.berth.optimizer.document.ComparisonFile.Case;
import dev.berth.optimizer.document.ComparisonFile.Kind;
import dev.berth.optimizer.document.ComparisonFile.Row;
import dev.berth.optimizer.document.ComparisonFile.Setting;
import dev.berth.optimizer.report.chart.Curves.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A sweep with methods down and the values of one parameter across.
 *
 * @param down the parameters before the last: each row is of one value of each of them; empty where one is swept
 * @param across the last parameter
 * @param values of it, in the order of the cases
 * @param rows in the order of the cases, then of their methods
 */
public record Pivot(List<String> down, String across, List<Double> values, List<Line> rows) {
    public Pivot {
        down = List.copyOf(down);
        values = List.copyOf(values);
        rows = List.copyOf(rows);
    }

    /**
     * A method at some values of the other parameters.
     *
     * @param at the values of {@link #down}
     * @param method with a mark where it is an online policy: a solver may have the same name
     * @param points one a value across, which is its x; empty where the method has no figure there
     */
    public record Line(List<Double> at, String method, Kind kind, List<Optional<Point>> points) {
        public Line {
            at = List.copyOf(at);
            points = List.copyOf(points);
        }
    }

    private record Place(List<Double> at, String method, Kind kind) {}

    /**
     * What methods come to.
     *
     * @param cases two or more, of the same parameters
     */
    public static Pivot of(List<Case> cases, Measure measure) {
        List<Setting> first = cases.get(0).settings();
        int last = first.size() - 1;
        List<Double> values = cases.stream()
                .map(each -> each.settings().get(last).value())
                .distinct()
                .toList();
        Map<Place, List<Optional<Point>>> points = new LinkedHashMap<>();
        for (Case each : cases) {
            List<Double> settings = each.settings().stream().map(Setting::value).toList();
            double value = settings.get(last);
            for (Row row : each.rows()) {
                points.computeIfAbsent(
                                new Place(settings.subList(0, last), ComparisonText.name(row), row.kind()),
                                key -> new ArrayList<>(Collections.nCopies(values.size(), Optional.empty())))
                        .set(values.indexOf(value), measure.point(value, row));
            }
        }
        return new Pivot(
                first.subList(0, last).stream().map(Setting::parameter).toList(),
                first.get(last).parameter(),
                values,
                points.entrySet().stream()
                        .map(row -> new Line(
                                row.getKey().at(),
                                row.getKey().method(),
                                row.getKey().kind(),
                                row.getValue()))
                        .toList());
    }
}
