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
import java.util.function.IntConsumer;

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

    /** Servers whose single models are told of; of larger fleets those of all servers together. */
    private static final int MOST_DETAILED = 100;

    /** Servers that are simulated between two looks at how far it is, where they do not meet. */
    private static final int BLOCK_SERVERS = 50;

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
        return of(name, policies, router, servers -> {});
    }

    /**
     * The same, telling how far it is.
     *
     * @param told how many servers are through
     */
    public FleetResult of(String name, List<Policy> policies, Router router, IntConsumer told) {
        if (policies.size() != sites.size()) {
            throw new IllegalArgumentException(
                    "out of range: policies=" + policies.size() + ", expected " + sites.size());
        }
        if (routes.isEmpty() && !router.name().equals(Routers.HOME)) {
            throw new IllegalArgumentException("no routes for router " + router.name());
        }
        Together together = new Together(name, router);
        List<SimulationResult> servers = new ArrayList<>();
        for (int from = 0; from < sites.size(); from = end(from)) {
            List<Callable<Run>> tasks = new ArrayList<>();
            for (Part part : parts(from, end(from))) {
                for (int run = 0; run < seeds; run++) {
                    long seed = firstSeed + run;
                    tasks.add(() -> run(part, policies, router, seed));
                }
            }
            servers.addAll(together.add(all(tasks)));
            told.accept(servers.size());
        }
        return new FleetResult(servers.size() == 1 ? servers.get(0) : together.result(), servers);
    }

    /** Servers that meet each other, from the first to before the last. */
    private record Part(int from, int to) {}

    /** Whether what happens at one server may change what happens at any other. */
    public boolean isWhole() {
        return shared.isPresent() || links.isPresent() || routes.isPresent();
    }

    /** Whether servers are simulated a block at a time. */
    public boolean isInBlocks() {
        return end(0) < sites.size();
    }

    /** Servers that do not meet are simulated a block at a time: no more is held of those before than their results. */
    private int end(int from) {
        int size = neighbours.map(Fleet.Neighbours::groupSize).orElse(1);
        int block = size * Math.max(1, BLOCK_SERVERS / size);
        return isWhole() ? sites.size() : Math.min(sites.size(), from + block);
    }

    private List<Part> parts(int from, int to) {
        int size = isWhole()
                ? to - from
                : neighbours.map(Fleet.Neighbours::groupSize).orElse(1);
        List<Part> parts = new ArrayList<>();
        for (int first = from; first < to; first += size) {
            parts.add(new Part(first, Math.min(to, first + size)));
        }
        return parts;
    }

    /** What is held of all servers: a run a seed, to which one server after another is added. */
    private final class Together {
        private final String name;
        private final Router router;
        private final List<SimulatedRun.Sum> sums = new ArrayList<>();

        /** Of servers that all meet each other, one a seed; none else. */
        private List<Routing> routings = List.of();

        Together(String name, Router router) {
            this.name = name;
            this.router = router;
            for (int run = 0; run < seeds; run++) {
                sums.add(new SimulatedRun.Sum());
            }
        }

        /**
         * Adds the servers of some parts.
         *
         * @param runs each seed of the first part, each of the second, and so on
         * @return what each server came to, in order
         */
        List<SimulationResult> add(List<Run> runs) {
            List<SimulationResult> results = new ArrayList<>();
            for (int part = 0; part < runs.size(); part += seeds) {
                List<Run> own = runs.subList(part, part + seeds);
                if (routes.isPresent()) {
                    routings =
                            own.stream().map(run -> run.routing().orElseThrow()).toList();
                }
                for (int server = 0; server < own.get(0).servers().size(); server++) {
                    int each = server;
                    List<SimulatedRun> simulated =
                            own.stream().map(run -> run.servers().get(each)).toList();
                    for (int run = 0; run < seeds; run++) {
                        sums.get(run).add(simulated.get(run));
                    }
                    Tally users = Tally.ofModel();
                    routings.forEach(routing -> users.add(routing.users(each)));
                    SimulationResult result = routed(simulated, Optional.of(users));
                    results.add(sites.size() > MOST_DETAILED ? result.withoutModels() : result);
                }
            }
            return results;
        }

        SimulationResult result() {
            return routed(sums.stream().map(SimulatedRun.Sum::run).toList(), Optional.empty());
        }

        /** @param users empty for all together */
        private SimulationResult routed(List<SimulatedRun> runs, Optional<Tally> users) {
            SimulationResult result = SimulationResult.of(name, runs);
            return routes.map(given -> result.routed(RoutingResult.of(
                            router,
                            runs,
                            users,
                            users.isEmpty() ? routings : List.of(),
                            given.crash().isPresent())))
                    .orElse(result);
        }
    }

    /**
     * One seed of servers that meet.
     *
     * @param servers one each
     * @param routing empty where requests stay with the server of their user
     */
    private record Run(List<SimulatedRun> servers, Optional<Routing> routing) {}

    private Run run(Part part, List<Policy> policies, Router router, long seed) {
        List<Site> own = sites.subList(part.from(), part.to());
        SharedLink link = new SharedLink(shared, links, own.size());
        List<EdgeServer> edges = own.stream().map(Site::server).toList();
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
            for (int server = 0; server < own.size(); server++) {
                Site site = own.get(server);
                long ownSeed = seed(seed, part.from() + server);
                opened.add(site.workload().open(ownSeed));
                servers.add(new ServerReplay(
                        site.server(),
                        policies.get(part.from() + server),
                        opened.get(server),
                        ownSeed,
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
        ExecutorService executor = Executors.newFixedThreadPool(Math.min(threads, tasks.size()));
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
