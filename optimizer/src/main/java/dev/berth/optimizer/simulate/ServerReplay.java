package dev.berth.optimizer.simulate;

import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.policy.ServerTerms;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.route.CrashRule;
import dev.berth.optimizer.simulate.serve.Carrier;
import dev.berth.optimizer.simulate.serve.Request;
import dev.berth.optimizer.simulate.serve.RequestPool;
import dev.berth.optimizer.simulate.serve.ServingDevice;
import dev.berth.optimizer.workload.Requests;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * One server's part of one run: what its events do; {@link Replay} says when they happen.
 *
 * <p>Where a policy does not use the server, every request goes to the cloud and nothing else happens.
 *
 * <p>Three things work side by side, each on one job at a time, first come first served: the backhaul downloads models,
 * the storage path loads them into device memory, the device serves requests. Where servers share a backhaul, a
 * download starts once {@link SharedLink} has room for it; over links that are shared by name it starts at once, and
 * takes longer while others use them. What a policy decides holds at once for memory, storage and their price; a model
 * serves from when its load has ended. A request
 *
 * <ul>
 *   <li>of a loaded model goes to the device;
 *   <li>of a model that is being loaded to stay waits for that, or goes to the cloud where that is expected to be
 *       sooner;
 *   <li>of any other model goes to the cloud with {@code per-switch}; else, where the model is stored or in host
 *       memory, it waits until it has been loaded for it, and where the model is absent for download and load, or goes
 *       to the cloud where that is expected to be sooner. Requests that wait for the same model share one load. A model
 *       that was loaded for requests alone is not kept.
 * </ul>
 *
 * <p>A service that goes from one variant to another gives up at once what the two do not have in common. A copy that
 * is behind goes on serving, where it may, until the download of what is new has ended. Putting to sleep in host memory
 * holds nobody up. What services share is on storage as long as any of them is kept with it, and downloaded once; what
 * is fetched for single requests of an absent service is downloaded whole. Where compute is shared each service is
 * served by itself at its share, one request after another; a request that is passed on to the cloud leaves the device
 * first. Requests arrive when they have come to the server: what their users wait beside that is added to their delays.
 *
 * <p>Where servers are neighbours, a request goes where it is expected to cost least: its own server, as above, or a
 * neighbour that holds its model. It stands in that neighbour's queue at once, waits for the network besides, and
 * counts there.
 *
 * <p>What is expected is made of means and of what is queued; the delays themselves are drawn. Requests that arrived
 * before the last slot ended are served to their end.
 *
 * <p>Requests that {@link Routing} sends here count here, and wait for the network both ways besides; policies learn of
 * those that come before the last slot has ended. What a user waits is told to {@link Ends}.
 */
final class ServerReplay {
    private static final double SECOND = 1e9;

    private final EdgeServer server;
    private final Optional<CrashRule> crash;
    private final int index;
    private final ServerTerms terms;
    private final Requests requests;
    private final boolean servesAtEdge;
    private final Policy.Run run;
    private final SplittableRandom serviceRandom;
    private final SplittableRandom deferralRandom;
    private final ServerCopies copies;

    /** One, or one a model where compute is shared. */
    private final ServingDevice[] devices;

    private final RequestPool pool;
    private final Tally[] tallies;
    private final Tally all = Tally.ofAll();
    private List<Neighbour> neighbours = List.of();
    private long networkNanos;
    private long nowNanos;
    private int slot;
    private boolean hasRequest;
    private Ends ends = (request, at, nanos, isLost, loss) -> {};

    /** Told what became of requests. */
    interface Ends {
        /**
         * A request has been served, passed on to the cloud, or lost; told at that time.
         *
         * @param server (index) where that was
         * @param delayNanos what its user waits for it, network and penalty included
         * @param loss what its answer lacks of full quality, 0 to 1
         */
        void ended(Request request, int server, long delayNanos, boolean isLost, double loss);
    }

    /**
     * Another server that requests may go to.
     *
     * @param models index there of each model here; below 0 where it does not know it
     */
    private record Neighbour(ServerReplay server, List<Integer> models) {}

