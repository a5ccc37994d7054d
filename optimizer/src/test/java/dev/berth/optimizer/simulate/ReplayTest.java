package dev.berth.optimizer.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.policy.ServerTerms;
import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.workload.Gaps;
import dev.berth.optimizer.workload.RenewalRequests;
import dev.berth.optimizer.workload.Workload;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ReplayTest {
    private static final long SECOND = 1_000_000_000;
    private static final int SLOT_SECONDS = 1000;

    /** Download 8 s, load 4 s, inference 1 s, cloud as given; room for everything. */
    static EdgeServer server(
            Charging charging, int models, int slots, int cloudSeconds, Residency initial, Delays inference) {
        return server(Service.Way.NONE, charging, models, slots, cloudSeconds, initial, inference);
    }

    static EdgeServer server(
            Service.Way way,
            Charging charging,
            int models,
            int slots,
            int cloudSeconds,
            Residency initial,
            Delays inference) {
        Prices prices = new Prices(0, 0, 0, 1, 1);
        List<Service> services = IntStream.range(0, models)
                .mapToObj(model ->
                        new Service("m" + model, 100, 100, 0, 8 * SECOND, 4 * SECOND, SECOND, cloudSeconds * SECOND))
                .map(one -> new Service(one.name(), way, one.cloudNanos(), one.variants(), one.updates()))
                .toList();
        ProblemBuilder builder =
                new ProblemBuilder(new Capacity(1000, 1000, OptionalLong.empty()), prices, charging, SLOT_SECONDS);
        services.forEach(builder::add);
        services.forEach(service -> builder.initial(service.name(), initial));
        Problem problem = builder.demand(new double[slots][models]).build();
        return EdgeServer.of(
                new ServerTerms(problem, services, prices),
                slots,
                Collections.nCopies(models, Delays.constant(4 * SECOND)),
                Collections.nCopies(models, inference));
    }

    static Plan plan(int models, int... residencies) {
        byte[] bytes = new byte[residencies.length];
        for (int cell = 0; cell < bytes.length; cell++) {
            bytes[cell] = (byte) residencies[cell];
        }
        return new Plan(models, bytes);
    }

    /** Arrivals in seconds, all for model 0 unless told. */
    private static SimulationResult replay(EdgeServer server, Plan plan, int[] models, double... arrivalSeconds) {
        long[] arrivals = new long[arrivalSeconds.length];
        for (int request = 0; request < arrivals.length; request++) {
            arrivals[request] = Math.round(arrivalSeconds[request] * SECOND);
        }
        return simulate(server, seed -> new FixedRequests(arrivals, models), Policies.following("plan", plan), 1, 1, 1);
    }

    private static SimulationResult simulate(
            EdgeServer server, Workload workload, Policy policy, int seeds, long firstSeed, int threads) {
        return new Simulation(List.of(new Site(server, workload)), Optional.empty(), seeds, firstSeed, threads)
                .of(policy.name(), List.of(policy))
                .all();
    }

    private static double delaySeconds(SimulationResult result) {
        return result.delayNanoCost().mean() / SECOND;
    }

    @Test
    void poissonRequestsAtOneDeviceWaitAsTheFormulaOfPollaczekAndKhinchineSays() {
        EdgeServer server = server(Charging.BOTH, 1, 200, 100, Residency.LOADED, Delays.constant(SECOND));
        double[][] expected = new double[200][];
        Arrays.fill(expected, new double[] {0.5 * SLOT_SECONDS});
        int[] loaded = new int[200];
        Arrays.fill(loaded, 2);
        SimulationResult result = simulate(
                server,
                seed -> new RenewalRequests(expected, SLOT_SECONDS, Gaps.POISSON, seed),
                Policies.following("plan", plan(1, loaded)),
                8,
                1,
                2);

        // Load 1/2, service 1 s without variance: 1 + 1/2 · 1 / (2 · (1 - 1/2)) = 1.5 s; the mean of 800 000 requests.
        assertEquals(1.5e9, result.meanDelayNanos().mean(), 0.01e9);
        assertEquals(1.0, result.loadedShare().mean());
        assertTrue(result.delay().p99Nanos().optional().orElseThrow() > 3 * SECOND);
    }

    /** Of a queue with Poisson arrivals and exponential service the delay is exponential too, of rate 1 - load. */
    @Test
    void exponentialServiceGivesTheDelaysOfTheQueueWithExponentialService() {
        int runs = 4000;
        Delays exponential = Delays.ofRuns(IntStream.range(0, runs)
                .mapToObj(run -> Math.round(-Math.log1p(-(run + 0.5) / runs) * SECOND))
                .toList());
        EdgeServer server = server(Charging.BOTH, 1, 200, 100, Residency.LOADED, exponential);
        double[][] expected = new double[200][];
        Arrays.fill(expected, new double[] {0.5 * SLOT_SECONDS});
        int[] loaded = new int[200];
        Arrays.fill(loaded, 2);
        SimulationResult result = simulate(
                server,
                seed -> new RenewalRequests(expected, SLOT_SECONDS, Gaps.POISSON, seed),
                Policies.following("plan", plan(1, loaded)),
                8,
                1,
                2);

        assertEquals(2e9, result.meanDelayNanos().mean(), 0.05e9);
        assertEquals(2e9 * Math.log(2), result.delay().p50Nanos().optional().orElseThrow(), 0.04e9);
        assertEquals(2e9 * Math.log(20), result.delay().p95Nanos().optional().orElseThrow(), 0.2e9);
        assertEquals(2e9 * Math.log(100), result.delay().p99Nanos().optional().orElseThrow(), 0.4e9);
    }

    /** Else a seed without requests would make delays and shares smaller. */
    @Test
    void runsWithoutRequestsDoNotCountAsRunsWithoutDelay() {
        EdgeServer server = server(Charging.BOTH, 1, 1, 3, Residency.ABSENT, Delays.constant(SECOND));
        SimulationResult result = simulate(
                server,
                seed -> seed % 2 == 0 ? new FixedRequests(new long[0], new int[0]) : requestsAtOnce(1),
                Policies.named("fetch-per-request"),
                4,
                1,
                2);

        assertEquals(2, result.delay().n());
        assertEquals(3e9, result.meanDelayNanos().mean());
        assertEquals(3e9, result.p99DelayNanos().mean());
        assertEquals(1.0, result.cloudShare().mean());
        assertEquals(0.5 * 3e9, result.delayNanoCost().mean());
    }

    /** Three requests of 20 s each, whatever lay on the server before. */
    @Test
    void allCloudServesEveryRequestInTheCloudAndKeepsNothing() {
        for (Residency before : Residency.values()) {
            EdgeServer server = server(Charging.BOTH, 1, 1, 20, before, Delays.constant(SECOND));
            SimulationResult result = replay(server, Plan.allCloud(1, 1), new int[3], 0, 1, 2);

            assertEquals(60e9, result.totalNanoCost().mean());
            assertEquals(60e9, result.delayNanoCost().mean());
            assertEquals(1.0, result.cloudShare().mean());
            assertEquals(
                    0.0, result.loadedShare().mean() + result.fetchedShare().mean());
            assertEquals(
                    0.0, result.backhaulBytes().mean() + result.switchingNanos().mean());
        }
    }

    /**
     * Absent takes 8 + 4 + 1 s. In a cloud of 20 s it is worth a download; of 5 s it is not. A stored model is loaded
     * and not downloaded for.
     */
    @Test
    void fetchedAreRequestsThatWaitForADownloadAndALoad() {
        Delays inference = Delays.constant(SECOND);
        EdgeServer far = server(Charging.BOTH, 2, 1, 20, Residency.ABSENT, inference);
        EdgeServer near = server(Charging.BOTH, 2, 1, 5, Residency.ABSENT, inference);
        Plan absentAndStored = plan(2, 0, 1);
        int[] models = {0, 0, 1, 1};

        SimulationResult fetched = replay(far, absentAndStored, models, 100, 101, 200, 300);
        assertEquals(0.5, fetched.fetchedShare().mean());
        assertEquals(0.0, fetched.cloudShare().mean());
        assertEquals(
                List.of(2L, 0L),
                fetched.models().stream().map(SimulatedModel::fetched).toList());
        SimulationResult cloud = replay(near, absentAndStored, models, 100, 101, 200, 300);
        assertEquals(0.0, cloud.fetchedShare().mean());
        assertEquals(0.5, cloud.cloudShare().mean());
    }

    private static FixedRequests requestsAtOnce(int requests) {
        return new FixedRequests(new long[requests], new int[requests]);
    }

    @Test
    void aLoadOverlapsServiceOfOtherModels() {
        EdgeServer server = server(Charging.BOTH, 2, 1, 100, Residency.ABSENT, Delays.constant(SECOND));
        // Model 0 is there after 12 s; model 1 is downloaded meanwhile and loaded from 16 to 20 s.
        SimulationResult result = replay(server, plan(2, 2, 2), new int[] {0, 0, 0, 1}, 12.5, 13.5, 14.5, 20);
        assertEquals(4.0, delaySeconds(result), 1e-9);
        assertEquals(24.0, result.switchingNanos().mean() / SECOND, 1e-9);
        assertEquals(200.0, result.backhaulBytes().mean());
    }

    @Test
    void requestsOfAModelOnItsWayWaitForItOrGoToTheCloud() {
        EdgeServer patient = server(Charging.BOTH, 1, 1, 100, Residency.ABSENT, Delays.constant(SECOND));
        // Loaded at 12 s; then one after another: 13 - 2, 14 - 3.
        assertEquals(22.0, delaySeconds(replay(patient, plan(1, 2), new int[] {0, 0}, 2, 3)), 1e-9);
        EdgeServer hasty = server(Charging.PER_SWITCH, 1, 1, 5, Residency.ABSENT, Delays.constant(SECOND));
        // At 2 s it would take 11 s, the cloud takes 5; at 9 s it takes 4.
        assertEquals(5.0 + 4.0, delaySeconds(replay(hasty, plan(1, 2), new int[] {0, 0}, 2, 9)), 1e-9);
    }

    @Test
    void requestsOfAStoredModelShareALoadThatIsNotKept() {
        EdgeServer server = server(Charging.PER_REQUEST, 1, 1, 2, Residency.STORED, Delays.constant(SECOND));
        // 5 s alone; 14 to 18 s is one load for two: 5 s and 6 - 1 s; the third finds nothing loaded.
        SimulationResult result = replay(server, plan(1, 1), new int[] {0, 0, 0, 0}, 0, 14, 15, 100);
        assertEquals(5.0 + 5.0 + 5.0 + 5.0, delaySeconds(result), 1e-9);
        assertEquals(1.0, result.storedShare().mean());
        assertEquals(0.0, result.switchingNanos().mean());
    }

    @ParameterizedTest
    @EnumSource(Charging.class)
    void requestsOfAnAbsentModelTakeTheShorterWay(Charging charging) {
        EdgeServer far = server(charging, 1, 1, 100, Residency.ABSENT, Delays.constant(SECOND));
        SimulationResult result = replay(far, plan(1, 0), new int[] {0}, 3);
        assertEquals(charging == Charging.PER_SWITCH ? 100.0 : 13.0, delaySeconds(result), 1e-9);
        assertEquals(
                charging == Charging.PER_SWITCH ? 0.0 : 100.0,
                result.backhaulBytes().mean());
        EdgeServer near = server(charging, 1, 1, 12, Residency.ABSENT, Delays.constant(SECOND));
        assertEquals(12.0, delaySeconds(replay(near, plan(1, 0), new int[] {0}, 3)), 1e-9);
    }

    @Test
    void delaysAreDrawnAndNotMeans() {
        Delays spread = Delays.ofRuns(List.of(SECOND / 2, SECOND / 2, SECOND / 2, 5 * SECOND / 2));
        EdgeServer server = server(Charging.BOTH, 1, 4, 100, Residency.LOADED, spread);
        double[] arrivals = new double[390];
        for (int request = 0; request < arrivals.length; request++) {
            arrivals[request] = 10.0 * request;
        }
        SimulationResult result = replay(server, plan(1, 2, 2, 2, 2), new int[390], arrivals);
        assertEquals(0.5e9, result.delay().p50Nanos().optional().orElseThrow(), 0.01e9);
        assertEquals(2.5e9, result.delay().maxNanos().optional().orElseThrow(), 1e3);
        assertEquals(1e9, result.meanDelayNanos().mean(), 0.2e9);
    }

    static List<Policy> policies() {
        return Policies.all();
    }

    @ParameterizedTest
    @MethodSource("policies")
    void threadsDoNotChangeTheResultAndEveryRequestIsServed(Policy policy) {
        EdgeServer server = server(Charging.BOTH, 6, 10, 7, Residency.ABSENT, Delays.ofRuns(List.of(1L, SECOND)));
        double[][] expected = new double[10][];
        Arrays.fill(expected, new double[] {100, 50, 30, 10, 3, 0});
        SimulationResult one = simulate(server, expected, policy, 1);

        assertEquals(one, simulate(server, expected, policy, 3));
        long requests = 0;
        for (long seed = 5; seed < 9; seed++) {
            RenewalRequests drawn = new RenewalRequests(expected, SLOT_SECONDS, Gaps.POISSON, seed);
            while (drawn.next()) {
                requests++;
            }
        }
        assertEquals(requests, one.delay().n());
        assertEquals(
                requests,
                one.models().stream().mapToLong(model -> model.delay().n()).sum());
        assertEquals(
                1.0,
                one.loadedShare().mean()
                        + one.storedShare().mean()
                        + one.absentShare().mean(),
                1e-9);
    }

    private static SimulationResult simulate(EdgeServer server, double[][] expected, Policy policy, int threads) {
        return simulate(
                server, seed -> new RenewalRequests(expected, SLOT_SECONDS, Gaps.POISSON, seed), policy, 4, 5, threads);
    }
}
