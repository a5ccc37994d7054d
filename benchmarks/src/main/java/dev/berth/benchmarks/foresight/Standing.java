package dev.berth.benchmarks.foresight;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * How lookahead stands in one regime: ratios of its cost to that of others on the same cases, 1 being as dear.
 *
 * @param demand label of the demand
 * @param switching label of the weight of switching
 * @param models number of models
 * @param slots number of slots
 * @param seeds number of cases
 * @param pressure mean of demand over capacity
 * @param bestPolicy the online policy that is the cheapest on most cases
 * @param overPaper against paper-ga
 * @param overPresent against slot-exact
 * @param overBestPolicy against the cheapest online policy of each case, picked afterwards
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
        RatioSummary overPaper,
        RatioSummary overPresent,
        RatioSummary overBestPolicy,
        RatioSummary overReference,
        double lookAheadSeconds) {
    /** One case: lookahead and what it is held against. */
    private record Costs(long lookAhead, long paper, long present, CostRow policy, long reference, double seconds) {
        static Costs of(List<CostRow> rows) {
            CostRow ahead = named(rows, Study.LOOKAHEAD);
            return new Costs(
                    ahead.costNanoUnits(),
                    named(rows, Study.PAPER).costNanoUnits(),
                    named(rows, Study.PRESENT).costNanoUnits(),
                    cheapest(rows, CostRow.Kind.POLICY),
                    cheapest(rows, CostRow.Kind.REFERENCE).costNanoUnits(),
                    ahead.seconds());
        }

        private static CostRow named(List<CostRow> rows, String method) {
            return rows.stream()
                    .filter(row -> row.method().equals(method))
                    .findFirst()
                    .orElseThrow();
        }

        private static CostRow cheapest(List<CostRow> rows, CostRow.Kind kind) {
            return rows.stream()
                    .filter(row -> row.kind() == kind)
                    .min((one, other) -> Long.compare(one.costNanoUnits(), other.costNanoUnits()))
                    .orElseThrow();
        }
    }

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
        List<Costs> costs = cases.stream().map(Costs::of).toList();
        Map<String, Integer> wins = new LinkedHashMap<>();
        costs.forEach(one -> wins.merge(one.policy().method(), 1, Integer::sum));
        String best = wins.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        return new Standing(
                regime.demand(),
                regime.switching(),
                regime.models(),
                regime.slots(),
                costs.size(),
                cases.stream()
                        .mapToDouble(rows -> rows.get(0).pressure())
                        .average()
                        .orElseThrow(),
                best,
                ratios(costs, costs.stream().mapToLong(Costs::paper).toArray()),
                ratios(costs, costs.stream().mapToLong(Costs::present).toArray()),
                ratios(
                        costs,
                        costs.stream()
                                .mapToLong(one -> one.policy().costNanoUnits())
                                .toArray()),
                ratios(costs, costs.stream().mapToLong(Costs::reference).toArray()),
                costs.stream().mapToDouble(Costs::seconds).average().orElseThrow());
    }

    private static RatioSummary ratios(List<Costs> costs, long[] others) {
        double[] ratios = new double[others.length];
        for (int each = 0; each < ratios.length; each++) {
            ratios[each] = (double) costs.get(each).lookAhead() / (double) others[each];
        }
        return RatioSummary.of(ratios);
    }

    static String textHeader() {
        return String.format(
                Locale.ROOT,
                "%-13s %-6s %6s %5s %5s %8s  %-24s %-24s %-24s %-10s  %s",
                "demand",
                "switch",
                "models",
                "slots",
                "seeds",
                "pressure",
                "against " + Study.PAPER,
                "against " + Study.PRESENT,
                "against best policy",
                "reference",
                "best policy");
    }

    String text() {
        return String.format(
                Locale.ROOT,
                "%-13s %-6s %6d %5d %5d %8.2f  %-24s %-24s %-24s %-10s  %s",
                demand,
                switching,
                models,
                slots,
                seeds,
                pressure,
                overPaper.text(),
                overPresent.text(),
                overBestPolicy.text(),
                String.format(Locale.ROOT, "%+.1f %%", 100 * (overReference.mean() - 1)),
                bestPolicy);
    }

    static String csvHeader() {
        StringJoiner line = new StringJoiner(",");
        line.add("demand,switching,models,slots,seeds,demandOverCapacity,bestPolicy");
        for (String over : List.of("overPaperGa", "overSlotExact", "overBestPolicy", "overReference")) {
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
                overPaper.csv(),
                overPresent.csv(),
                overBestPolicy.csv(),
                overReference.csv(),
                String.format(Locale.ROOT, "%.4g", lookAheadSeconds));
    }
}
