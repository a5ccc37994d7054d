package dev.berth.optimizer.decide;

import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.document.Origins;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.route.Router;
import dev.berth.optimizer.scenario.ScenarioFile;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.record.BadInputException;
import dev.berth.record.BadOptionException;
import dev.berth.text.Figures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Every method on one scenario, or on many: each combination of swept values is a case of its own. */
public final class Comparing {
    /** Scenarios of all sweeps together. */
    private static final long MAX_CASES = 10_000;

    /** Behind the names of solvers, where servers with neighbours are planned and serve their requests without them. */
    private static final String APART = " apart";

    private final Path profiles;
    private final Path scenario;
    private final SeededRuns runs;
    private final SolveLimits limits;
    private final Progress progress;

    /** Cases that are through, read while others follow. */
    private final List<ComparisonFile.Case> compared = new CopyOnWriteArrayList<>();

    /** The case that is not through. */
    private volatile Optional<Contest> contest = Optional.empty();

    private volatile List<String> assumptions = List.of();
    private List<Router> routers = List.of();

    /**
     * Nothing is read yet.
     *
     * @param profiles the dataset's file
     * @param scenario the scenario's file
     * @param limits of each solver
     */
    public Comparing(Path profiles, Path scenario, SeededRuns runs, SolveLimits limits, Progress progress) {
        this.profiles = profiles;
        this.scenario = scenario;
        this.runs = runs;
        this.limits = limits;
        this.progress = progress;
    }

    /**
     * Combinations of swept values; the last sweep varies fastest.
     *
     * @param sweeps one a parameter; where there is none, there is one combination without values
     * @throws BadOptionException where a parameter is swept twice, or there are too many combinations
     */
    public static List<List<ComparisonFile.Setting>> combinations(List<Sweep> sweeps) {
        List<List<ComparisonFile.Setting>> combinations = List.of(List.of());
        Set<SweepParameter> seen = new HashSet<>();
        for (Sweep sweep : sweeps) {
            if (!seen.add(sweep.parameter())) {
                throw new BadOptionException(
                        "--sweep " + sweep.parameter().label() + " is given twice, expected one list of its values");
            }
            if ((long) combinations.size() * sweep.values().size() > MAX_CASES) {
                throw new BadOptionException("--sweep: more than " + MAX_CASES + " combinations; sweep fewer values");
            }
            List<List<ComparisonFile.Setting>> longer = new ArrayList<>();
            for (List<ComparisonFile.Setting> before : combinations) {
                for (double value : sweep.values()) {
                    List<ComparisonFile.Setting> settings = new ArrayList<>(before);
                    settings.add(new ComparisonFile.Setting(sweep.parameter().label(), value));
                    longer.add(settings);
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    /**
     * Sends requests to other servers; each method is simulated with each router, but all-cloud with home alone.
     *
     * @param chosen none, where every request stays with the server of its user
     */
    public void route(List<Router> chosen) {
        routers = List.copyOf(chosen);
    }

    /**
     * Compares.
     *
     * @param cases swept values of each case, as {@link #combinations} gives them
     * @throws BadInputException where a file, a value or a case cannot be planned or simulated, before any is solved
     */
    public ComparisonFile compare(
            List<List<ComparisonFile.Setting>> cases, List<Solver> solvers, List<Policy> policies) {
        return compare(cases, solvers, policies, List.of());
    }

    /**
     * A method on a scenario of its own, held against those on the one scenario.
     *
     * @param name of its rows
     * @param scenario the scenario's file
     * @param solver empty where a policy decides
     * @param policy empty where a solver decides
     * @param replan when the solver's plan gives way to new ones
     */
    public record Rival(String name, Path scenario, Optional<Solver> solver, Optional<Policy> policy, Replan replan) {
        private Variant whole(Path profiles) {
            return new Variant(ScenarioFile.readFleet(scenario), ProfileDatasets.read(profiles));
        }
    }

    /**
     * The same, held against methods on other scenarios, swept alike.
     *
     * @param rivals their rows come last
     */
    public ComparisonFile compare(
            List<List<ComparisonFile.Setting>> cases, List<Solver> solvers, List<Policy> policies, List<Rival> rivals) {
        Variant whole = new Variant(ScenarioFile.readFleet(scenario), ProfileDatasets.read(profiles));
        Servers asTheyStand = whole.servers(profiles.toString());
        asTheyStand.requireRoutes(routers);
        assumptions = asTheyStand.assumptions();
        // All of them before the first is solved: nothing is lost to a fault of the last.
        for (List<ComparisonFile.Setting> settings : cases) {
            whole.with(settings).servers(profiles.toString()).requireFewRequests();
            rivals.forEach(rival -> rival.whole(profiles)
                    .with(settings)
                    .servers(profiles.toString())
                    .requireFewRequests());
        }
        for (List<ComparisonFile.Setting> settings : cases) {
            Servers servers = whole.with(settings).servers(profiles.toString());
            Progress here = progress.part(
                    settings.stream()
                            .map(setting -> setting.parameter() + " " + Figures.plain(setting.value()) + ": ")
                            .collect(Collectors.joining()),
                    compared.size(),
                    cases.size());
            servers.tooSmall().forEach(here::warning);
            List<Contest.Rival> others = rivals.stream()
                    .map(rival -> new Contest.Rival(
                            rival.name(),
                            rival.whole(profiles).with(settings).servers(profiles.toString()),
                            rival.solver(),
                            rival.policy(),
                            rival.replan()))
                    .collect(Collectors.toCollection(ArrayList::new));
            if (whole.scenario().neighbours().isPresent()) {
                Servers apart = new Variant(whole.scenario().apart(), whole.dataset())
                        .with(settings)
                        .servers(profiles.toString());
                Solved.withoutAllCloud(solvers)
                        .forEach(solver -> others.add(new Contest.Rival(
                                solver.name() + APART, apart, Optional.of(solver), Optional.empty(), Replan.NEVER)));
            }
            contest = Optional.of(new Contest(servers, routers, runs, limits, here));
            compared.add(contest.get().run(settings, solvers, policies, runs, others));
            contest = Optional.empty();
        }
        return file(compared);
    }

    /** What there is of it while it goes on; empty before the first method is through. */
    public Optional<ComparisonFile> soFar() {
        List<ComparisonFile.Case> cases = new ArrayList<>(compared);
        contest.flatMap(Contest::soFar).ifPresent(cases::add);
        return cases.isEmpty() ? Optional.empty() : Optional.of(file(cases));
    }

    /** Names of methods that are not through in the last case of {@link #soFar}; empty where it is whole. */
    public List<String> missing() {
        return contest.filter(part -> part.soFar().isPresent())
                .map(Contest::missing)
                .orElse(List.of());
    }

    private ComparisonFile file(List<ComparisonFile.Case> cases) {
        return ComparisonFile.of(Origins.of(profiles, scenario), assumptions, runs.seeds(), runs.firstSeed(), cases);
    }
}
