package dev.berth.optimizer.simulate;

import dev.berth.optimizer.network.SharedLinks;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.route.Router;
import dev.berth.optimizer.route.Routers;
import dev.berth.optimizer.route.Routes;
import dev.berth.optimizer.simulate.serve.Request;
import dev.berth.optimizer.workload.Requests;
import dev.berth.record.BadInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Many runs of plans or policies on one server, or on several that may share a backhaul. Every plan and policy meets
 * the same requests under the same seed, and the result does not depend on the number of threads.
 *
 * @param sites servers and their requests, at least one
 * @param shared the backhaul that all servers share; empty where each downloads by itself
 * @param links links that servers share by name; empty where they share none
 * @param routes how requests may go to other servers; empty where each stays with its user's
 * @param neighbours how servers serve each other's requests; empty where each serves its own alone
 * @param seeds number of runs, >= 1
 * @param firstSeed seed of the first run; the next ones follow by one
 * @param threads runs at the same time, >= 1
 */
public record Simulation(
        List<Site> sites,
        Optional<SharedBackhaul> shared,
        Optional<SharedLinks> links,
        Optional<Routes> routes,
        Optional<Fleet.Neighbours> neighbours,
        int seeds,
        long firstSeed,
        int threads) {
    /** Keeps the seeds of further servers apart from all that is drawn with the run's seed itself. */
    private static final long FURTHER_SERVERS = 0x5e17_ed5e_2e05_11faL;

    /** Draws routers' choices apart from all else. */
    private static final long ROUTER = 0x2007_e12b_ad6e_77c1L;

    public Simulation {
        sites = List.copyOf(sites);
        if (sites.isEmpty() || seeds < 1 || threads < 1) {
            throw new IllegalArgumentException("out of range: sites=" + sites.size() + ", seeds=" + seeds + ", threads="
                    + threads + ", expected >= 1");
        }
        int linked = shared.map(link -> link.serverBytesPerSecond().size())
                .or(() -> links.map(own -> own.servers().size()))
                .orElse(sites.size());
        if (linked != sites.size()) {
            throw new IllegalArgumentException(
                    "out of range: servers on the link=" + linked + ", expected " + sites.size());
        }
    }

    /** Servers that share a backhaul, or nothing. */
    public Simulation(List<Site> sites, Optional<SharedBackhaul> shared, int seeds, long firstSeed, int threads) {
        this(sites, shared, Optional.empty(), Optional.empty(), seeds, firstSeed, threads);
    }

    /** Servers that are no neighbours. */
    public Simulation(
            List<Site> sites,
            Optional<SharedBackhaul> shared,
            Optional<SharedLinks> links,
            Optional<Routes> routes,
            int seeds,
            long firstSeed,
            int threads) {
        this(sites, shared, links, routes, Optional.empty(), seeds, firstSeed, threads);
    }

    /**
     * Seed of a server's requests and delays in a run: the run's own for the first, for every other one that does not
     * change when servers are added behind it.
     *
     * @param seed of the run
     * @param server index, >= 0
     */
    public static long seed(long seed, int server) {
        long own = seed;
        SplittableRandom further = new SplittableRandom(seed ^ FURTHER_SERVERS);
        for (int before = 0; before < server; before++) {
            own = further.nextLong();
        }
        return own;
    }

    /** Runs all seeds with every request at the server of its user; see {@link #of(String, List, Router)}. */
    public FleetResult of(String name, List<Policy> policies) {
        return of(name, policies, Routers.named(Routers.HOME));
    }

    /**
     * Runs all seeds.
     *
     * @param name of the solver, plan or policy, for the result
     * @param policies one a server; what a server's policy decides depends on that server alone
     * @param router where requests go; without routes they stay with the server of their user
     * @throws BadInputException where a workload is a file with a faulty line, or what waits outgrows memory or time
     */
    public FleetResult of(String name, List<Policy> policies, Router router) {
        if (policies.size() != sites.size()) {
            throw new IllegalArgumentException(
                    "out of range: policies=" + policies.size() + ", expected " + sites.size());
        }
        if (routes.isEmpty() && !router.name().equals(Routers.HOME)) {
            throw new IllegalArgumentException("no routes for router " + router.name());
        }
        List<Callable<Run>> tasks = new ArrayList<>();
        for (int run = 0; run < seeds; run++) {
            long seed = firstSeed + run;
            tasks.add(() -> run(policies, router, seed));
        }
        List<Run> runs = all(tasks);
        List<SimulationResult> servers = new ArrayList<>();
        for (int server = 0; server < sites.size(); server++) {
            int each = server;
            SimulationResult result = SimulationResult.of(
                    name, runs.stream().map(run -> run.servers().get(each)).toList());
            servers.add(routed(result, router, runs, Optional.of(each)));
        }
        SimulationResult all = servers.size() == 1
                ? servers.get(0)
                : routed(
                        SimulationResult.of(
                                name, runs.stream().map(Run::together).toList()),
                        router,
                        runs,
                        Optional.empty());
        return new FleetResult(all, servers);
    }

    /**
     * One seed.
     *
     * @param servers one each
     * @param routing empty where requests stay with the server of their user
     */
    private record Run(List<SimulatedRun> servers, Optional<Routing> routing) {
        SimulatedRun together() {
            return SimulatedRun.together(servers);
        }
    }

    /** @param server empty for all together */
    private SimulationResult routed(SimulationResult result, Router router, List<Run> runs, Optional<Integer> server) {
        if (routes.isEmpty()) {
            return result;
        }
        List<SimulatedRun> own = runs.stream()
                .map(run -> server.map(run.servers()::get).orElseGet(run::together))
                .toList();
        Optional<Tally> users = server.map(each -> {
            Tally tally = Tally.ofModel();
            runs.forEach(run -> tally.add(run.routing().orElseThrow().users(each)));
            return tally;
        });
        List<Routing> routings =
                runs.stream().map(run -> run.routing().orElseThrow()).toList();
        return result.routed(RoutingResult.of(
                router,
                own,
                users,
                server.isEmpty() ? routings : List.of(),
                routes.get().crash().isPresent()));
    }

    private Run run(List<Policy> policies, Router router, long seed) {
        SharedLink link = new SharedLink(shared, links, sites.size());
        List<EdgeServer> edges = sites.stream().map(Site::server).toList();
        Optional<Clairvoyant> bound = Routers.isBound(router)
                ? routes.map(given -> new Clairvoyant(given, edges, policies))
                : Optional.empty();
        Consumer<Request> seen =
                bound.<Consumer<Request>>map(clairvoyant -> clairvoyant::see).orElse(request -> {});
        Router used = bound.isPresent() ? Routers.named(Routers.HOME) : router;
        Optional<Routing> routing = routes.map(
                given -> new Routing(given, used, edges, new SplittableRandom(seed ^ ROUTER).nextLong(), seen));
        List<Requests> opened = new ArrayList<>();
        try {
            List<ServerReplay> servers = new ArrayList<>();
            for (int server = 0; server < sites.size(); server++) {
                Site site = sites.get(server);
                long own = seed(seed, server);
                opened.add(site.workload().open(own));
                servers.add(new ServerReplay(
                        site.server(),
                        policies.get(server),
                        opened.get(server),
                        own,
                        routes.flatMap(Routes::crash),
                        link,
                        server));
            }
            neighbours.ifPresent(network -> meet(servers, network));
            new Replay(link, servers, routing).run();
            List<SimulatedRun> runs = servers.stream().map(ServerReplay::result).toList();
            return new Run(bound.map(clairvoyant -> clairvoyant.runs(runs)).orElse(runs), routing);
        } finally {
            opened.forEach(Requests::close);
        }
    }

    private static void meet(List<ServerReplay> servers, Fleet.Neighbours network) {
        for (int server = 0; server < servers.size(); server++) {
            int first = server / network.groupSize() * network.groupSize();
            List<ServerReplay> others =
                    new ArrayList<>(servers.subList(first, Math.min(servers.size(), first + network.groupSize())));
            others.remove(servers.get(server));
            servers.get(server).meet(others, network.requestNanos());
        }
    }

    private <T> List<T> all(List<Callable<T>> tasks) {
        ExecutorService executor = Executors.newFixedThreadPool(Math.min(threads, seeds));
        try {
            List<T> runs = new ArrayList<>();
            for (Future<T> run : executor.invokeAll(tasks)) {
                runs.add(run.get());
            }
            return runs;
        } catch (ExecutionException e) {
            throw told(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while simulating", e);
        } finally {
            executor.shutdownNow();
        }
    }

    private static RuntimeException told(Throwable fault) {
        if (fault instanceof OutOfMemoryError) {
            return new BadInputException(
                    "the simulation does not fit the memory: with more requests than a server can serve they queue"
                            + " without end; ask for fewer, or allow more memory (BERTH_JAVA_OPTS=-Xmx...)",
                    fault);
        }
        if (fault instanceof ArithmeticException) {
            return new BadInputException(
                    "simulated delays add up to more than 292 years, which is as far as nanoseconds are counted; check"
                            + " the delays of the scenario and the work of its trace",
                    fault);
        }
        return fault instanceof RuntimeException told ? told : new IllegalStateException(fault);
    }
}
