package dev.berth.optimizer.provider;

import dev.berth.command.Nearest;
import dev.berth.optimizer.route.RouteTerms;
import dev.berth.optimizer.route.Router;
import dev.berth.optimizer.route.Routers;
import dev.berth.optimizer.simulate.Interval;
import dev.berth.optimizer.workload.CsvLines;
import dev.berth.record.BadInputException;
import dev.berth.record.Reading;
import dev.berth.text.Figures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Routers on the same instances of a setting, one a seed.
 *
 * @param rows one a router, in the order in which they were named
 */
public record ProviderStudy(List<Row> rows) {
    /** The best provider with room for each task, by qualities that no router knows. */
    static final String PROPHET = "prophet";

    private static final int MAX_LINE_BYTES = 1 << 16;

    private static final String COLUMNS =
            "router,seeds,tasks,reward,reward_low,reward_high,reward_per_task,of_bound,of_bound_low,of_bound_high,finished_share,"
                    + "lost_share,crashes,mean_quality,quality,penalty,providers_fingerprint";

    public ProviderStudy {
        rows = List.copyOf(rows);
    }

    /**
     * One router.
     *
     * @param name of the router
     * @param seeds number of runs
     * @param tasks mean number of them a run
     * @param reward quality of finished tasks less penalties, a run
     * @param ofBound reward over the bound of the same run
     * @param finishedShare of the tasks
     * @param crashes a run; not a number for the bound
     * @param meanQuality of finished tasks
     * @param quality sum over finished tasks, a run
     * @param penalty a run
     */
    public record Row(
            String name,
            int seeds,
            double tasks,
            Interval reward,
            Interval ofBound,
            double finishedShare,
            double crashes,
            double meanQuality,
            double quality,
            double penalty) {
        /** Whether it is a router, and neither what none can exceed nor what knows more than any router. */
        public boolean isRouter() {
            return !name.equals(PROPHET) && !name.equals(Routers.CLAIRVOYANT);
        }
    }

    /** What one seed came to: outcomes of the routers in their order, and the bound. */
    private record Seeded(List<ProviderRun.Outcome> outcomes, double bound) {}

    /**
     * Names of the routers that choose providers; those that mind where a user is are left out.
     *
     * @throws BadInputException where there is none of a name
     */
    static Router named(String name) {
        if (name.equals(PROPHET)) {
            return new Prophet();
        }
        if (name.equals(Routers.HOME)
                || !Stream.concat(Stream.of(PROPHET), Routers.names().stream())
                        .toList()
                        .contains(name)) {
            List<String> known = Stream.concat(
                            Stream.of(PROPHET), Routers.names().stream().filter(each -> !each.equals(Routers.HOME)))
                    .toList();
            throw new BadInputException("no route '" + name + "' among providers, expected one of "
                    + String.join(", ", known) + Nearest.hint(name, known));
        }
        return Routers.named(name);
    }

    /** Whether all names are those of routers; else the fault. */
    public static void require(List<String> names) {
        names.forEach(ProviderStudy::named);
    }

    /**
     * Runs all routers on all seeds.
     *
     * @param names of the routers
     * @param seeds number of runs, >= 1
     * @param firstSeed of the first; the next ones follow by one
     */
    public static ProviderStudy of(ProviderSetting setting, List<String> names, int seeds, long firstSeed) {
        List<Router> routers = names.stream().map(ProviderStudy::named).toList();
        List<Seeded> runs = IntStream.range(0, seeds)
                .parallel()
                .mapToObj(run -> run(setting, routers, firstSeed + run))
                .toList();
        List<Row> rows = new ArrayList<>();
        for (int router = 0; router < routers.size(); router++) {
            int each = router;
            String name = routers.get(router).name();
            rows.add(
                    Routers.isBound(routers.get(router))
                            ? bound(name, runs)
                            : row(name, runs, run -> run.outcomes().get(each)));
        }
        return new ProviderStudy(rows);
    }

    private static Seeded run(ProviderSetting setting, List<Router> routers, long seed) {
        Instance instance = Instance.of(setting, seed);
        List<ProviderRun.Outcome> outcomes = routers.stream()
                .map(router ->
                        ProviderRun.of(setting, instance, Routers.isBound(router) ? new Prophet() : router, seed))
                .toList();
        double known =
                outcomes.stream().mapToDouble(ProviderRun.Outcome::reward).max().orElse(0);
        return new Seeded(outcomes, ProviderBound.of(instance, known));
    }

    private static Row bound(String name, List<Seeded> runs) {
        Interval bound = mean(runs, Seeded::bound);
        return new Row(
                name,
                runs.size(),
                mean(runs, run -> run.outcomes().get(0).tasks()).mean(),
                bound,
                mean(runs, run -> 1),
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN);
    }

