package dev.berth.optimizer.report;

import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.document.ComparisonFile.Case;
import dev.berth.optimizer.document.ComparisonFile.Kind;
import dev.berth.optimizer.document.ComparisonFile.Row;
import dev.berth.optimizer.simulate.Interval;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A comparison over one swept parameter, drawn: simulated costs over that of all-cloud. */
public final class ComparisonFigure {
    private ComparisonFigure() {}

    /**
     * Draws.
     *
     * @param file cases of one swept parameter, at least two
     * @param remarks told of methods that have no cost in some case, which are left out
     */
    public static Svg of(ComparisonFile file, Consumer<String> remarks) {
        List<Case> cases = file.cases();
        List<SweepFigure.Method> methods = new ArrayList<>();
        for (Row row : cases.get(0).rows()) {
            List<SweepFigure.Share> shares = new ArrayList<>();
            for (Case each : cases) {
                row(each, row.name(), row.kind()).ifPresent(found -> shares.add(share(found)));
            }
            if (shares.size() == cases.size()) {
                methods.add(new SweepFigure.Method(row.name(), row.kind() == Kind.POLICY, shares));
            } else {
                remarks.accept(row.name() + " has no plan for some values: left out of the figure");
            }
        }
        String seeds = file.seeds() == 1 ? "one seed" : "mean of " + file.seeds() + " seeds with its 95 % interval";
        String subtitle = "simulated costs, " + seeds + "; all-cloud is 100 %; dashed: online policies; "
                + Path.of(file.scenario()).getFileName();
        return SweepFigure.of(
                cases.get(0).settings().get(0).parameter(),
                subtitle,
                cases.stream().map(each -> each.settings().get(0).value()).toList(),
                methods);
    }

    private static Optional<Row> row(Case in, String name, Kind kind) {
        return in.rows().stream()
                .filter(row -> row.name().equals(name) && row.kind() == kind)
                .findFirst();
    }

    /** Where all-cloud costs nothing, nothing is saved or lost. */
    private static SweepFigure.Share share(Row row) {
        return row.saved().optional().map(ComparisonFigure::share).orElseGet(() -> new SweepFigure.Share(1, 1, 1));
    }

    private static SweepFigure.Share share(Interval saved) {
        double mean = 1 - saved.mean();
        return new SweepFigure.Share(
                mean,
                saved.high().optional().map(high -> 1 - high).orElse(mean),
                saved.low().optional().map(low -> 1 - low).orElse(mean));
    }
}
