package dev.berth.optimizer.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.policy.RandomServers;
import dev.berth.optimizer.policy.ServerTerms;
import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.route.Routers;
import dev.berth.optimizer.simulate.serve.Earliest;
import dev.berth.optimizer.workload.Gaps;
import dev.berth.optimizer.workload.RenewalRequests;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several servers in one run. */
class FleetReplayTest {
    private static final long SECOND = 1_000_000_000;

    /** Of every server of {@link ReplayTest#server}: 100 bytes in 8 s. */
    private static final double RATE = 12.5;

    private static EdgeServer absent(int models, int slots) {
        return ReplayTest.server(Charging.BOTH, models, slots, 10_000, Residency.ABSENT, Delays.constant(SECOND));
    }

    private static Site site(EdgeServer server, double arrivalSeconds, int... models) {
        long[] arrivals = new long[models.length];
        Arrays.fill(arrivals, Math.round(arrivalSeconds * SECOND));
        return new Site(server, seed -> new FixedRequests(arrivals, models));
    }

    /** A server with room for some of its models, delays that differ, requests at random. */
    private static Site tight(int seed) {
        int slots = 6;
        RandomServers.Built built = RandomServers.next(seed, slots, 5, Charging.BOTH, false);
        EdgeServer server = EdgeServer.of(
                built.terms(),
                slots,
                built.services().stream()
                        .map(service -> spread(service.preloadNanos()))
                        .toList(),
                built.services().stream()
                        .map(service -> spread(service.inferenceNanos()))
                        .toList());
        double[][] expected = new double[slots][];
        Arrays.fill(expected, new double[] {10, 200, 30, 7, 90});
        return new Site(
                server, draw -> new RenewalRequests(expected, RandomServers.SLOT_NANOS / 1e9, Gaps.POISSON, draw));
    }

    private static Delays spread(long nanos) {
        return Delays.ofRuns(List.of(nanos / 2, nanos, 2 * nanos));
    }

    private static Optional<SharedBackhaul> link(double rate, double... servers) {
        return Optional.of(
                new SharedBackhaul(rate, Arrays.stream(servers).boxed().toList()));
    }

    private static FleetResult follow(List<Site> sites, Optional<SharedBackhaul> shared, Plan... plans) {
        return new Simulation(sites, shared, 1, 1, 1)
                .of(
                        "plan",
                        Arrays.stream(plans)
                                .map(plan -> Policies.following("plan", plan))
                                .toList());
    }

    private static List<Double> meanSeconds(FleetResult result) {
        return result.servers().stream()
                .map(server -> server.meanDelayNanos().mean() / SECOND)
                .toList();
    }

    @Test
    void downloadsWaitForANarrowLink() {
        Plan loaded = ReplayTest.plan(1, 2);
        List<Site> sites = List.of(site(absent(1, 1), 0, 0), site(absent(1, 1), 0, 0), site(absent(1, 1), 0, 0));

        // Download 8 s, load 4 s, inference 1 s; one at a time on the link, in the order of the servers.
        FleetResult narrow = follow(sites, link(RATE, RATE, RATE, RATE), loaded, loaded, loaded);
        assertEquals(List.of(13.0, 21.0, 29.0), meanSeconds(narrow));
        // Room for two.
        FleetResult wider = follow(sites, link(2.9 * RATE, RATE, RATE, RATE), loaded, loaded, loaded);
        assertEquals(List.of(13.0, 13.0, 21.0), meanSeconds(wider));
        FleetResult wide = follow(sites, link(3 * RATE, RATE, RATE, RATE), loaded, loaded, loaded);
        assertEquals(List.of(13.0, 13.0, 13.0), meanSeconds(wide));
        assertEquals(300.0, narrow.all().backhaulBytes().mean());
        // Waiting for the link is no switching: three times 8 + 4 s either way.
        assertEquals(36.0 * SECOND, narrow.all().switchingNanos().mean());
        assertEquals(36.0 * SECOND, wide.all().switchingNanos().mean());
    }

