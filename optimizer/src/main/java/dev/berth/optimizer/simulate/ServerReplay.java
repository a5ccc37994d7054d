package dev.berth.optimizer.simulate;

import dev.berth.optimizer.policy.Berths;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.policy.ServerTerms;
import dev.berth.optimizer.policy.SharedStore;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.problem.ServiceModes;
import dev.berth.optimizer.route.CrashRule;
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
    private final SharedLink link;
    private final int index;
    private final ServerTerms terms;
    private final Requests requests;
    private final boolean servesAtEdge;
    private final Berths berths;
    private final Policy.Run run;
    private final SplittableRandom serviceRandom;
    private final SplittableRandom loadRandom;
    private final SplittableRandom deferralRandom;
    private final Carrier backhaul;
    private final Carrier storagePath;

    /** One, or one a model where compute is shared. */
    private final ServingDevice[] devices;

    private final RequestPool pool;

    /** Modes (indices) that models are really in; below what they are kept in while that is on its way. */
    private final int[] held;

    /** Modes (indices) that are being downloaded for, one a model. */
    private final int[] arriving;

    /** Modes (indices) that are being loaded for, one a model. */
    private final int[] loading;

    /** Modes (indices) whose download has ended while a part of them goes on as it was; 0 where there is none. */
    private final int[] ready;

    /** Downloaded for waiting requests, gone once loaded. */
    private final boolean[] staged;

    /** Who keeps what services share, as far as it has been told. */
    private final SharedStore keepers;

    /** Whether parts that services share are on storage. */
    private final boolean[] isThere;

    private long sharedSinceNanos;

    private final long[] keptSinceNanos;
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
        this.link = link;
        this.index = index;
        this.requests = requests;
        terms = server.terms();
        SplittableRandom random = new SplittableRandom(seed);
        serviceRandom = random.split();
        loadRandom = random.split();
        int models = terms.models();
        held = new int[models];
        arriving = new int[models];
        loading = new int[models];
        ready = new int[models];
        staged = new boolean[models];
        keptSinceNanos = new long[models];
        tallies = new Tally[models];
        pool = new RequestPool(models);
        devices = new ServingDevice[terms.capacity().computePpm().isPresent() ? models : 1];
        for (int device = 0; device < devices.length; device++) {
            devices[device] = new ServingDevice(pool);
        }
        servesAtEdge = policy.servesAtEdge();
        berths = servesAtEdge ? Berths.initial(terms, this::changed) : Berths.none(terms);
        keepers = new SharedStore(terms);
        isThere = new boolean[keepers.parts()];
        long[] downloads = new long[models];
        long[] loads = new long[models];
        for (int model = 0; model < models; model++) {
            held[model] = servesAtEdge ? terms.initialMode(model) : 0;
            tallies[model] = Tally.ofModel();
            downloads[model] = fetched(model).downloadNanos();
            loads[model] = fetched(model).loadNanos();
        }
        beginShared();
        backhaul = link.carrier(index, downloads);
        storagePath = new Carrier(loads);
        run = policy.start(terms, berths, random.nextLong());
        deferralRandom = random.split();
        hasRequest = requests.next();
    }

    private void beginShared() {
        for (int model = 0; model < held.length; model++) {
            keepers.change(model, held[model]);
        }
        for (int part = 0; part < isThere.length; part++) {
            isThere[part] = keepers.isKept(part);
        }
        for (int model = 0; model < held.length; model++) {
            keepers.change(model, berths.modeAt(model));
        }
    }

    private ServiceModes modes(int model) {
        return terms.modes(model);
    }

    private Residency residency(int model, int mode) {
        return modes(model).at(mode).residency();
    }

    private Residency heldAs(int model) {
        return residency(model, held[model]);
    }

    /**
     * What a single request of an absent model is loaded as: the first variant in its newest version; a mode (index).
     */
    private int single(int model) {
        ServiceModes own = modes(model);
        return Math.max(0, own.indexOf(Residency.LOADED, 0, own.newest(slotNow())));
    }

    private int slotNow() {
        return Math.max(0, slot - 1);
    }

    /** Download, at the rate of the link, and load for a single request of an absent model. */
    private ServiceModes.Move fetched(int model) {
        ServiceModes.Move move = move(model, 0, single(model), true);
        return new ServiceModes.Move(move.bytes(), link.downloadNanos(index, move.downloadNanos()), move.loadNanos());
    }

    /** What bringing a model to a mode takes, with what it shares where that is not there. */
    private ServiceModes.Move move(int model, int to) {
        return move(model, held[model], to, berths.modeAt(model) == 0);
    }

    /** @param isWhole whether what it shares is downloaded too where it is there: for single requests */
    private ServiceModes.Move move(int model, int from, int to, boolean isWhole) {
        ServiceModes.Move own = modes(model).move(from, to);
        if (isThere.length == 0
                || (from != 0 && isCopy(model, from, modes(model).at(to)))) {
            return own;
        }
        long bytes = own.bytes();
        long nanos = own.downloadNanos();
        for (Service.Part part : modes(model).sharedParts(to)) {
            if (isWhole || !isThere[terms.sharedParts().orElseThrow().names().indexOf(part.name())]) {
                bytes += part.storageBytes();
                nanos += part.transferNanos();
            }
        }
        return new ServiceModes.Move(bytes, nanos, own.loadNanos());
    }

    /** What services share and nobody keeps any more is gone; what was downloaded for one that keeps it is there. */
    private void share(int model, int arrived) {
        for (int part = 0; part < isThere.length; part++) {
            boolean isNew = terms.sharedParts().orElseThrow().has(part, model, arrived);
            isThere[part] = (isThere[part] || isNew) && berths.shared().isKept(part);
        }
    }

    /** Services beyond the first that keep a part do not pay for it. */
    private void shareRent() {
        double nanos = (double) (nowNanos - sharedSinceNanos);
        for (int part = 0; part < isThere.length; part++) {
            for (int model : keepers.further(part)) {
                tallies[model].rentNanoCost -= terms.sharedRentPerNano(part) * nanos;
            }
        }
        sharedSinceNanos = nowNanos;
    }

    /** When the next download, load or request ends; {@link Carrier#IDLE} where none is under way. */
    long endNanos() {
        return Math.min(Math.min(backhaul.endNanos(), storagePath.endNanos()), served().endNanos());
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
        nowNanos = endNanos();
        if (nowNanos == backhaul.endNanos()) {
            int model = backhaul.finish();
            link.ends(index, nowNanos);
            downloaded(model);
        } else if (nowNanos == storagePath.endNanos()) {
            loaded(storagePath.finish());
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
                        IntStream.range(0, held.length)
                                .mapToObj(model ->
                                        other.indexOf(terms.service(model).name()))
                                .toList()))
                .toList();
    }

    private int indexOf(String service) {
        int model = held.length - 1;
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
        double least = neighbours.isEmpty() ? 0 : expectedCost(there, request.work());
        for (Neighbour neighbour : neighbours) {
            int other = neighbour.models().get(request.model());
            double cost = other < 0
                    ? Double.POSITIVE_INFINITY
                    : neighbour.server().costElsewhere(other, request.work(), nowNanos, networkNanos);
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
    private double costElsewhere(int model, double work, long atNanos, long extraNanos) {
        nowNanos = atNanos;
        return held[model] != 0 && isServedHere(model, servingNanos(model, work), loss(model))
                ? expectedCost(model, work) + cost(extraNanos, 0)
                : Double.POSITIVE_INFINITY;
    }

    /** What a request would be expected to cost here, queues and what it lacks of quality included; in cost units. */
    private double expectedCost(int model, double work) {
        boolean isServedHere = isServedHere(model, servingNanos(model, work), loss(model));
        return cost(waitNanos(model, work, nowNanos), isServedHere ? loss(model) : 0);
    }

    private double cost(long nanos, double loss) {
        return terms.prices().delayPerSecond() * (double) nanos / SECOND
                + terms.prices().qualityPerRequest() * loss;
    }

    /** Takes the request at {@link #requestNanos} from its user; it may be sent elsewhere. */
    Request take() {
        nowNanos = requestNanos();
        // Drawn whether it is used or not: every policy and router meets the same requests.
        Request request = new Request(index, requests.model(), nowNanos, requests.work(), serviceRandom.nextDouble());
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
        nowNanos = atNanos;
        arrived(request, model, answerNanos);
    }

    /** What it came to, once nothing happens any more. */
    SimulatedRun result() {
        return SimulatedRun.of(terms, tallies, all);
    }

    /** The slot at {@link #slotNanos} has begun, or the last one ended. */
    void beginSlot() {
        nowNanos = slotNanos();
        slot++;
        if (slot <= server.slots()) {
            if (slot == 1) {
                bringWhatMustStay();
            }
            berths.slotBegins(slotNow());
            run.slotBegins(slotNow());
        } else {
            hasRequest = false;
            shareRent();
            for (int model = 0; model < held.length; model++) {
                payRent(model, berths.modeAt(model));
            }
        }
    }

    /** What models lack that have a berth from the beginning; a switch like every other. */
    private void bringWhatMustStay() {
        for (int model = 0; model < held.length; model++) {
            if (held[model] != berths.modeAt(model)) {
                tallies[model].switches++;
                bring(model);
            }
        }
    }

    private void payRent(int model, int kept) {
        tallies[model].rentNanoCost += terms.rentPerNano(model, kept) * (double) (nowNanos - keptSinceNanos[model]);
        keptSinceNanos[model] = nowNanos;
    }

    /** The policy has decided. */
    private void changed(int model, int from, int to) {
        payRent(model, from);
        shareRent();
        keepers.change(model, to);
        share(model, 0);
        int common = modes(model).common(held[model], to);
        ready[model] = 0;
        if (common == to) {
            tallies[model].switchingNanos += modes(model).move(held[model], to).loadNanos();
        }
        held[model] = common;
        if (common != to) {
            tallies[model].switches++;
            bring(model);
        }
    }

    /**
     * The mode (index) to bring a model to: what it is kept in, or what serves those who wait; -1 where it lacks none.
     */
    private int wanted(int model) {
        int kept = berths.modeAt(model);
        boolean isLoaded = heldAs(model) == Residency.LOADED;
        if (pool.isAwaited(model) && !isLoaded && residency(model, kept) != Residency.LOADED) {
            int copy = held[model] == 0 ? kept : held[model];
            return copy == 0 ? single(model) : ofSame(model, copy);
        }
        return held[model] == kept ? -1 : kept;
    }

    /** The mode (index) in which a copy that is there is loaded for single requests. */
    private int ofSame(int model, int mode) {
        ServiceModes.Kept kept = modes(model).at(mode);
        return modes(model).indexOf(Residency.LOADED, kept.variant(), kept.version());
    }

    /** Asks for what a model lacks to be what it is kept as, or to serve those who wait. */
    private void bring(int model) {
        int to = wanted(model);
        if (to < 0) {
            return;
        }
        ServiceModes.Move move = move(model, to);
        if (isThere.length > 0 && berths.modeAt(model) != 0 && lacksDownload(model, to) && isOnStorage(model, to)) {
            stored(model, modes(model).at(to));
            bringIfLacking(model);
            return;
        }
        if (lacksDownload(model, to)) {
            link.expect(index, model, link.downloadNanos(index, move.downloadNanos()));
            link.ask(index, model);
            if (backhaul.carries(model)) {
                chargeDownload(model);
            }
        } else if (residency(model, to) != Residency.STORED) {
            storagePath.expect(model, move.loadNanos());
            storagePath.ask(model, 0);
            if (storagePath.carries(model)) {
                chargeLoad(model);
            }
        }
    }

    /** Whether all that a service is kept with is there already, for others. */
    private boolean isOnStorage(int model, int to) {
        ServiceModes.Kept copy = modes(model).at(to);
        ServiceModes.Move move = move(model, to);
        return isCopy(model, berths.modeAt(model), copy)
                && !modes(model).sharedParts(to).isEmpty()
                && move.bytes() == 0
                && move.downloadNanos() == 0;
    }

    private boolean lacksDownload(int model, int to) {
        if (held[model] == 0) {
            return !staged[model];
        }
        ServiceModes.Kept copy = modes(model).at(to);
        return !isCopy(model, held[model], copy) && !isCopy(model, ready[model], copy);
    }

    /** Whether a download could start now if the link has room; forgets those that nobody wants any more. */
    boolean wantsDownload() {
        while (backhaul.isIdle() && backhaul.hasQueued()) {
            int model = backhaul.firstQueued();
            int to = wanted(model);
            if (to > 0 && lacksDownload(model, to)) {
                return true;
            }
            backhaul.takeQueued();
        }
        return false;
    }

    /** Starts the download that has been asked for first; only where {@link #wantsDownload}. */
    void startDownload(long atNanos) {
        int model = backhaul.takeQueued();
        arriving[model] = wanted(model);
        ServiceModes.Move move = move(model, arriving[model]);
        backhaul.start(model, atNanos, link.downloadNanos(index, move.downloadNanos()));
        link.begins(index, atNanos, move.bytes(), backhaul.currentNanos());
        tallies[model].backhaulBytes += move.bytes();
        chargeDownload(model);
    }

    /** Starts what the storage path and the device can begin; downloads have been started before. */
    void startIdle() {
        while (storagePath.isIdle() && storagePath.hasQueued()) {
            startLoad(storagePath.takeQueued());
        }
        for (ServingDevice device : devices) {
            device.startIdle(nowNanos);
        }
    }

    private void startLoad(int model) {
        int to = wanted(model);
        if (to < 0 || residency(model, to).compareTo(Residency.HOSTED) < 0) {
            return;
        }
        if (lacksDownload(model, to)) {
            // Removed from storage while it stood in the queue.
            bring(model);
            return;
        }
        loading[model] = to;
        storagePath.start(model, nowNanos, drawnNanos(model, to));
        chargeLoad(model);
    }

    /** Loads what is not there yet, part by part, all of them as quick or slow as each other. */
    private long drawnNanos(int model, int to) {
        double share = loadRandom.nextDouble();
        Residency from = heldAs(model);
        List<Service.Part> there = modes(model).parts(held[model]);
        long nanos = 0;
        for (Service.Part part : modes(model).parts(to)) {
            EdgeServer.PartDelays delays = server.delays().get(model).parts().get(part.name());
            boolean isThere = there.stream().anyMatch(other -> other.name().equals(part.name()));
            if (residency(model, to) == Residency.HOSTED) {
                nanos += isThere && from == Residency.HOSTED ? 0 : delays.fill().quantileNanos(share);
            } else if (isThere && from == Residency.HOSTED) {
                nanos += delays.wake().quantileNanos(share);
            } else if (!isThere || from != Residency.LOADED) {
                nanos += delays.preload().quantileNanos(share);
            }
        }
        return nanos;
    }

    /** A download is a switch where the model is kept afterwards; else it is made for waiting requests. */
    private void chargeDownload(int model) {
        if (berths.modeAt(model) != 0 && backhaul.markSwitch()) {
            tallies[model].switchingNanos += backhaul.currentNanos();
        }
    }

    private void chargeLoad(int model) {
        boolean isKept = residency(model, berths.modeAt(model)) == residency(model, loading[model]);
        if (isKept && storagePath.markSwitch()) {
            tallies[model].switchingNanos += storagePath.currentNanos();
        }
    }

    private void downloaded(int model) {
        share(model, arriving[model]);
        stored(model, modes(model).at(arriving[model]));
        bringIfLacking(model);
    }

    /** What a copy lacked is on storage. */
    private void stored(int model, ServiceModes.Kept copy) {
        int kept = berths.modeAt(model);
        if (kept == 0) {
            staged[model] = pool.isAwaited(model);
        } else if (isCopy(model, kept, copy) && lacksDownload(model, kept)) {
            boolean goesOn = held[model] != 0 && modes(model).at(held[model]).version() == copy.version();
            int stored = modes(model).indexOf(Residency.STORED, copy.variant(), copy.version());
            ready[model] = goesOn ? stored : 0;
            held[model] = goesOn && residency(model, kept) != Residency.STORED ? held[model] : stored;
        }
    }

    private boolean isCopy(int model, int mode, ServiceModes.Kept copy) {
        ServiceModes.Kept kept = modes(model).at(mode);
        return kept.variant() == copy.variant() && kept.version() == copy.version();
    }

    private void loaded(int model) {
        staged[model] = false;
        int kept = berths.modeAt(model);
        ServiceModes.Kept copy = modes(model).at(loading[model]);
        if (isCopy(model, kept, copy) && residency(model, kept) == copy.residency()) {
            ready[model] = 0;
            held[model] = kept;
        }
        while (copy.residency() == Residency.LOADED && pool.isAwaited(model)) {
            device(model).add(pool.takeWaiting(model));
        }
        bringIfLacking(model);
    }

    private void bringIfLacking(int model) {
        if (wanted(model) >= 0) {
            bring(model);
        }
    }

    private void arrived(Request request, int model, long answerNanos) {
        Tally tally = tallies[model];
        tally.requests[heldAs(model).index()]++;
        long sinceNanos = request.arrivalNanos() - answerNanos;
        tally.away += request.home() == index ? 0 : 1;
        tally.networkNanos += nowNanos - sinceNanos;
        if (slot <= server.slots()) {
            run.requested(model, nowNanos);
        }
        int mode = servingMode(model);
        Service.Setting setting = modes(model).setting(mode);
        double loss = 1 - quality(model, mode, setting);
        long expectedNanos = setting.accessNanos() + Math.round(setting.servedNanos() * request.work());
        if (!isServedHere(model, expectedNanos, loss)) {
            tally.servedByCloud++;
            long cloudNanos = terms.service(model).cloudNanos();
            ended(model, request, Math.addExact(nowNanos - sinceNanos, cloudNanos), false, 0);
            return;
        }
        if (crash.isPresent() && roomNanos(crash.get(), model, expectedNanos) < 0) {
            crash(crash.get());
            lose(crash.get(), model, request, sinceNanos, 1, 0);
            return;
        }
        tally.fetched += held[model] == 0 ? 1 : 0;
        tally.qualityLoss += loss;
        int place = pool.open(
                model,
                sinceNanos,
                Math.round((double) drawnNanos(model, mode, request.share()) * request.work()),
                request,
                loss);
        setting.deferral().ifPresent(deferral -> pass(model, place, deferral, request.work()));
        pool.delay(place, setting.accessNanos());
        if (heldAs(model) == Residency.LOADED) {
            device(model).add(place);
        } else {
            pool.await(model, place);
            bring(model);
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
        nowNanos = atNanos;
        return crash.isPresent() ? roomNanos(crash.get(), model, servingNanos(model, work)) : Long.MAX_VALUE;
    }

    private long servingNanos(int model, double work) {
        return Math.round(modes(model).setting(servingMode(model)).expectedNanos() * work);
    }

    /** What a request would be expected to wait here, were it here now. */
    long waitNanos(int model, double work, long atNanos) {
        nowNanos = atNanos;
        long ownNanos = servingNanos(model, work);
        if (!isServedHere(model, ownNanos, loss(model))) {
            return terms.service(model).cloudNanos();
        }
        return heldAs(model) == Residency.LOADED
                ? device(model).backlogNanos(nowNanos) + ownNanos
                : expectedWaitNanos(model, ownNanos);
    }

    /** What it would take of the device, were it here now; 0 where the cloud would serve it. */
    long deviceNanos(int model, double work, long atNanos) {
        nowNanos = atNanos;
        long ownNanos = servingNanos(model, work);
        return isServedHere(model, ownNanos, loss(model)) ? ownNanos : 0;
    }

    /** What a request would wait here if nothing queued. */
    long idleNanos(int model, double work, long atNanos) {
        nowNanos = atNanos;
        long ownNanos = servingNanos(model, work);
        if (!isServedHere(model, ownNanos, loss(model))) {
            return terms.service(model).cloudNanos();
        }
        if (heldAs(model) == Residency.LOADED) {
            return ownNanos;
        }
        ServiceModes.Move move = modes(model).move(held[model], loadedAs(model));
        return link.downloadNanos(index, move.downloadNanos()) + move.loadNanos() + ownNanos;
    }

    private double loss(int model) {
        int mode = servingMode(model);
        return 1 - quality(model, mode, modes(model).setting(mode));
    }

    private long drawnNanos(int model, int mode, double share) {
        int variant = Math.max(0, modes(model).at(mode).variant());
        int setting = Math.max(0, modes(model).at(mode).setting());
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

    /**
     * The mode (index) that a request would be served in: what is held or being loaded to stay, else a single one's.
     */
    private int servingMode(int model) {
        int kept = berths.modeAt(model);
        if (heldAs(model) == Residency.LOADED) {
            return held[model];
        }
        if (residency(model, kept) == Residency.LOADED) {
            return kept;
        }
        return held[model] == 0 ? single(model) : held[model];
    }

    private double quality(int model, int mode, Service.Setting setting) {
        Service service = terms.service(model);
        if (service.updates().isEmpty()) {
            return setting.quality();
        }
        double lost = service.updates()
                .map(updates -> updates.qualityLossPerVersion() * modes(model).behind(mode, slotNow()))
                .orElse(0.0);
        return Math.max(0, setting.quality() - lost);
    }

    private boolean isTooOld(int model) {
        return terms.service(model).updates().isPresent()
                && modes(model).behind(servingMode(model), slotNow()) > 0
                && !terms.service(model)
                        .updates()
                        .map(Service.Updates::servesBehind)
                        .orElse(true);
    }

    private boolean isServedHere(int model, long inferenceNanos, double loss) {
        if (!servesAtEdge || isTooOld(model)) {
            return false;
        }
        if (heldAs(model) == Residency.LOADED) {
            return true;
        }
        if (residency(model, berths.modeAt(model)) != Residency.LOADED) {
            if (!terms.charging().chargesRequests()) {
                return false;
            }
            if (held[model] != 0) {
                return true;
            }
        }
        long cloudNanos = terms.service(model).cloudNanos();
        long waitNanos = expectedWaitNanos(model, inferenceNanos);
        if (loss == 0) {
            return waitNanos <= cloudNanos;
        }
        return cost(waitNanos - cloudNanos, loss) <= 0;
    }

    /** The mode (index) that a model would be loaded as for a request. */
    private int loadedAs(int model) {
        int kept = berths.modeAt(model);
        return residency(model, kept) == Residency.LOADED ? kept : kept == 0 ? single(model) : ofSame(model, kept);
    }

    private long expectedWaitNanos(int model, long inferenceNanos) {
        boolean isLoading = storagePath.carries(model) || storagePath.isQueued(model);
        int to = loadedAs(model);
        long loadedAfter;
        if (lacksDownload(model, to) && !isLoading) {
            ServiceModes.Move move = move(model, to);
            link.expect(index, model, link.downloadNanos(index, move.downloadNanos()));
            long storedAfter = link.expectedNanos(index, model, nowNanos);
            loadedAfter = Math.max(storedAfter, storagePath.backlogNanos(nowNanos)) + move.loadNanos();
        } else {
            storagePath.expect(model, modes(model).move(held[model], to).loadNanos());
            loadedAfter = storagePath.expectedNanos(model, nowNanos);
        }
        return Math.max(loadedAfter, device(model).backlogNanos(nowNanos)) + inferenceNanos;
    }
}
