package dev.berth.benchmarks.foresight;

import dev.berth.optimizer.baseline.Baseline;
import dev.berth.text.Figures;
import dev.berth.text.TextTable;
import dev.berth.text.TextTable.Column;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/**
 * How lookahead stands in one regime: ratios of its cost to that of others on the same cases, 1 being as dear. Against
 * solvers by what plans cost; against all-cloud and online policies by what both cost in simulation, since a policy
 * moves models within a slot too.
 *
 * @param demand label of the demand
 * @param switching label of the weight of switching
 * @param models number of models
 * @param slots number of slots
 * @param seeds number of cases
 * @param pressure mean of demand over capacity
 * @param bestPolicy the online policy that costs least in all cases of the regime together
 * @param overAllCloud against serving every request from the cloud
 * @param overPaper against paper-ga
 * @param overPresent against slot-exact
 * @param overBestPolicy against that policy
 * @param overCheapestPolicy against the cheapest online policy of each case, picked afterwards case by case: what no
 *     choice of a policy could be sure of
 * @param overReference against a plan that knew all requests
 * @param lookAheadSeconds mean time of lookahead, all slots together
 */
record Standing(
        String demand,
        String switching,
        int models,
        int slots,
        int seeds,
        double pressure,
        String bestPolicy,
        RatioSummary overAllCloud,
        RatioSummary overPaper,
        RatioSummary overPresent,
        RatioSummary overBestPolicy,
        RatioSummary overCheapestPolicy,
        RatioSummary overReference,
        double lookAheadSeconds) {
    /** What people see of a standing. */
    static final List<Column> COLUMNS = List.of(
            Column.text("demand"),
            Column.text("switch"),
            Column.figure("models"),
            Column.figure("slots").asDetail(2),
            Column.figure("seeds").asDetail(3),
            Column.figure("pressure").asDetail(4),
            Column.figure(Baseline.ALL_CLOUD).asDetail(5),
            Column.figure("against " + Study.PAPER),
            Column.figure("against " + Study.PRESENT).asDetail(1),
            Column.figure("against best policy"),
            Column.figure("against the cheapest of each").asDetail(6),
            Column.figure("against reference").asDetail(7),
            Column.text("best policy").asDetail(8));

    /** Standings of all regimes that have two cases at least, in the order of their first rows. */
    static List<Standing> of(List<CostRow> rows) {
        Map<CostRow.Key, Map<Long, List<CostRow>>> regimes = new LinkedHashMap<>();
        for (CostRow row : rows) {
            CostRow.Key regime = new CostRow.Key(row.demand(), row.switching(), row.models(), row.slots(), 0);
            regimes.computeIfAbsent(regime, unseen -> new LinkedHashMap<>())
                    .computeIfAbsent(row.seed(), unseen -> new ArrayList<>())
                    .add(row);
        }
        List<Standing> standings = new ArrayList<>();
        regimes.forEach((regime, cases) -> {
            if (cases.size() >= 2 && cases.size() <= RatioSummary.MOST_SEEDS) {
                standings.add(of(regime, List.copyOf(cases.values())));
            }
        });
        return standings;
    }

    private static Standing of(CostRow.Key regime, List<List<CostRow>> cases) {
        String best = bestPolicy(cases);
        return new Standing(
                regime.demand(),
                regime.switching(),
                regime.models(),
                regime.slots(),
                cases.size(),
                mean(cases, rows -> rows.get(0).pressure()),
                best,
                ratios(cases, CostRow::simulatedNanoUnits, rows -> named(rows, Baseline.ALL_CLOUD)),
                ratios(cases, CostRow::costNanoUnits, rows -> named(rows, Study.PAPER)),
                ratios(cases, CostRow::costNanoUnits, rows -> named(rows, Study.PRESENT)),
                ratios(cases, CostRow::simulatedNanoUnits, rows -> named(rows, best)),
                ratios(cases, CostRow::simulatedNanoUnits, Standing::cheapestPolicy),
                ratios(cases, CostRow::costNanoUnits, Standing::reference),
                mean(cases, rows -> named(rows, Study.LOOKAHEAD).seconds()));
    }

    private static String bestPolicy(List<List<CostRow>> cases) {
        Map<String, Double> costs = new LinkedHashMap<>();
        for (List<CostRow> rows : cases) {
            rows.stream()
                    .filter(row -> row.kind() == CostRow.Kind.POLICY)
                    .forEach(row -> costs.merge(row.method(), (double) row.simulatedNanoUnits(), Double::sum));
        }
        return costs.entrySet().stream()
                .min(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    private static CostRow named(List<CostRow> rows, String method) {
        return rows.stream()
                .filter(row -> row.method().equals(method))
                .findFirst()
                .orElseThrow();
    }

    private static CostRow cheapestPolicy(List<CostRow> rows) {
        return rows.stream()
                .filter(row -> row.kind() == CostRow.Kind.POLICY)
                .min(Comparator.comparingLong(CostRow::simulatedNanoUnits))
                .orElseThrow();
    }

    private static CostRow reference(List<CostRow> rows) {
        return rows.stream()
                .filter(row -> row.kind() == CostRow.Kind.REFERENCE)
                .findFirst()
                .orElseThrow();
    }

    private static double mean(List<List<CostRow>> cases, ToDoubleFunction<List<CostRow>> figure) {
        return cases.stream().mapToDouble(figure).average().orElseThrow();
    }

    private static RatioSummary ratios(
            List<List<CostRow>> cases, ToLongFunction<CostRow> cost, Function<List<CostRow>, CostRow> other) {
        return RatioSummary.of(cases.stream()
                .mapToDouble(rows -> (double) cost.applyAsLong(named(rows, Study.LOOKAHEAD))
                        / (double) cost.applyAsLong(other.apply(rows)))
                .toArray());
    }

    /** For people, a row each. */
    static TextTable table(List<Standing> standings) {
        TextTable table = new TextTable(COLUMNS);
        standings.forEach(standing -> table.add(standing.cells()));
        return table;
    }

    private List<String> cells() {
        return List.of(
                demand,
                switching,
                Integer.toString(models),
                Integer.toString(slots),
                Integer.toString(seeds),
                Figures.significant(pressure, 3),
                Figures.change(overAllCloud.mean() - 1, 1) + " %",
                overPaper.text(),
                overPresent.text(),
                overBestPolicy.text(),
                overCheapestPolicy.text(),
                Figures.change(overReference.mean() - 1, 1) + " %",
                bestPolicy);
    }

    static String csvHeader() {
        StringJoiner line = new StringJoiner(",");
        line.add("demand,switching,models,slots,seeds,demandOverCapacity,bestPolicy");
        for (String over : List.of(
                "overAllCloud",
                "overPaperGa",
                "overSlotExact",
                "overBestPolicy",
                "overCheapestPolicy",
                "overReference")) {
            line.add(over).add(over + "Low").add(over + "High").add(over + "Worst");
        }
        return line.add("lookaheadSeconds").toString();
    }

    String csv() {
        return String.join(
                ",",
                demand,
                switching,
                Integer.toString(models),
                Integer.toString(slots),
                Integer.toString(seeds),
                String.format(Locale.ROOT, "%.4g", pressure),
                bestPolicy,
                overAllCloud.csv(),
                overPaper.csv(),
                overPresent.csv(),
                overBestPolicy.csv(),
                overCheapestPolicy.csv(),
                overReference.csv(),
                String.format(Locale.ROOT, "%.4g", lookAheadSeconds));
    }
}