    @Test
    void aServerFasterThanTheLinkDownloadsAtTheRateOfTheLink() {
        FleetResult slow = follow(List.of(site(absent(1, 1), 0, 0)), link(RATE / 2, RATE), ReplayTest.plan(1, 2));
        assertEquals(List.of(21.0), meanSeconds(slow));
        assertEquals(20.0 * SECOND, slow.all().switchingNanos().mean());
    }

    @Test
    void nobodyOvertakesAServerThatNeedsMoreOfTheLink() {
        // The second needs all of the link and comes before the third, which would fit beside the first.
        List<Site> sites = List.of(site(absent(1, 1), 0, 0), site(absent(1, 1), 0, 0), site(absent(1, 1), 0, 0));
        Plan loaded = ReplayTest.plan(1, 2);
        FleetResult result = follow(sites, link(2 * RATE, RATE, 2 * RATE, RATE), loaded, loaded, loaded);
        assertEquals(List.of(13.0, 21.0, 29.0), meanSeconds(result));
    }

    @Test
    void requestsThatWouldWaitTooLongForTheLinkGoToTheCloud() {
        // Nothing is kept: a request of an absent model takes 8 + 4 + 1 s here or 15 s in the cloud.
        EdgeServer server = ReplayTest.server(Charging.BOTH, 1, 1, 15, Residency.ABSENT, Delays.constant(SECOND));
        List<Site> sites = List.of(site(server, 0, 0), site(server, 1, 0));
        Plan nothing = ReplayTest.plan(1, 0);
        assertEquals(List.of(13.0, 15.0), meanSeconds(follow(sites, link(RATE, RATE, RATE), nothing, nothing)));
        assertEquals(List.of(13.0, 13.0), meanSeconds(follow(sites, link(2 * RATE, RATE, RATE), nothing, nothing)));
        assertEquals(List.of(13.0, 13.0), meanSeconds(follow(sites, Optional.empty(), nothing, nothing)));
    }

    /** One download: when it ended, how long it took, what rate it had. */
    private record Download(int server, long endNanos, long nanos, double rate) {
        long beginNanos() {
            return endNanos - nanos;
        }
    }

    /** Every model is kept from slot 0 on, loads take no time: a model's one request ends when its download does. */
    private static List<Download> downloads(SplittableRandom random, double link) {
        int servers = random.nextInt(1, 5);
        List<Site> sites = new ArrayList<>();
        List<Plan> plans = new ArrayList<>();
        double[] rates = new double[servers];
        for (int server = 0; server < servers; server++) {
            int models = random.nextInt(1, 6);
            rates[server] = 1000.0 * random.nextInt(1, 40);
            sites.add(site(
                    instant(random, models, rates[server]),
                    0,
                    IntStream.range(0, models).toArray()));
            int[] loaded = new int[models];
            Arrays.fill(loaded, 2);
            plans.add(ReplayTest.plan(models, loaded));
        }
        FleetResult result = follow(sites, link(link, rates), plans.toArray(Plan[]::new));
        List<Download> downloads = new ArrayList<>();
        for (int server = 0; server < servers; server++) {
            for (SimulatedModel model : result.servers().get(server).models()) {
                double rate = Math.min(rates[server], link);
                downloads.add(new Download(
                        server,
                        model.delay().maxNanos().optional().orElseThrow(),
                        Math.round(model.backhaulBytes() / rate * SECOND),
                        rate));
            }
        }
        return downloads;
    }

    private static EdgeServer instant(SplittableRandom random, int models, double rate) {
        Prices prices = new Prices(0, 0, 0, 1, 1);
        List<Service> services = IntStream.range(0, models)
                .mapToObj(model -> {
                    long bytes = random.nextLong(1, 1000);
                    long nanos = Math.round(bytes / rate * SECOND);
                    return new Service("m" + model, bytes, 1, 0, nanos, 0, 0, 1_000_000 * SECOND);
                })
                .toList();
        ProblemBuilder builder =
                new ProblemBuilder(new Capacity(1_000_000, 1000, OptionalLong.empty()), prices, Charging.BOTH, 100_000);
        services.forEach(builder::add);
        Problem problem = builder.demand(new double[1][models]).build();
        List<Delays> nothing = Collections.nCopies(models, Delays.constant(0));
        return EdgeServer.of(new ServerTerms(problem, services, prices), 1, nothing, nothing);
    }