    /**
     * Stands before slot 0.
     *
     * @param crash empty where nothing is ever lost
     * @param index of this server on the link
     * @param requests of its own users, stands before the first one; not closed
     */
    ServerReplay(
            EdgeServer server,
            Policy policy,
            Requests requests,
            long seed,
            Optional<CrashRule> crash,
            SharedLink link,
            int index) {
        this.server = server;
        this.crash = crash;
        this.index = index;
        this.requests = requests;
        terms = server.terms();
        SplittableRandom random = new SplittableRandom(seed);
        serviceRandom = random.split();
        SplittableRandom loadRandom = random.split();
        int models = terms.models();
        tallies = new Tally[models];
        for (int model = 0; model < models; model++) {
            tallies[model] = Tally.ofModel();
        }
        pool = new RequestPool(models);
        devices = new ServingDevice[terms.capacity().computePpm().isPresent() ? models : 1];
        for (int device = 0; device < devices.length; device++) {
            devices[device] = new ServingDevice(pool);
        }
        servesAtEdge = policy.servesAtEdge();
        copies = new ServerCopies(server, servesAtEdge, link, index, tallies, pool, loadRandom, this::loaded);
        run = policy.start(terms, copies.berths(), random.nextLong());
        deferralRandom = random.split();
        hasRequest = requests.next();
    }

    /** Requests that wait for a model that is loaded now. */
    private void loaded(int model) {
        while (pool.isAwaited(model)) {
            device(model).add(pool.takeWaiting(model));
        }
    }

    private void now(long nanos) {
        nowNanos = nanos;
        copies.now(nanos);
    }

    private int slotNow() {
        return Math.max(0, slot - 1);
    }

    /** When the next download, load or request ends; {@link Carrier#IDLE} where none is under way. */
    long endNanos() {
        return Math.min(copies.endNanos(), served().endNanos());
    }

    /** The device whose request ends first. */
    private ServingDevice served() {
        ServingDevice first = devices[0];
        for (ServingDevice device : devices) {
            first = device.endNanos() < first.endNanos() ? device : first;
        }
        return first;
    }

    private ServingDevice device(int model) {
        return devices[Math.min(model, devices.length - 1)];
    }

    /** When the next slot begins, or the last one ends; {@link Carrier#IDLE} after that. */
    long slotNanos() {
        return slot <= server.slots() ? slot * terms.slotNanos() : Carrier.IDLE;
    }

    /** When the next request arrives; {@link Carrier#IDLE} where none does. */
    long requestNanos() {
        return hasRequest ? requests.arrivalNanos() : Carrier.IDLE;
    }

    /** What ends at {@link #endNanos} has ended: one thing, even where several do. */
    void end() {
        now(endNanos());
        if (nowNanos == copies.endNanos()) {
            copies.end();
        } else {
            int request = served().finish();
            ended(
                    pool.model(request),
                    pool.sent(request),
                    nowNanos - pool.arrivalNanos(request) + pool.afterNanos(request),
                    false,
                    pool.loss(request));
            pool.close(request);
        }
    }

    private void ended(int model, Request request, long nanos, boolean isLost, double loss) {
        tallies[model].served(nanos);
        all.served(nanos);
        ends.ended(request, index, nanos, isLost, loss);
    }

    /** Of this server on the link. */
    int index() {
        return index;
    }

    /** Who learns what became of requests from now on. */
    void tell(Ends other) {
        ends = other;
    }

    /**
     * Lets requests go to other servers; before the first arrives.
     *
     * @param nanos what that takes each, there and back
     */
    void meet(List<ServerReplay> others, long nanos) {
        networkNanos = nanos;
        neighbours = others.stream()
                .map(other -> new Neighbour(
                        other,
                        IntStream.range(0, terms.models())
                                .mapToObj(model ->
                                        other.indexOf(terms.service(model).name()))
                                .toList()))
                .toList();
    }

    private int indexOf(String service) {
        int model = terms.models() - 1;
        while (model >= 0 && !terms.service(model).name().equals(service)) {
            model--;
        }
        return model;
    }

    /**
     * The request at {@link #requestNanos} has arrived, and stays here or goes to a neighbour.
     *
     * @return the server that it went to
     */
    ServerReplay arrive() {
        Request request = take();
        ServerReplay cheapest = this;
        int there = request.model();
        double least = neighbours.isEmpty() ? 0 : expectedCost(there, request);
        for (Neighbour neighbour : neighbours) {
            int other = neighbour.models().get(request.model());
            double cost = other < 0
                    ? Double.POSITIVE_INFINITY
                    : neighbour.server().costElsewhere(other, request, nowNanos, networkNanos);
            if (cost < least) {
                least = cost;
                cheapest = neighbour.server();
                there = other;
            }
        }
        cheapest.arrive(request, there, nowNanos, cheapest == this ? 0 : networkNanos);
        return cheapest;
    }

    /** What a request of another server would be expected to cost here; infinite where its model is not held. */
    private double costElsewhere(int model, Request request, long atNanos, long extraNanos) {
        now(atNanos);
        return !copies.isAbsent(model) && isServedHere(model, request, loss(model))
                ? expectedCost(model, request) + cost(extraNanos, 0)
                : Double.POSITIVE_INFINITY;
    }

