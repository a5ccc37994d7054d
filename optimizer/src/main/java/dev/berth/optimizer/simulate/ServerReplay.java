package dev.berth.optimizer.simulate;

import dev.berth.optimizer.policy.Berths;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.policy.ServerTerms;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.workload.Requests;
import java.util.SplittableRandom;

/**
 * One server's part of one run: what its events do; {@link Replay} says when they happen.
 *
 * <p>Where a policy does not use the server, every request goes to the cloud and nothing else happens.
 *
 * <p>Three things work side by side, each on one job at a time, first come first served: the backhaul downloads models,
 * the storage path loads them into device memory, the device serves requests. Where servers share a backhaul, a
 * download starts once {@link SharedLink} has room for it. What a policy decides holds at once for memory, storage and
 * their price; a model serves from when its load has ended. A request
 *
 * <ul>
 *   <li>of a loaded model goes to the device;
 *   <li>of a model that is being loaded to stay waits for that, or goes to the cloud where that is expected to be
 *       sooner;
 *   <li>of any other model goes to the cloud with {@code per-switch}; else, where the model is stored, it waits until
 *       it has been loaded for it, and where the model is absent for download and load, or goes to the cloud where that
 *       is expected to be sooner. Requests that wait for the same model share one load. A model that was loaded for
 *       requests alone is not kept.
 * </ul>
 *
 * <p>What is expected is made of means and of what is queued; the delays themselves are drawn. Requests that arrived
 * before the last slot ended are served to their end.
 */
final class ServerReplay {
    private final EdgeServer server;
    private final SharedLink link;
    private final int index;
    private final ServerTerms terms;
    private final Requests requests;
    private final boolean servesAtEdge;
    private final Berths berths;
    private final Policy.Run run;
    private final SplittableRandom serviceRandom;
    private final SplittableRandom loadRandom;
    private final long[] downloadNanos;
    private final Carrier backhaul;
    private final Carrier storagePath;
    private final ServingDevice device;
    private final RequestPool pool;

    /** What is really there; below what is kept while it is on its way. */
    private final Residency[] held;

    /** Downloaded for waiting requests, gone once loaded. */
    private final boolean[] staged;

    private final long[] keptSinceNanos;
    private final Tally[] tallies;
    private final Tally all = Tally.ofAll();
    private long nowNanos;
    private int slot;
    private boolean hasRequest;

    /**
     * Stands before slot 0.
     *
     * @param index of this server on the link
     * @param requests stands before the first one; not closed
     */
    ServerReplay(EdgeServer server, Policy policy, Requests requests, long seed, SharedLink link, int index) {
        this.server = server;
        this.link = link;
        this.index = index;
        this.requests = requests;
        terms = server.terms();
        SplittableRandom random = new SplittableRandom(seed);
        serviceRandom = random.split();
        loadRandom = random.split();
        int models = terms.models();
        downloadNanos = new long[models];
        long[] loads = new long[models];
        held = new Residency[models];
        staged = new boolean[models];
        keptSinceNanos = new long[models];
        tallies = new Tally[models];
        pool = new RequestPool(models);
        device = new ServingDevice(pool);
        servesAtEdge = policy.servesAtEdge();
        berths = servesAtEdge ? Berths.initial(terms, this::changed) : Berths.none(terms);
        for (int model = 0; model < models; model++) {
            downloadNanos[model] =
                    link.downloadNanos(index, terms.service(model).transferNanos());
            loads[model] = terms.service(model).preloadNanos();
            held[model] = servesAtEdge ? terms.initial(model) : Residency.ABSENT;
            tallies[model] = Tally.ofModel();
        }
        backhaul = link.carrier(index, downloadNanos);
        storagePath = new Carrier(loads);
        run = policy.start(terms, berths, random.nextLong());
        hasRequest = requests.next();
    }

