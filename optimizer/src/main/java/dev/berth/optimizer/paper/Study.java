package dev.berth.optimizer.paper;

import dev.berth.optimizer.decide.Comparing;
import dev.berth.optimizer.decide.Sweep;
import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.provider.ProviderStudy;
import dev.berth.optimizer.route.Router;
import dev.berth.optimizer.route.Routers;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.record.BadInputException;
import dev.berth.record.ComponentException;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

@Description("Methods on one scenario, as 'berth compare' runs them.")
record Study(
        @Description("name of its files") @Text(Study.NAME) String name,

        @Description("what is studied; the paper's where left out") @MayBeAbsent
        String scenario,

        @Description("--sweep of 'berth compare'; several run through every combination, the last along the axis")
        @MayBeAbsent
        List<String> sweeps,

        @Description("names of solvers; all where neither these nor policies nor against are named") @MayBeAbsent
        List<String> solvers,

        @Description("names of online policies; all where neither these nor solvers nor against are named") @MayBeAbsent
        List<String> policies,

        @Description(
                "where requests go between the servers of a scenario with routes, or among providers: names of routers;"
                        + " each method is simulated with each")
        @MayBeAbsent
        List<String> routes,

        @Description("providers that tasks choose among instead of scenarios, with routes and nothing else: a file")
        @MayBeAbsent
        String providers,

        @Description("methods on scenarios of their own, which ask for the same requests; their rows come last")
        @MayBeAbsent
        List<Rival> against) {
    static final String NAME = "^[a-z0-9][a-z0-9-]{0,63}$";

    @Description("A method on a scenario of its own.")
    record Rival(
            @Description("name of its rows") @Text(Rival.NAME)
            String name,

            @Description("what it plans; the study's where left out") @MayBeAbsent
            String scenario,

            @Description("name of a solver; auto where neither this nor a policy is named") @MayBeAbsent
            String solver,

            @Description("name of an online policy instead") @MayBeAbsent
            String policy) {
        static final String NAME = "^[^,\"\\n]{1,64}$";

        Rival {
            if (!name.matches(NAME)) {
                throw new ComponentException("name", "\"" + name + "\"", "1 to 64 letters, none a comma or a quote");
            }
            if (solver != null && policy != null) {
                throw new ComponentException("policy", "\"" + policy + "\"", "either a solver or a policy");
            }
            require("solver", solver == null ? List.of() : List.of(solver), Study::solvers);
            require("policy", policy == null ? List.of() : List.of(policy), Study::policies);
        }

        Optional<Solver> chosenSolver() {
            return policy == null ? Optional.of(Solvers.named(solver == null ? "auto" : solver)) : Optional.empty();
        }

        Optional<Policy> chosenPolicy() {
            return Optional.ofNullable(policy).map(Policies::named);
        }
    }

    Study {
        if (!name.matches(NAME)) {
            throw new ComponentException("name", "\"" + name + "\"", "lower-case letters, digits and -");
        }
        sweeps = sweeps == null ? List.of() : Require.list("sweeps", sweeps);
        solvers = solvers == null ? List.of() : Require.list("solvers", solvers);
        policies = policies == null ? List.of() : Require.list("policies", policies);
        against = against == null
                ? List.of()
                : Require.distinct("against", Require.list("against", against), Rival::name);
        routes = routes == null ? List.of() : Require.list("routes", routes);
        if (providers == null) {
            require("routes", routes, Study::routers);
        } else {
            require("routes", routes, ProviderStudy::require);
            if (routes.isEmpty()) {
                throw new ComponentException("routes", routes, "at least one router to choose providers");
            }
            if (scenario != null
                    || !(sweeps.isEmpty() && solvers.isEmpty() && policies.isEmpty() && against.isEmpty())) {
                throw new ComponentException("providers", "\"" + providers + "\"", "providers with routes alone");
            }
        }
        require("sweeps", sweeps, Study::combinations);
        require("solvers", solvers, Study::solvers);
        require("policies", policies, Study::policies);
    }

    private static void require(String component, List<String> words, Consumer<List<String>> reading) {
        try {
            reading.accept(words);
        } catch (BadInputException wrong) {
            throw ComponentException.of(component, wrong.getMessage());
        }
    }

    private static List<List<ComparisonFile.Setting>> combinations(List<String> words) {
        return Comparing.combinations(words.stream().map(Sweep::parse).toList());
    }

    private static List<Solver> solvers(List<String> names) {
        return names.stream().map(Solvers::named).toList();
    }

    private static List<Policy> policies(List<String> names) {
        return names.stream().map(Policies::named).toList();
    }

    private static List<Router> routers(List<String> names) {
        return names.stream().map(Routers::named).toList();
    }

    /** Where requests go; none where they stay. */
    List<Router> chosenRouters() {
        return routers(routes);
    }

    private boolean namesNone() {
        return solvers.isEmpty() && policies.isEmpty() && against.isEmpty();
    }

    /** Swept values of each case; one case without values where nothing is swept. */
    List<List<ComparisonFile.Setting>> cases() {
        return combinations(sweeps);
    }

    List<Solver> chosenSolvers() {
        return namesNone() ? Solvers.all() : solvers(solvers);
    }

    List<Policy> chosenPolicies() {
        return namesNone() ? Policies.all() : policies(policies);
    }
}
