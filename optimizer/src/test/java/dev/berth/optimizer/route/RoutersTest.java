package dev.berth.optimizer.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.record.BadInputException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RoutersTest {
    /** Servers whose figures a test sets; everything at home 0, service 0. */
    private static final class View implements RouteView {
        final long[] waits;
        final long[] backlogs;
        final long[] network;
        final double[] rooms;
        final boolean[] able;
        double work = 1;

        View(int servers) {
            waits = new long[servers];
            backlogs = new long[servers];
            network = new long[servers];
            rooms = new double[servers];
            able = new boolean[servers];
            Arrays.fill(able, true);
            Arrays.fill(rooms, Double.POSITIVE_INFINITY);
        }

        @Override
        public int servers() {
            return waits.length;
        }

        @Override
        public int home() {
            return 0;
        }

        @Override
        public int service() {
            return 0;
        }

        @Override
        public double work() {
            return work;
        }

        @Override
        public boolean canServe(int server) {
            return able[server];
        }

        @Override
        public long networkNanos(int server) {
            return network[server];
        }

        @Override
        public long waitNanos(int server) {
            return waits[server];
        }

        @Override
        public long backlogNanos(int server) {
            return backlogs[server];
        }

        @Override
        public double room(int server) {
            return rooms[server];
        }
    }

    private static Router.Run start(String name, int servers, RouteTerms.Learning learning) {
        return Routers.named(name).start(new RouteTerms(servers, 1, learning), 3);
    }

    private static Router.Run start(String name, int servers) {
        return start(name, servers, RouteTerms.Learning.USUAL);
    }

    @Test
    void namesAreTheirOwnAndAWrongOneIsToldAllOfThem() {
        assertEquals(Routers.names().size(), new HashSet<>(Routers.names()).size());
        Routers.names().forEach(name -> assertEquals(name, Routers.named(name).name()));
        BadInputException fault = assertThrows(BadInputException.class, () -> Routers.named("least-loadd"));
        assertEquals(
                "no route 'least-loadd', expected one of " + String.join(", ", Routers.names()), fault.getMessage());
    }

    @Test
    void eachLooksAtWhatItsNameSays() {
        View view = new View(3);
        view.backlogs[0] = 5;
        view.backlogs[1] = 9;
        view.backlogs[2] = 4;
        view.waits[0] = 100;
        view.waits[1] = 60;
        view.waits[2] = 50;
        view.network[1] = 10;
        view.network[2] = 30;
        view.rooms[0] = 1;
        view.rooms[1] = 3;
        view.rooms[2] = 2;
        assertEquals(0, start("home", 3).route(view));
        assertEquals(2, start("least-loaded", 3).route(view));
        assertEquals(1, start("shortest-delay", 3).route(view));
        assertEquals(1, start("crash-avoiding", 3).route(view));
        Router.Run robin = start("round-robin", 3);
        assertEquals(
                List.of(0, 1, 2, 0),
                List.of(robin.route(view), robin.route(view), robin.route(view), robin.route(view)));
        view.able[1] = false;
        assertEquals(2, start("shortest-delay", 3).route(view));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "random",
                "round-robin",
                "least-loaded",
                "shortest-delay",
                "power-of-two",
                "crash-avoiding",
                "ucb1",
                "thompson",
                "lin-ucb",
                "best-response"
            })
    void noneGoesWhereTheServiceIsNot(String name) {
        View view = new View(4);
        view.able[1] = false;
        view.able[3] = false;
        Router.Run run = start(name, 4);
        for (int request = 0; request < 500; request++) {
            int server = run.route(view);
            assertTrue(view.able[server]);
            run.ended(new Router.Ended(0, 0, server, 1, -request % 7));
        }
    }

    /** Rewards 0 or 1; the better arm must get nearly all of the last requests. */
    @ParameterizedTest
    @ValueSource(strings = {"ucb1", "thompson", "lin-ucb", "best-response"})
    void learnersFindTheBetterOfTwo(String name) {
        for (int seed = 0; seed < 10; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            View view = new View(2);
            Router.Run run = start(name, 2);
            int better = seed % 2;
            int good = 0;
            for (int request = 0; request < 4000; request++) {
                int server = run.route(view);
                double chance = server == better ? 0.7 : 0.4;
                run.ended(new Router.Ended(0, 0, server, 1, random.nextDouble() < chance ? 1 : 0));
                good += request >= 3000 && server == better ? 1 : 0;
            }
            assertTrue(good > 900, name + " " + good);
        }
    }

    /** One server is better for small requests, the other for large ones. */
    @Test
    void linesTellSmallRequestsFromLargeOnes() {
        SplittableRandom random = new SplittableRandom(1);
        View view = new View(2);
        Router.Run run = start("lin-ucb", 2);
        int right = 0;
        for (int request = 0; request < 3000; request++) {
            view.work = 0.5 + random.nextDouble();
            int server = run.route(view);
            double reward = server == 0 ? 1 - view.work : view.work - 1;
            run.ended(new Router.Ended(0, 0, server, view.work, reward + 0.1 * (random.nextDouble() - 0.5)));
            right += request >= 2000 && (server == 0) == (view.work < 1) ? 1 : 0;
        }
        assertTrue(right > 950, right + "");
    }

    @Test
    void whatIsForgottenIsLearntAnew() {
        View view = new View(2);
        Router.Run run = start("ucb1", 2, new RouteTerms.Learning(0.5, 200, 25));
        int good = 0;
        for (int request = 0; request < 6000; request++) {
            int server = run.route(view);
            int better = request < 3000 ? 0 : 1;
            run.ended(new Router.Ended(0, 0, server, 1, server == better ? 1 : 0));
            good += request >= 4500 && server == 1 ? 1 : 0;
        }
        assertTrue(good > 1200, good + "");
    }

    @Test
    void banditsKeepOutOfServersThatWouldCrash() {
        View view = new View(3);
        view.rooms[0] = -1;
        view.rooms[1] = -2;
        view.rooms[2] = 5;
        for (String name : List.of("ucb1", "thompson", "lin-ucb")) {
            Router.Run run = start(name, 3);
            for (int request = 0; request < 50; request++) {
                int server = run.route(view);
                assertEquals(2, server, name);
                run.ended(new Router.Ended(0, 0, server, 1, -1));
            }
        }
    }

    /** What a request costs where a share of all requests, of the last hundred, goes to the same server. */
    private static double[] settle(IntToDoubleFunction[] costs, int requests) {
        View view = new View(costs.length);
        Router.Run run = start("best-response", costs.length);
        int[] last = new int[100];
        int[] counts = new int[costs.length];
        for (int request = 0; request < requests; request++) {
            int server = run.route(view);
            if (request >= last.length) {
                counts[last[request % last.length]]--;
            }
            last[request % last.length] = server;
            counts[server]++;
            run.ended(new Router.Ended(0, 0, server, 1, -costs[server].applyAsDouble(counts[server])));
        }
        assertEquals(1.0, run.standing().orElseThrow().settledShare());
        return run.standing().orElseThrow().devices().get(0).shares().stream()
                .mapToDouble(share -> share)
                .toArray();
    }

    /** Costs 2x and 1 + (1−x) are equal at x = 2/3. */
    @Test
    void sharesOfADeviceReachTheEquilibriumOfTwoServers() {
        double[] shares =
                settle(new IntToDoubleFunction[] {count -> 2 * count / 100.0, count -> 1 + count / 100.0}, 40_000);
        assertEquals(2.0 / 3, shares[0], 0.04);
        assertEquals(1.0 / 3, shares[1], 0.04);
    }

    /** Pigou's example: 1 on one road, the share itself on the other; all take the other, where half would be best. */
    @Test
    void sharesOfADeviceReachPigousEquilibriumAndNotTheOptimum() {
        double[] shares = settle(new IntToDoubleFunction[] {count -> 1, count -> count / 100.0}, 40_000);
        assertTrue(shares[1] > 0.9, Arrays.toString(shares));
    }
}
