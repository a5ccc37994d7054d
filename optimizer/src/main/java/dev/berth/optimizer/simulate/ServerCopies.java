package dev.berth.optimizer.simulate;

import dev.berth.optimizer.policy.Berths;
import dev.berth.optimizer.policy.ServerTerms;
import dev.berth.optimizer.policy.SharedStore;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Service;
import dev.berth.optimizer.problem.ServiceModes;
import dev.berth.optimizer.simulate.serve.Carrier;
import dev.berth.optimizer.simulate.serve.RequestPool;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;

/**
 * What one server has of its models in one run: copies that are downloaded over the backhaul and loaded by the storage
 * path, each on one at a time, and what keeping and moving them costs.
 *
 * <p>What a policy decides holds at once for memory, storage and their price; what a model lacks for it is brought
 * afterwards. A model that requests wait for and that is not kept loaded is brought for them, and gone once loaded.
 */
final class ServerCopies {
    private final EdgeServer server;
    private final ServerTerms terms;
    private final SharedLink link;
    private final int index;
    private final Tally[] tallies;
    private final RequestPool pool;
    private final SplittableRandom loadRandom;
    private final IntConsumer whenLoaded;
    private final Berths berths;
    private final Carrier backhaul;
    private final Carrier storagePath;

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
    private long nowNanos;
    private int slot;

    /**
     * Stands before slot 0.
     *
     * @param isUsed whether anything is ever kept
     * @param index of the server on the link
     * @param tallies one a model, told of what is moved and kept
     * @param pool knows which models requests wait for
     * @param loadRandom of how long loads take
     * @param whenLoaded told of a model (index) that requests wait for and that is loaded now
     */
    ServerCopies(
            EdgeServer server,
            boolean isUsed,
            SharedLink link,
            int index,
            Tally[] tallies,
            RequestPool pool,
            SplittableRandom loadRandom,
            IntConsumer whenLoaded) {
        this.server = server;
        this.link = link;
        this.index = index;
        this.tallies = tallies;
        this.pool = pool;
        this.loadRandom = loadRandom;
        this.whenLoaded = whenLoaded;
        terms = server.terms();
        int models = terms.models();
        held = new int[models];
        arriving = new int[models];
        loading = new int[models];
        ready = new int[models];
        staged = new boolean[models];
        keptSinceNanos = new long[models];
        berths = isUsed ? Berths.initial(terms, this::changed) : Berths.none(terms);
        keepers = new SharedStore(terms);
        isThere = new boolean[keepers.parts()];
        long[] downloads = new long[models];
        long[] loads = new long[models];
        for (int model = 0; model < models; model++) {
            held[model] = isUsed ? terms.initialMode(model) : 0;
            downloads[model] = fetched(model).downloadNanos();
            loads[model] = fetched(model).loadNanos();
        }
        beginShared();
        backhaul = link.carrier(index, downloads);
        storagePath = new Carrier(loads);
    }

    /** What happens from now on happens then. */
    void now(long nanos) {
        nowNanos = nanos;
    }

    /** What the policy decides about. */
    Berths berths() {
        return berths;
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

    /** What a model really is in. */
    Residency heldAs(int model) {
        return residency(model, held[model]);
    }

    /** Whether nothing is there of a model. */
    boolean isAbsent(int model) {
        return held[model] == 0;
    }

    /** Whether a model is kept loaded, as soon as it is. */
    boolean isKeptLoaded(int model) {
        return residency(model, berths.modeAt(model)) == Residency.LOADED;
    }

    /**
     * What a single request of an absent model is loaded as: the first variant in its newest version; a mode (index).
     */
    private int single(int model) {
        ServiceModes own = modes(model);
        return Math.max(0, own.single(0, own.newest(slot)));
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

    /** A slot has begun; or, with a number beyond the last one, that has ended. */
    void beginSlot(int begun) {
        slot = begun;
        if (slot < server.slots()) {
            if (slot == 0) {
                bringWhatMustStay();
            }
            berths.slotBegins(slot);
        } else {
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
        return modes(model).single(kept.variant(), kept.version());
    }

    /** Requests wait for a model that is not loaded. */
    void awaited(int model) {
        bring(model);
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

    /** When the next download or load ends; {@link Carrier#IDLE} where none is under way. */
    long endNanos() {
        return Math.min(backhaul.endNanos(), storagePath.endNanos());
    }

    /** What ends at {@link #endNanos} has ended: of both the download. */
    void end() {
        if (nowNanos == backhaul.endNanos()) {
            int model = backhaul.finish();
            link.ends(index, nowNanos);
            downloaded(model);
        } else {
            loaded(storagePath.finish());
        }
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

    /** Starts what the storage path can begin; downloads have been started before. */
    void startLoads() {
        while (storagePath.isIdle() && storagePath.hasQueued()) {
            startLoad(storagePath.takeQueued());
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
        if (copy.residency() == Residency.LOADED && pool.isAwaited(model)) {
            whenLoaded.accept(model);
        }
        bringIfLacking(model);
    }

    private void bringIfLacking(int model) {
        if (wanted(model) >= 0) {
            bring(model);
        }
    }

    /**
     * The mode (index) that a request would be served in: what is held or being loaded to stay, else a single one's.
     */
    int servingMode(int model) {
        int kept = berths.modeAt(model);
        if (heldAs(model) == Residency.LOADED) {
            return held[model];
        }
        if (residency(model, kept) == Residency.LOADED) {
            return kept;
        }
        return held[model] == 0 ? single(model) : held[model];
    }

    /** The mode (index) that a model would be loaded as for a request. */
    private int loadedAs(int model) {
        int kept = berths.modeAt(model);
        return residency(model, kept) == Residency.LOADED ? kept : kept == 0 ? single(model) : ofSame(model, kept);
    }

    /** Expected time until a model is loaded, were it asked for now; with what is under way and queued. */
    long expectedNanos(int model) {
        boolean isLoading = storagePath.carries(model) || storagePath.isQueued(model);
        int to = loadedAs(model);
        if (lacksDownload(model, to) && !isLoading) {
            ServiceModes.Move move = move(model, to);
            link.expect(index, model, link.downloadNanos(index, move.downloadNanos()));
            long storedAfter = link.expectedNanos(index, model, nowNanos);
            return Math.max(storedAfter, storagePath.backlogNanos(nowNanos)) + move.loadNanos();
        }
        storagePath.expect(model, modes(model).move(held[model], to).loadNanos());
        return storagePath.expectedNanos(model, nowNanos);
    }

    /** The same with nothing else in the way. */
    long aloneNanos(int model) {
        ServiceModes.Move move = modes(model).move(held[model], loadedAs(model));
        return link.downloadNanos(index, move.downloadNanos()) + move.loadNanos();
    }
}
