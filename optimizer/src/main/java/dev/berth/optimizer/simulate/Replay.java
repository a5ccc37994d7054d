package dev.berth.optimizer.simulate;

import dev.berth.optimizer.policy.Berths;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.policy.ServerTerms;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.workload.Requests;
import java.util.SplittableRandom;

/**
 * One run through a workload, event by event.
 *
 * <p>Three things work side by side, each on one job at a time, first come first served: the backhaul downloads models,
 * the storage path loads them into device memory, the device serves requests. What a policy decides holds at once for
 * memory, storage and their price; a model serves from when its load has ended. A request
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
final class Replay {
    private final EdgeServer server;
    private final ServerTerms terms;
    private final Requests requests;
    private final Berths berths;
    private final Policy.Run run;
    private final SplittableRandom serviceRandom;
    private final SplittableRandom loadRandom;
    private final Carrier backhaul;
    private final Carrier storagePath;
    private final Device device;
    private final RequestPool pool;

    /** What is really there; below what is kept while it is on its way. */
    private final Residency[] held;

    /** Downloaded for waiting requests, gone once loaded. */
    private final boolean[] staged;

    private final long[] keptSinceNanos;
    private final Tally[] tallies;
    private long nowNanos;
    private int slot;
    private boolean hasRequest;

    Replay(EdgeServer server, Policy policy, Requests requests, long seed) {
        this.server = server;
        this.requests = requests;
        terms = server.terms();
        SplittableRandom random = new SplittableRandom(seed);
        serviceRandom = random.split();
        loadRandom = random.split();
        int models = terms.models();
        long[] downloads = new long[models];
        long[] loads = new long[models];
        held = new Residency[models];
        staged = new boolean[models];
        keptSinceNanos = new long[models];
        tallies = new Tally[models];
        pool = new RequestPool(models);
        device = new Device(pool);
        berths = Berths.initial(terms, this::changed);
        for (int model = 0; model < models; model++) {
            downloads[model] = terms.service(model).transferNanos();
            loads[model] = terms.service(model).preloadNanos();
            held[model] = berths.at(model);
            tallies[model] = Tally.ofModel();
        }
        backhaul = new Carrier(downloads);
        storagePath = new Carrier(loads);
        run = policy.start(terms, berths, random.nextLong());
    }

    /** Runs to the end; once. */
    Tally[] run() {
        hasRequest = requests.next();
        boolean more = true;
        while (more) {
            more = step();
        }
        return tallies;
    }

    /** Of events at the same time ends come first, then a slot's beginning, then requests. */
    private boolean step() {
        long slotNanos = slot <= server.slots() ? slot * terms.slotNanos() : Carrier.IDLE;
        long requestNanos = hasRequest ? requests.arrivalNanos() : Carrier.IDLE;
        long ends = Math.min(Math.min(backhaul.endNanos(), storagePath.endNanos()), device.endNanos());
        long next = Math.min(ends, Math.min(slotNanos, requestNanos));
        if (next == Carrier.IDLE) {
            return false;
        }
        nowNanos = next;
        if (next == backhaul.endNanos()) {
            downloaded(backhaul.finish());
        } else if (next == storagePath.endNanos()) {
            loaded(storagePath.finish());
        } else if (next == device.endNanos()) {
            int request = device.finish();
            tallies[pool.model(request)].served(nowNanos - pool.arrivalNanos(request));
            pool.close(request);
        } else if (next == slotNanos) {
            slotBegins();
        } else {
            arrived(requests.model(), requests.work());
            hasRequest = requests.next();
        }
        startIdle();
        return true;
    }

    private void slotBegins() {
        if (slot < server.slots()) {
            run.slotBegins(slot);
        } else {
            hasRequest = false;
            for (int model = 0; model < held.length; model++) {
                payRent(model, berths.at(model));
            }
        }
        slot++;
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
            backhaul.ask(model);
            if (backhaul.carries(model)) {
                chargeDownload(model);
            }
        } else if (load && held[model] != Residency.LOADED) {
            storagePath.ask(model);
            if (storagePath.carries(model)) {
                chargeLoad(model);
            }
        }
    }

    private void startIdle() {
        while (backhaul.isIdle() && backhaul.hasQueued()) {
            int model = backhaul.takeQueued();
            boolean kept = berths.at(model) != Residency.ABSENT;
            if (held[model] == Residency.ABSENT && (kept || (pool.isAwaited(model) && !staged[model]))) {
                backhaul.start(model, nowNanos, terms.service(model).transferNanos());
                tallies[model].backhaulBytes += terms.service(model).storageBytes();
                chargeDownload(model);
            }
        }
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
            tally.served(terms.service(model).cloudNanos());
            return;
        }
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
            long storedAfter = backhaul.expectedNanos(model, nowNanos);
            loadedAfter = Math.max(storedAfter, storagePath.backlogNanos(nowNanos))
                    + terms.service(model).preloadNanos();
        }
        return Math.max(loadedAfter, device.backlogNanos(nowNanos)) + inferenceNanos;
    }
}