    @ParameterizedTest
    @ValueSource(doubles = {5_000, 20_000, 60_000})
    void downloadsNeverTakeMoreThanTheRateOfTheLinkAndLeaveItIdleForNoReason(double link) {
        int waited = 0;
        for (int seed = 0; seed < 60; seed++) {
            List<Download> downloads = downloads(new SplittableRandom(seed), link);
            for (Download one : downloads) {
                double rate = 0;
                int ofItsServer = 0;
                boolean freed = one.beginNanos() < 10;
                for (Download other : downloads) {
                    // Rounded to nanoseconds, some of it twice.
                    boolean together =
                            other.beginNanos() <= one.beginNanos() + 5 && other.endNanos() > one.beginNanos() + 5;
                    rate += together ? other.rate() : 0;
                    ofItsServer += together && other.server() == one.server() ? 1 : 0;
                    freed |= Math.abs(other.endNanos() - one.beginNanos()) < 10;
                }
                assertTrue(rate <= link * (1 + 1e-6), "seed " + seed + ": " + rate + " of " + link);
                assertEquals(1, ofItsServer, "seed " + seed + ": downloads of a server at the same time");
                assertTrue(freed, "seed " + seed + ": starts though nothing ended");
                waited += one.beginNanos() >= 10 ? 1 : 0;
            }
        }
        assertTrue(waited > 50, "downloads that waited: " + waited);
    }

    /** With the requests of this test every one goes to the cloud then, so that nobody downloads. */
    private static final Set<String> KEEP_NOTHING = Set.of("all-cloud", "fetch-per-request");

    static List<Policy> policies() {
        return Policies.all();
    }

    @ParameterizedTest
    @MethodSource("policies")
    void aFurtherServerChangesNothingForTheOthers(Policy policy) {
        Site first = tight(1);
        Site second = tight(2);
        Site third = tight(3);
        SimulationResult alone = run(policy, Optional.empty(), first).all();
        FleetResult two = run(policy, Optional.empty(), first, second);
        FleetResult three = run(policy, Optional.empty(), first, second, third);

        assertEquals(alone, two.servers().get(0));
        assertEquals(two.servers(), three.servers().subList(0, 2));
        // A link that is wide enough for all is as good as none; one that is not makes somebody wait.
        assertEquals(three, run(policy, link(3 * RATE, RATE, RATE, RATE), first, second, third));
        if (!KEEP_NOTHING.contains(policy.name())) {
            assertNotEquals(three, run(policy, link(RATE / 100, RATE, RATE, RATE), first, second, third));
        }
        assertEquals(
                three.servers().stream().mapToLong(server -> server.delay().n()).sum(),
                three.all().delay().n());
        assertEquals(
                three.servers().stream()
                        .mapToDouble(server -> server.totalNanoCost().mean())
                        .sum(),
                three.all().totalNanoCost().mean(),
                1e-9 * three.all().totalNanoCost().mean());
    }

    private static FleetResult run(Policy policy, Optional<SharedBackhaul> shared, Site... sites) {
        return new Simulation(List.of(sites), shared, 3, 7, 2)
                .of(policy.name(), Collections.nCopies(sites.length, policy));
    }

    @Test
    void serversWithTheSameDemandGetDifferentRequests() {
        Site site = tight(1);
        FleetResult result = run(Policies.named("lru"), Optional.empty(), site, site);
        assertNotEquals(result.servers().get(0), result.servers().get(1));
        assertEquals(7, Simulation.seed(7, 0));
        assertEquals(Simulation.seed(7, 2), Simulation.seed(7, 2));
        assertNotEquals(Simulation.seed(7, 1), Simulation.seed(8, 1));
    }

