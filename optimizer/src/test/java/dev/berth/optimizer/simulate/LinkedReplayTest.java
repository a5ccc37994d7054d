package dev.berth.optimizer.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.network.Link;
import dev.berth.optimizer.network.Links;
import dev.berth.optimizer.network.SharedLinks;
import dev.berth.optimizer.policy.Policies;
import dev.berth.optimizer.policy.ServerTerms;
import dev.berth.optimizer.problem.Capacity;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Prices;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.ProblemBuilder;
import dev.berth.optimizer.problem.Service;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Downloads over several links, some of them shared by name. */
class LinkedReplayTest {
    private static final long SECOND = 1_000_000_000;
    private static final Prices PRICES = new Prices(0, 0, 0, 1, 1);
    private static final Plan LOADED = new Plan(1, new byte[] {2});

    private static Links links(Link... links) {
        return new Links(List.of(links), OptionalLong.empty());
    }

    /** One model that is asked for once and waited for; loads and inference take no time. */
    private static Site site(Links links, long bytes, double arrivalSeconds, long cloudNanos) {
        Service service = new Service("m", bytes, 0, 0, links.downloadNanos(bytes), 0, 0, cloudNanos);
        Problem problem = new ProblemBuilder(new Capacity(bytes, 0, OptionalLong.empty()), PRICES, Charging.BOTH, 1e6)
                .add(service)
                .demand(new double[][] {{0}})
                .build();
        EdgeServer server = EdgeServer.of(
                new ServerTerms(problem, List.of(service), PRICES),
                1,
                List.of(Delays.constant(0)),
                List.of(Delays.constant(0)));
        long arrival = Math.round(arrivalSeconds * SECOND);
        return new Site(server, seed -> new FixedRequests(new long[] {arrival}, new int[] {0}));
    }

    private static List<SimulationResult> run(List<Site> sites, List<Links> links, Map<String, Double> shared) {
        return new Simulation(
                        sites, Optional.empty(), Optional.of(new SharedLinks(links, shared)), Optional.empty(), 1, 1, 1)
                .of("plan", Collections.nCopies(sites.size(), Policies.following("plan", LOADED)))
                .servers();
    }

    @Test
    void onFreeLinksADownloadTakesWhatIsPlannedToTheNanosecond() {
        SplittableRandom random = new SplittableRandom(2);
        for (int round = 0; round < 300; round++) {
            List<Link> drawn = new ArrayList<>();
            for (int link = 0; link < 1 + random.nextInt(4); link++) {
                drawn.add(new Link(
                        "link-" + link,
                        1e6 + random.nextDouble() * 1e8,
                        random.nextBoolean() ? 0 : random.nextLong(5 * SECOND)));
            }
            Links links = new Links(
                    drawn, random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextLong(1, 1L << 24)));
            long bytes = random.nextLong(1L << 32);
            Map<String, Double> shared = Map.of("link-0", drawn.get(0).bytesPerSecond());
            SimulationResult result = run(List.of(site(links, bytes, 0, Long.MAX_VALUE / 4)), List.of(links), shared)
                    .get(0);
            assertEquals(
                    (double) links.downloadNanos(bytes), result.meanDelayNanos().mean());
            assertEquals(
                    (double) links.downloadNanos(bytes), result.switchingNanos().mean());
        }
    }

    @Test
    void downloadsAtTheSameTimeDivideALinkEqually() {
        Links metro = links(new Link("metro", 10, 0));
        Links both = links(new Link("own", 5, 0), new Link("metro", 10, 0));
        List<Site> sites = List.of(site(metro, 100, 0, Long.MAX_VALUE / 4), site(both, 100, 0, Long.MAX_VALUE / 4));
        List<SimulationResult> results = run(sites, List.of(metro, both), Map.of("metro", 10.0));
        // 5 and 5 + 5 bytes a second: the second has its 100 after 10 s, when 50 are left of the first, then at 10.
        assertEquals(10.0 * SECOND, results.get(1).meanDelayNanos().mean());
        assertEquals(15.0 * SECOND, results.get(0).meanDelayNanos().mean());
        // Waiting for others is no switching.
        assertEquals(10.0 * SECOND, results.get(0).switchingNanos().mean());
    }

    @Test
    void whoWouldWaitTooLongForOthersGoesToTheCloud() {
        Links metro = links(new Link("metro", 10, 0));
        // Alone it takes 10 s, beside another one 20, as long as that goes on.
        List<Site> sites = List.of(site(metro, 1000, 0, 1000 * SECOND), site(metro, 100, 0, 15 * SECOND));
        Plan nothing = new Plan(1, new byte[] {0});
        List<SimulationResult> results = new Simulation(
                        sites,
                        Optional.empty(),
                        Optional.of(new SharedLinks(List.of(metro, metro), Map.of("metro", 10.0))),
                        Optional.empty(),
                        1,
                        1,
                        1)
                .of("plan", List.of(Policies.following("plan", LOADED), Policies.following("plan", nothing)))
                .servers();
        assertEquals(1.0, results.get(1).cloudShare().mean());
        assertEquals(100.0 * SECOND, results.get(0).meanDelayNanos().mean());
    }

    @Test
    void serversAndLinksGoTogether() {
        Links metro = links(new Link("metro", 10, 0));
        Site site = site(metro, 1, 0, SECOND);
        SharedLinks two = new SharedLinks(List.of(metro, metro), Map.of("metro", 10.0));
        assertThrows(
                IllegalArgumentException.class,
                () -> new Simulation(List.of(site), Optional.empty(), Optional.of(two), Optional.empty(), 1, 1, 1));
        assertTrue(assertThrows(
                        IllegalArgumentException.class, () -> new SharedLinks(List.of(metro), Map.of("metro", 0.0)))
                .getMessage()
                .contains("metro"));
    }
}
