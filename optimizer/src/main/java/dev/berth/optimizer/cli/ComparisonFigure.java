package dev.berth.optimizer.cli;

import dev.berth.optimizer.cli.ComparisonFile.Case;
import dev.berth.optimizer.cli.ComparisonFile.Kind;
import dev.berth.optimizer.cli.ComparisonFile.Row;
import dev.berth.optimizer.problem.Baseline;
import dev.berth.optimizer.report.SweepFigure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A comparison over one swept parameter, drawn: planned costs over that of all-cloud. */
final class ComparisonFigure {
    private ComparisonFigure() {}

    /**
     * Draws.
     *
     * @param file cases of one swept parameter, at least two
     * @param remarks told of methods that have no cost in some case, which are left out
     * @return an SVG document
     */
    static String svg(ComparisonFile file, Consumer<String> remarks) {
        List<Case> cases = file.cases();
        List<SweepFigure.Method> methods = new ArrayList<>();
        for (Row row : cases.get(0).rows()) {
            if (row.name().equals(Baseline.ALL_CLOUD)) {
                continue;
            }
            List<Double> shares = new ArrayList<>();
            for (Case each : cases) {
                row(each, row.name(), row.kind()).ifPresent(found -> shares.add(share(found, each)));
            }
            if (shares.size() == cases.size()) {
                methods.add(new SweepFigure.Method(row.name(), row.kind() == Kind.POLICY, shares));
            } else {
                remarks.accept(row.name() + " has no plan for some values: left out of the figure");
            }
        }
        String subtitle = "planned costs, all-cloud is 100 %; dashed: online policies, mean of "
                + (file.seeds() == 1 ? "1 seed" : file.seeds() + " seeds") + "; "
                + Path.of(file.scenario()).getFileName();
        return SweepFigure.svg(
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

    private static double share(Row row, Case of) {
        return of.allCloudNanoCost() == 0 ? 1 : row.plannedNanoCost().mean() / (double) of.allCloudNanoCost();
    }
}
