package dev.berth.optimizer.policy;

import dev.berth.optimizer.baseline.Baseline;
import dev.berth.optimizer.problem.Plan;
import dev.berth.record.BadInputException;
import java.util.List;

/** All policies, what they are held against first; what lists them reads it here. */
public final class Policies {
    private static final List<Policy> ALL = List.of(
            new CloudPolicy(Baseline.ALL_CLOUD, "leaves every request to the cloud"),
            policy(
                    Baseline.FETCH_PER_REQUEST,
                    "keeps nothing; each request downloads and loads its model where that is sooner than the cloud",
                    (terms, berths, seed) -> new PinnedKeeper(terms, berths)),
            policy(
                    "static-top-k",
                    "counts for a while, then keeps the most requested models for good",
                    (terms, berths, seed) -> new StaticTopK(terms, berths)),
            cache("random", "a cache in which chance says who gives way", (terms, seed) -> new Worths.Chance(seed)),
            cache(
                    "lru",
                    "a cache in which the least recently used gives way",
                    (terms, seed) -> new Worths.Recency(terms.models())),
            cache(
                    "lfu",
                    "a cache in which the least frequently used gives way",
                    (terms, seed) -> new Worths.Frequency(terms.models())),
            cache(
                    "lfu-aging",
                    "the same with ageing: what was asked for long ago counts less",
                    (terms, seed) -> new Worths.Ageing(Worths.equal(terms.models()), Long.MAX_VALUE)),
            cache(
                    "gdsf",
                    "GreedyDual-Size-Frequency: frequency times what a miss costs, over size, with ageing",
                    (terms, seed) -> new Worths.Ageing(Worths.costOverSize(terms), Long.MAX_VALUE)),
            cache(
                    "landlord",
                    "Landlord: each model pays rent for its size, the first that cannot gives way",
                    (terms, seed) -> new Worths.Ageing(Worths.costOverSize(terms), 1)),
            policy(
                    "retrospective",
                    "retrospective renting: a model moves up once that would have paid in hindsight, and down once keeping it has cost what moving it up again does",
                    (terms, berths, seed) -> new RetrospectiveRenting(terms, berths)));

    private static final String FOLLOWING = "does what a plan says";

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
                ? new CloudPolicy(name, FOLLOWING)
                : made(name, FOLLOWING, false, (terms, berths, seed) -> new PlanFollower(plan, berths));
    }

    private static Policy cache(String name, String description, Measure measure) {
        return policy(
                name, description, (terms, berths, seed) -> new TieredCache(terms, berths, measure.of(terms, seed)));
    }

    /** Knows nothing of versions: what it keeps is brought up to the newest at once. */
    private static Policy policy(String name, String description, Start start) {
        return made(name, description, true, (terms, berths, seed) -> {
            Policy.Run run = start.start(terms, berths, seed);
            return terms.hasUpdates() ? refreshing(berths, run) : run;
        });
    }

    private static Policy.Run refreshing(Berths berths, Policy.Run run) {
        return new Policy.Run() {
            @Override
            public void slotBegins(int slot) {
                berths.refresh();
                run.slotBegins(slot);
            }

            @Override
            public void requested(int model, long arrivalNanos) {
                run.requested(model, arrivalNanos);
            }
        };
    }

    private static Policy made(String name, String description, boolean looksAtRequests, Start start) {
        return new Policy() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String description() {
                return description;
            }

            @Override
            public boolean looksAtRequests() {
                return looksAtRequests;
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
