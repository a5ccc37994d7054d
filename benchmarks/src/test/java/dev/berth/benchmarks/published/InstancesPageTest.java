package dev.berth.benchmarks.published;

import dev.berth.record.GoldenFile;
import dev.berth.text.Figures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of published instances says what their files say; written anew with {@code -Dberth.golden=write}. */
class InstancesPageTest {
    private static final Path FOLDER = Path.of("..", "results", "instances");

    @Test
    void theTableIsThatOfTheFiles() throws IOException {
        List<InstanceFile> instances;
        try (Stream<Path> files = Files.list(FOLDER)) {
            instances = files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> !file.toString().endsWith(".schema.json"))
                    .sorted()
                    .map(InstanceFile::read)
                    .toList();
        }
        TreeSet<String> solvers = instances.stream()
                .flatMap(instance -> instance.solves().stream())
                .map(Solve::solver)
                .collect(Collectors.toCollection(TreeSet::new));
        StringBuilder table = new StringBuilder("| instance | best plan | of | gap |");
        solvers.forEach(solver -> table.append(" `").append(solver).append("` |"));
        table.append("\n|---|---:|---|---:|")
                .append("---:|".repeat(solvers.size()))
                .append('\n');
        for (InstanceFile instance : instances) {
            BestKnown best = instance.best();
            table.append("| [").append(instance.name()).append("](").append(Publication.fileName(instance.name()));
            table.append(") | ")
                    .append(best.planNanoCost())
                    .append(" | ")
                    .append(best.planSolver())
                    .append(" | ");
            table.append(best.isOptimal() ? "optimal" : gap(best.planNanoCost(), best.boundNanoCost()))
                    .append(" |");
            for (String solver : solvers) {
                table.append(' ').append(cell(instance, solver)).append(" |");
            }
            table.append('\n');
        }
        new GoldenFile(FOLDER.resolve("README.md")).requireBlock("instances", table.toString());
    }

    private static String gap(long cost, Long bound) {
        return bound == null ? "–" : Figures.percent((double) (cost - bound) / (double) cost, 3);
    }

    /** How far its plan is from the best, and in what time. */
    private static String cell(InstanceFile instance, String solver) {
        Optional<Solve> found = instance.solves().stream()
                .filter(solve -> solve.solver().equals(solver) && solve.planNanoCost() != null)
                .findFirst();
        return found.map(solve -> gap(solve.planNanoCost(), instance.best().planNanoCost()) + ", "
                        + Figures.duration(1e9 * solve.medianSeconds()))
                .orElse("–");
    }
}