    /** When the next download, load or request ends; {@link Carrier#IDLE} where none is under way. */
    long endNanos() {
        return Math.min(Math.min(backhaul.endNanos(), storagePath.endNanos()), device.endNanos());
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
            downloaded(backhaul.finish());
        } else if (nowNanos == storagePath.endNanos()) {
            loaded(storagePath.finish());
        } else {
            int request = device.finish();
            served(pool.model(request), nowNanos - pool.arrivalNanos(request));
            pool.close(request);
        }
    }

    private void served(int model, long nanos) {
        tallies[model].served(nanos);
        all.served(nanos);
    }

    /** The request at {@link #requestNanos} has arrived. */
    void arrive() {
        nowNanos = requestNanos();
        arrived(requests.model(), requests.work());
        hasRequest = requests.next();
    }

    /** What it came to, once nothing happens any more. */
    SimulatedRun result() {
        return SimulatedRun.of(terms, tallies, all);
    }

    /** The slot at {@link #slotNanos} has begun, or the last one ended. */
    void beginSlot() {
        nowNanos = slotNanos();
        if (slot < server.slots()) {
            if (slot == 0) {
                bringWhatMustStay();
            }
            run.slotBegins(slot);
        } else {
            hasRequest = false;
            for (int model = 0; model < held.length; model++) {
                payRent(model, berths.at(model));
            }
        }
        slot++;
    }

    /** What models lack that have a berth from the beginning; a switch like every other. */
    private void bringWhatMustStay() {
        for (int model = 0; model < held.length; model++) {
            if (berths.at(model).index() > held[model].index()) {
                tallies[model].switches++;
                bring(model);
            }
        }
    }

    private void payRent(int model, Residency kept) {
        tallies[model].rentNanoCost += terms.rentPerNano(model, kept) * (double) (nowNanos - keptSinceNanos[model]);
        keptSinceNanos[model] = nowNanos;
    }

    /** The policy has decided. */
    private void changed(int model, Residency from, Residency to) {
        payRent(model, from);
        if (to.index() < held[model].index()) {
            held[model] = to;
        }
        if (to.index() > held[model].index()) {
            tallies[model].switches++;
            bring(model);
        }
    }

    /** Asks for what a model lacks to be what it is kept as, or to serve those who wait. */
    private void bring(int model) {
        boolean present = held[model] != Residency.ABSENT || staged[model];
        boolean load = berths.at(model) == Residency.LOADED || pool.isAwaited(model);
        if (!present) {
            link.ask(index, model);
            if (backhaul.carries(model)) {
                chargeDownload(model);
            }
        } else if (load && held[model] != Residency.LOADED) {
            storagePath.ask(model, 0);
            if (storagePath.carries(model)) {
                chargeLoad(model);
            }
        }
    }

    /** Whether a download could start now if the link has room; forgets those that nobody wants any more. */
    boolean wantsDownload() {
        while (backhaul.isIdle() && backhaul.hasQueued()) {
            int model = backhaul.firstQueued();
            boolean kept = berths.at(model) != Residency.ABSENT;
            if (held[model] == Residency.ABSENT && (kept || (pool.isAwaited(model) && !staged[model]))) {
                return true;
            }
            backhaul.takeQueued();
        }
        return false;
    }

    /** Starts the download that has been asked for first; only where {@link #wantsDownload}. */
    void startDownload(long atNanos) {
        int model = backhaul.takeQueued();
        backhaul.start(model, atNanos, downloadNanos[model]);
        tallies[model].backhaulBytes += terms.service(model).storageBytes();
        chargeDownload(model);
    }

    /** Starts what the storage path and the device can begin; downloads have been started before. */
    void startIdle() {
        while (storagePath.isIdle() && storagePath.hasQueued()) {
            startLoad(storagePath.takeQueued());
        }
        device.startIdle(nowNanos);
    }

    private void startLoad(int model) {
        boolean wanted = berths.at(model) == Residency.LOADED || pool.isAwaited(model);
        if (!wanted || held[model] == Residency.LOADED) {
            return;
        }
        if (held[model] == Residency.ABSENT && !staged[model]) {
            // Removed from storage while it stood in the queue.
            bring(model);
            return;
        }
        long nanos = server.preload().get(model).quantileNanos(loadRandom.nextDouble());
        storagePath.start(model, nowNanos, nanos);
        chargeLoad(model);
    }

    /** A download is a switch where the model is kept afterwards; else it is made for waiting requests. */
    private void chargeDownload(int model) {
        if (berths.at(model) != Residency.ABSENT && backhaul.markSwitch()) {
            tallies[model].switchingNanos += backhaul.currentNanos();
        }
    }

    private void chargeLoad(int model) {
        if (berths.at(model) == Residency.LOADED && storagePath.markSwitch()) {
            tallies[model].switchingNanos += storagePath.currentNanos();
        }
    }

    private void downloaded(int model) {
        if (berths.at(model) == Residency.ABSENT) {
            staged[model] = pool.isAwaited(model);
        } else if (held[model] == Residency.ABSENT) {
            held[model] = Residency.STORED;
        }
        bringIfLacking(model);
    }

    private void loaded(int model) {
        staged[model] = false;
        if (berths.at(model) == Residency.LOADED) {
            held[model] = Residency.LOADED;
        }
        while (pool.isAwaited(model)) {
            device.add(pool.takeWaiting(model));
        }
        bringIfLacking(model);
    }

    private void bringIfLacking(int model) {
        if (berths.at(model).index() > held[model].index() || pool.isAwaited(model)) {
            bring(model);
        }
    }

    private void arrived(int model, double work) {
        Tally tally = tallies[model];
        tally.requests[held[model].index()]++;
        // Drawn whether it is used or not: every policy meets the same requests.
        double share = serviceRandom.nextDouble();
        run.requested(model, nowNanos);
        long expectedNanos = Math.round((double) terms.service(model).inferenceNanos() * work);
        if (!isServedHere(model, expectedNanos)) {
            tally.servedByCloud++;
            served(model, terms.service(model).cloudNanos());
            return;
        }
        tally.fetched += held[model] == Residency.ABSENT ? 1 : 0;
        long nanos = Math.round((double) server.inference().get(model).quantileNanos(share) * work);
        int request = pool.open(model, nowNanos, nanos);
        if (held[model] == Residency.LOADED) {
            device.add(request);
        } else {
            pool.await(model, request);
            bring(model);
        }
    }

    private boolean isServedHere(int model, long inferenceNanos) {
        if (!servesAtEdge) {
            return false;
        }
        if (held[model] == Residency.LOADED) {
            return true;
        }
        if (berths.at(model) != Residency.LOADED) {
            if (!terms.charging().chargesRequests()) {
                return false;
            }
            if (held[model] == Residency.STORED) {
                return true;
            }
        }
        return expectedWaitNanos(model, inferenceNanos) <= terms.service(model).cloudNanos();
    }

    private long expectedWaitNanos(int model, long inferenceNanos) {
        long loadedAfter = storagePath.expectedNanos(model, nowNanos);
        boolean loading = storagePath.carries(model) || storagePath.isQueued(model);
        if (held[model] == Residency.ABSENT && !staged[model] && !loading) {
            long storedAfter = link.expectedNanos(index, model, nowNanos);
            loadedAfter = Math.max(storedAfter, storagePath.backlogNanos(nowNanos))
                    + terms.service(model).preloadNanos();
        }
        return Math.max(loadedAfter, device.backlogNanos(nowNanos)) + inferenceNanos;
    }
}