    /** What a request would be expected to cost here, queues and what it lacks of quality included; in cost units. */
    private double expectedCost(int model, Request request) {
        boolean isServedHere = isServedHere(model, request, loss(model));
        return cost(waitNanos(model, request, nowNanos), isServedHere ? loss(model) : 0);
    }

    private double cost(long nanos, double loss) {
        return terms.prices().delayPerSecond() * (double) nanos / SECOND
                + terms.prices().qualityPerRequest() * loss;
    }

    /** Takes the request at {@link #requestNanos} from its user; it may be sent elsewhere. */
    Request take() {
        now(requestNanos());
        // Drawn whether it is used or not: every policy and router meets the same requests.
        Request request = new Request(
                index,
                requests.model(),
                nowNanos,
                requests.work(),
                serviceRandom.nextDouble(),
                terms.service(requests.model()).way().nanos());
        hasRequest = requests.next();
        return request;
    }

    /**
     * A request has come from its home.
     *
     * @param model what it asks for (index among this server's)
     * @param answerNanos what the answer takes back to the home
     */
    void arrive(Request request, int model, long atNanos, long answerNanos) {
        now(atNanos);
        arrived(request, model, answerNanos);
    }

    /** What it came to, once nothing happens any more. */
    SimulatedRun result() {
        return SimulatedRun.of(terms, tallies, all);
    }

    /** The slot at {@link #slotNanos} has begun, or the last one ended. */
    void beginSlot() {
        now(slotNanos());
        slot++;
        copies.beginSlot(slotNow());
        if (slot <= server.slots()) {
            run.slotBegins(slotNow());
        } else {
            hasRequest = false;
        }
    }

    /** Whether a download could start now if the link has room; forgets those that nobody wants any more. */
    boolean wantsDownload() {
        return copies.wantsDownload();
    }

    /** Starts the download that has been asked for first; only where {@link #wantsDownload}. */
    void startDownload(long atNanos) {
        copies.startDownload(atNanos);
    }

    /** Starts what the storage path and the device can begin; downloads have been started before. */
    void startIdle() {
        copies.startLoads();
        for (ServingDevice device : devices) {
            device.startIdle(nowNanos);
        }
    }

    private void arrived(Request request, int model, long answerNanos) {
        Tally tally = tallies[model];
        tally.requests[copies.heldAs(model).index()]++;
        long sinceNanos = request.arrivalNanos() - answerNanos;
        tally.away += request.home() == index ? 0 : 1;
        tally.networkNanos += nowNanos - sinceNanos;
        if (slot <= server.slots()) {
            run.requested(model, nowNanos);
        }
        int mode = copies.servingMode(model);
        Service.Setting setting = terms.modes(model).setting(mode);
        double loss = 1 - quality(model, mode, setting);
        if (!isServedHere(model, request, loss)) {
            tally.servedByCloud++;
            long cloudNanos = request.cloudNanos(terms.service(model), index);
            ended(model, request, Math.addExact(nowNanos - sinceNanos, cloudNanos), false, 0);
            return;
        }
        if (crash.isPresent() && roomNanos(crash.get(), model, servingNanos(model, request.work())) < 0) {
            crash(crash.get());
            lose(crash.get(), model, request, sinceNanos, 1, 0);
            return;
        }
        tally.fetched += copies.isAbsent(model) ? 1 : 0;
        tally.qualityLoss += loss;
        int place = pool.open(
                model,
                sinceNanos,
                Math.round((double) drawnNanos(model, mode, request.share()) * request.work()),
                request,
                loss);
        setting.deferral().ifPresent(deferral -> pass(model, place, deferral, request.work()));
        pool.delay(place, request.wayNanos());
        if (copies.heldAs(model) == Residency.LOADED) {
            device(model).add(place);
        } else {
            pool.await(model, place);
            copies.awaited(model);
        }
    }

    private long roomNanos(CrashRule rule, int model, long ownNanos) {
        return rule.roomNanos(device(model).backlogNanos(nowNanos), backlogNanos(nowNanos), ownNanos);
    }

    /** All requests that are here are lost; what is being moved goes on. */
    private void crash(CrashRule rule) {
        for (ServingDevice device : devices) {
            device.takeAll(place -> lose(rule, place, device.unfinished(place, nowNanos)));
        }
        pool.takeAllWaiting(place -> lose(rule, place, 1));
    }

    private void lose(CrashRule rule, int place, double unfinished) {
        lose(rule, pool.model(place), pool.sent(place), pool.arrivalNanos(place), unfinished, pool.loss(place));
        pool.close(place);
    }