    private static Row row(String name, List<Seeded> runs, Function<Seeded, ProviderRun.Outcome> of) {
        return new Row(
                name,
                runs.size(),
                mean(runs, run -> of.apply(run).tasks()).mean(),
                mean(runs, run -> of.apply(run).reward()),
                mean(runs, run -> run.bound() > 0 ? of.apply(run).reward() / run.bound() : 1),
                share(
                        runs,
                        run -> of.apply(run).finished(),
                        run -> of.apply(run).tasks()),
                mean(runs, run -> of.apply(run).crashes()).mean(),
                share(runs, run -> of.apply(run).quality(), run -> of.apply(run).finished()),
                mean(runs, run -> of.apply(run).quality()).mean(),
                mean(runs, run -> of.apply(run).penalty()).mean());
    }

    private static Interval mean(List<Seeded> runs, ToDoubleFunction<Seeded> figure) {
        return Interval.of(runs.stream().mapToDouble(figure).toArray());
    }

    private static double share(List<Seeded> runs, ToDoubleFunction<Seeded> part, ToDoubleFunction<Seeded> whole) {
        double all = runs.stream().mapToDouble(whole).sum();
        return all == 0 ? 0 : runs.stream().mapToDouble(part).sum() / all;
    }

    /**
     * One row a router; an empty cell where there is no figure.
     *
     * @param fingerprint of the setting's file
     */
    public String csv(String fingerprint) {
        StringBuilder csv = new StringBuilder(COLUMNS).append('\n');
        for (Row row : rows) {
            csv.append(String.join(
                            ",",
                            row.name(),
                            String.valueOf(row.seeds()),
                            Figures.plain(row.tasks()),
                            interval(row.reward()),
                            Figures.plain(row.reward().mean() / row.tasks()),
                            interval(row.ofBound()),
                            cell(row.finishedShare()),
                            cell(1 - row.finishedShare()),
                            cell(row.crashes()),
                            cell(row.meanQuality()),
                            cell(row.quality()),
                            cell(row.penalty()),
                            fingerprint))
                    .append('\n');
        }
        return csv.toString();
    }

    /**
     * Reads what {@link #csv} writes.
     *
     * @return empty where a file has other columns
     * @throws BadInputException naming the line and cell of the first fault
     */
    public static Optional<ProviderStudy> read(Path file) {
        try (CsvLines csv = new CsvLines(file, MAX_LINE_BYTES)) {
            int cells = COLUMNS.split(",").length;
            if (!csv.next()
                    || !IntStream.range(0, csv.cells())
                            .mapToObj(csv::text)
                            .collect(Collectors.joining(","))
                            .equals(COLUMNS)) {
                return Optional.empty();
            }
            List<Row> rows = new ArrayList<>();
            while (csv.next()) {
                if (csv.cells() != cells) {
                    throw csv.fault(0, cells + " cells");
                }
                rows.add(new Row(
                        csv.text(0),
                        (int) csv.number(1),
                        csv.number(2),
                        interval(csv, 3),
                        interval(csv, 7),
                        figure(csv, 10),
                        figure(csv, 12),
                        figure(csv, 13),
                        figure(csv, 14),
                        figure(csv, 15)));
            }
            if (rows.isEmpty()) {
                throw new BadInputException(file + ": no row under its head, expected one a router");
            }
            return Optional.of(new ProviderStudy(rows));
        }
    }

    private static Interval interval(CsvLines csv, int cell) {
        return new Interval(csv.signed(cell), end(csv, cell + 1), end(csv, cell + 2));
    }

    private static Reading<Double> end(CsvLines csv, int cell) {
        return csv.text(cell).isEmpty() ? Reading.notSupported("not in the file") : Reading.derived(csv.signed(cell));
    }

    /** Not a number where there is none. */
    private static double figure(CsvLines csv, int cell) {
        return csv.text(cell).isEmpty() ? Double.NaN : csv.signed(cell);
    }

    private static String interval(Interval interval) {
        return Figures.plain(interval.mean())
                + ","
                + interval.low().optional().map(Figures::plain).orElse("")
                + ","
                + interval.high().optional().map(Figures::plain).orElse("");
    }

    private static String cell(double value) {
        return Double.isNaN(value) ? "" : Figures.plain(value);
    }

    private static final class Prophet implements Router {
        @Override
        public String name() {
            return PROPHET;
        }

        @Override
        public String description() {
            return "the provider with room that is best for the task, by qualities that no router knows";
        }

        @Override
        public Run start(RouteTerms terms, long seed) {
            return view -> {
                ProviderRun run = (ProviderRun) view;
                int best = 0;
                for (int provider = 0; provider < view.servers(); provider++) {
                    boolean fits = view.room(provider) >= 0;
                    boolean isBetter = view.room(best) < 0 || run.quality(provider) > run.quality(best);
                    best = fits && isBetter ? provider : best;
                }
                return best;
            };
        }
    }
}
