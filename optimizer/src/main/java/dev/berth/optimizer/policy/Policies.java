package dev.berth.optimizer.policy;

import dev.berth.optimizer.problem.Baseline;
import dev.berth.optimizer.problem.Plan;
import dev.berth.record.BadInputException;
import java.util.List;

/** All policies, what they are held against first. */
public final class Policies {
    private static final List<Policy> ALL = List.of(
            new CloudPolicy(Baseline.ALL_CLOUD),
            policy(Baseline.FETCH_PER_REQUEST, (terms, berths, seed) -> new PinnedKeeper(terms, berths)),
            policy("static-top-k", (terms, berths, seed) -> new StaticTopK(terms, berths)),
            cache("random", (terms, seed) -> new Worths.Chance(seed)),
            cache("lru", (terms, seed) -> new Worths.Recency(terms.models())),
            cache("lfu", (terms, seed) -> new Worths.Frequency(terms.models())),
            cache("lfu-aging", (terms, seed) -> new Worths.Ageing(Worths.equal(terms.models()), Long.MAX_VALUE)),
            cache("gdsf", (terms, seed) -> new Worths.Ageing(Worths.costOverSize(terms), Long.MAX_VALUE)),
            cache("landlord", (terms, seed) -> new Worths.Ageing(Worths.costOverSize(terms), 1)),
            policy("retrospective", (terms, berths, seed) -> new RetrospectiveRenting(terms, berths)));

    private Policies() {}

    /** Every policy. */
    public static List<Policy> all() {
        return ALL;
    }

    /** Names of all policies. */
    public static List<String> names() {
        return ALL.stream().map(Policy::name).toList();
    }

    /**
     * The policy of a name.
     *
     * @throws BadInputException where there is none
     */
    public static Policy named(String name) {
        return ALL.stream()
                .filter(policy -> policy.name().equals(name))
                .findFirst()
                .orElseThrow(() -> Baseline.unknown("policy", name, names()));
    }

    /**
     * Follows a plan: with each slot, what goes down makes the room for what goes up.
     *
     * @param plan keeps the limits, of as many models as the terms; its last slot holds for all that follow
     */
    public static Policy following(String name, Plan plan) {
        return plan.isAllCloud()
                ? new CloudPolicy(name)
                : policy(name, (terms, berths, seed) -> new PlanFollower(plan, berths));
    }

    private static Policy cache(String name, Measure measure) {
        return policy(name, (terms, berths, seed) -> new TieredCache(terms, berths, measure.of(terms, seed)));
    }

    private static Policy policy(String name, Start start) {
        return new Policy() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Run start(ServerTerms terms, Berths berths, long seed) {
                return start.start(terms, berths, seed);
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    @FunctionalInterface
    private interface Measure {
        Worth of(ServerTerms terms, long seed);
    }

    @FunctionalInterface
    private interface Start {
        Policy.Run start(ServerTerms terms, Berths berths, long seed);
    }
}