    /** @param toldLoss what has been counted of its lack of quality */
    private void lose(CrashRule rule, int model, Request request, long sinceNanos, double unfinished, double toldLoss) {
        tallies[model].lost++;
        tallies[model].qualityLoss += 1 - toldLoss;
        ended(model, request, nowNanos - sinceNanos + rule.penaltyNanos(unfinished), true, 1);
    }

    /** Time that all requests that are here still take together. */
    long backlogNanos(long atNanos) {
        long nanos = pool.waitingNanos();
        for (ServingDevice device : devices) {
            nanos += device.backlogNanos(atNanos);
        }
        return nanos;
    }

    /** What is left until one more request overloads this server; the largest value where none ever does. */
    long roomNanos(int model, double work, long atNanos) {
        now(atNanos);
        return crash.isPresent() ? roomNanos(crash.get(), model, servingNanos(model, work)) : Long.MAX_VALUE;
    }

    /** Mean of what serving it takes of the device. */
    private long servingNanos(int model, double work) {
        return Math.round(terms.modes(model).setting(copies.servingMode(model)).servedNanos() * work);
    }

    /** What a request would be expected to wait here, were it here now. */
    long waitNanos(int model, Request request, long atNanos) {
        now(atNanos);
        return isServedHere(model, request, loss(model))
                ? expectedWaitNanos(model, request)
                : request.cloudNanos(terms.service(model), index);
    }

    /** What it would take of the device, were it here now; 0 where the cloud would serve it. */
    long deviceNanos(int model, Request request, long atNanos) {
        now(atNanos);
        return isServedHere(model, request, loss(model)) ? servingNanos(model, request.work()) : 0;
    }

    /** What a request would wait here if nothing queued. */
    long idleNanos(int model, Request request, long atNanos) {
        now(atNanos);
        if (!isServedHere(model, request, loss(model))) {
            return request.cloudNanos(terms.service(model), index);
        }
        long loadedAfter = copies.heldAs(model) == Residency.LOADED ? 0 : copies.aloneNanos(model);
        return loadedAfter + servingNanos(model, request.work()) + request.wayNanos();
    }

    private double loss(int model) {
        int mode = copies.servingMode(model);
        return 1 - quality(model, mode, terms.modes(model).setting(mode));
    }

    private long drawnNanos(int model, int mode, double share) {
        int variant = Math.max(0, terms.modes(model).at(mode).variant());
        int setting = Math.max(0, terms.modes(model).at(mode).setting());
        return server.delays().get(model).inference().get(variant).get(setting).quantileNanos(share);
    }

    /** To the cloud, which is waited for once the device is free again, or to the larger part on the device itself. */
    private void pass(int model, int request, Service.Deferral deferral, double work) {
        if (deferralRandom.nextDouble() >= deferral.share()) {
            return;
        }
        if (deferral.toCloud()) {
            tallies[model].servedByCloud++;
            pool.delay(request, deferral.nanos());
        } else {
            pool.lengthen(request, Math.round((double) deferral.nanos() * work));
        }
    }

    private double quality(int model, int mode, Service.Setting setting) {
        Service service = terms.service(model);
        if (service.updates().isEmpty()) {
            return setting.quality();
        }
        double lost = service.updates()
                .map(updates ->
                        updates.qualityLossPerVersion() * terms.modes(model).behind(mode, slotNow()))
                .orElse(0.0);
        return Math.max(0, setting.quality() - lost);
    }

    private boolean isTooOld(int model) {
        return terms.service(model).updates().isPresent()
                && terms.modes(model).behind(copies.servingMode(model), slotNow()) > 0
                && !terms.service(model)
                        .updates()
                        .map(Service.Updates::servesBehind)
                        .orElse(true);
    }

    private boolean isServedHere(int model, Request request, double loss) {
        if (!servesAtEdge || isTooOld(model)) {
            return false;
        }
        if (copies.heldAs(model) == Residency.LOADED) {
            return true;
        }
        if (!copies.isKeptLoaded(model)) {
            if (!terms.charging().chargesRequests()) {
                return false;
            }
            if (!copies.isAbsent(model)) {
                return true;
            }
        }
        long cloudNanos = request.cloudNanos(terms.service(model), index);
        long waitNanos = expectedWaitNanos(model, request);
        if (loss == 0) {
            return waitNanos <= cloudNanos;
        }
        return cost(waitNanos - cloudNanos, loss) <= 0;
    }

    private long expectedWaitNanos(int model, Request request) {
        long queuedNanos = device(model).backlogNanos(nowNanos);
        long startNanos = copies.heldAs(model) == Residency.LOADED
                ? queuedNanos
                : Math.max(copies.expectedNanos(model), queuedNanos);
        return startNanos + servingNanos(model, request.work()) + request.wayNanos();
    }
}