    @Test
    void modelsOfTheSameNameAreAddedUpAndPercentilesMerged() {
        Plan loaded = ReplayTest.plan(1, 2);
        List<Site> sites = List.of(site(absent(1, 1), 0, 0), site(absent(2, 1), 20, 0, 0, 1));
        FleetResult result = follow(sites, Optional.empty(), loaded, ReplayTest.plan(2, 2, 2));
        SimulationResult all = result.all();
        assertEquals(
                List.of("m0", "m1"),
                all.models().stream().map(SimulatedModel::name).toList());
        assertEquals(3, all.models().get(0).delay().n());
        assertEquals(4, all.delay().n());
        // 13 s; then 1, 2 and 3 s one after another.
        assertEquals(13 * SECOND, all.delay().maxNanos().optional().orElseThrow());
        assertEquals(2e9, all.delay().p50Nanos().optional().orElseThrow(), 2e6);
        assertEquals(19.0 / 4 * SECOND, all.meanDelayNanos().mean(), 1);
    }

    @Test
    void oneServerGivesWhatItAlwaysGave() {
        SimulationResult result =
                run(Policies.named("gdsf"), Optional.empty(), tight(1)).all();
        // Recorded from the simulator that knew one server only.
        assertEquals(3.1271032780010357E10, result.totalNanoCost().mean());
        assertEquals(6206, result.delay().n());
        assertEquals(10_083_106_815L, result.delay().p99Nanos().optional().orElseThrow());
        assertEquals(8.5227E10, result.backhaulBytes().mean());
        assertEquals(2.0409022244133334E11, result.switchingNanos().mean());
    }

    @Test
    void policiesAndRatesMustBeOneAServer() {
        Site site = tight(1);
        Simulation simulation = new Simulation(List.of(site, site), Optional.empty(), 1, 1, 1);
        assertThrows(IllegalArgumentException.class, () -> simulation.of("lru", List.of(Policies.named("lru"))));
        assertThrows(IllegalArgumentException.class, () -> new Simulation(List.of(site, site), link(1, 1), 1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new SharedBackhaul(0, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new SharedBackhaul(1, List.of(-1.0)));
    }

    @Test
    void serversThatDoNotMeetAreSimulatedInBlocksToTheSame() {
        List<Site> sites = new ArrayList<>();
        double[] rates = new double[70];
        Arrays.fill(rates, RATE);
        for (int server = 0; server < rates.length; server++) {
            sites.add(tight(server % 3));
        }
        List<Policy> policies = Collections.nCopies(rates.length, Policies.named("gdsf"));
        List<Integer> told = new ArrayList<>();

        FleetResult blocks =
                new Simulation(sites, Optional.empty(), 2, 1, 2).of("gdsf", policies, Routers.named("home"), told::add);
        // Wide enough for all at once: one event after another of all servers, and nobody in anybody's way.
        FleetResult whole = new Simulation(sites, link(1e9, rates), 2, 1, 1).of("gdsf", policies);

        assertEquals(List.of(50, 70), told);
        assertEquals(whole, blocks);
        assertTrue(blocks.all().fetchedShare().mean() > 0);
    }

    @Test
    void ofManyServersTheSingleOnesAreToldWithoutTheirModels() {
        List<Site> sites = Collections.nCopies(101, site(absent(1, 1), 0, 0));
        List<Policy> policies = Collections.nCopies(101, Policies.named("all-cloud"));

        FleetResult result = new Simulation(sites, Optional.empty(), 1, 1, 1).of("all-cloud", policies);

        assertEquals(1, result.all().models().size());
        assertEquals(List.of(), result.servers().get(100).models());
        assertEquals(1, result.servers().get(100).delay().n());
    }

    @Test
    void theEarliestIsThatOfALookAtAll() {
        Random random = new Random(5);
        for (int count : new int[] {1, 2, 3, 8, 13}) {
            Earliest earliest = new Earliest(count);
            long[] values = new long[count];
            Arrays.fill(values, Long.MAX_VALUE);
            for (int change = 0; change < 500; change++) {
                int at = random.nextInt(count);
                values[at] = random.nextInt(4) == 0 ? Long.MAX_VALUE : random.nextInt(6);
                earliest.set(at, values[at]);
                int first = 0;
                for (int each = 1; each < count; each++) {
                    first = values[each] < values[first] ? each : first;
                }
                assertEquals(first, earliest.first());
                assertEquals(values[first], earliest.least());
            }
        }
    }
}
