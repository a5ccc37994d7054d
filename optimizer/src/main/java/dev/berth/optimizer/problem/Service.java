package dev.berth.optimizer.problem;

import dev.berth.optimizer.network.Links;
import java.util.List;
import java.util.Optional;

/**
 * What requests ask for, as the decision sees it: the variants of which one is kept at a time, and the settings with
 * which a loaded one serves. Ranges are checked by {@link ProblemBuilder#build}, so that all faults of a problem are
 * told at once; {@link ServiceModes} makes modes of it.
 *
 * @param name not blank, unique within a problem
 * @param way how requests of the server's own users come to it
 * @param cloudNanos cloud: one request of its own users served by the cloud at full quality, everything included, >= 0
 * @param variants at least one; the first is what single requests are fetched as
 * @param updates new versions that arrive; empty where none do
 */
public record Service(String name, Way way, long cloudNanos, List<Variant> variants, Optional<Updates> updates) {
    public Service {
        variants = List.copyOf(variants);
    }

    /** Its users are at the server. */
    public Service(String name, long cloudNanos, List<Variant> variants, Optional<Updates> updates) {
        this(name, Way.NONE, cloudNanos, variants, updates);
    }

    /**
     * How requests of a server's own users come to it, and results back; the same wherever they are served.
     *
     * @param nanos that takes both ways together, >= 0
     * @param isToCloud whether requests that the cloud serves go this way too; at most {@link #cloudNanos} then
     */
    public record Way(long nanos, boolean isToCloud) {
        /** Of users who are at the server. */
        public static final Way NONE = new Way(0, false);
    }

    /** {@link #cloudNanos} of a request that has come to this server by another server's way, in nanoseconds. */
    public long cloudNanos(long otherWayNanos) {
        return cloudNanos - (way.isToCloud() ? way.nanos() : 0) + otherWayNanos;
    }

    /** One model that serves in one way and never changes. */
    public Service(
            String name,
            long storageBytes,
            long memoryBytes,
            long energyMillijoules,
            long transferNanos,
            long preloadNanos,
            long inferenceNanos,
            long cloudNanos,
            Optional<Hosting> hosting) {
        this(
                name,
                cloudNanos,
                List.of(new Variant(
                        name,
                        List.of(new Part(
                                name,
                                storageBytes,
                                memoryBytes,
                                energyMillijoules,
                                transferNanos,
                                preloadNanos,
                                hosting)),
                        List.of(new Setting("", inferenceNanos, 1)))),
                Optional.empty());
    }

    /** The same, not kept in host memory. */
    public Service(
            String name,
            long storageBytes,
            long memoryBytes,
            long energyMillijoules,
            long transferNanos,
            long preloadNanos,
            long inferenceNanos,
            long cloudNanos) {
        this(
                name,
                storageBytes,
                memoryBytes,
                energyMillijoules,
                transferNanos,
                preloadNanos,
                inferenceNanos,
                cloudNanos,
                Optional.empty());
    }

    /**
     * One way of being kept.
     *
     * @param name not blank, unique within a service
     * @param parts the models it consists of, at least one; what two variants have in common is not moved again
     * @param settings with which it may serve when it is loaded, at least one; the first serves single requests that a
     *     model is loaded for
     */
    public record Variant(String name, List<Part> parts, List<Setting> settings) {
        public Variant {
            parts = List.copyOf(parts);
            settings = List.copyOf(settings);
        }
    }

    /**
     * A model that is kept as part of a variant.
     *
     * @param name the same in variants that have it in common
     * @param storageBytes storage it takes when stored, hosted or loaded, >= 0
     * @param memoryBytes device memory it takes when loaded, >= 0
     * @param energyMillijoules energy it takes in one slot when loaded, >= 0; 0 where energy is not modelled
     * @param transferNanos tr: download over the server's links, >= 0
     * @param preloadNanos io: from storage into device memory, >= 0
     * @param hosting how it is kept in host memory; empty where it is not
     * @param links that it is downloaded over; empty where a part of it takes that part of {@code transferNanos}
     */
    public record Part(
            String name,
            long storageBytes,
            long memoryBytes,
            long energyMillijoules,
            long transferNanos,
            long preloadNanos,
            Optional<Hosting> hosting,
            Optional<Links> links) {
        /** Downloaded at one rate. */
        public Part(
                String name,
                long storageBytes,
                long memoryBytes,
                long energyMillijoules,
                long transferNanos,
                long preloadNanos,
                Optional<Hosting> hosting) {
            this(
                    name,
                    storageBytes,
                    memoryBytes,
                    energyMillijoules,
                    transferNanos,
                    preloadNanos,
                    hosting,
                    Optional.empty());
        }

        /** Download of a share of it, 0 to 1, in bytes. */
        long refreshBytes(double share) {
            return Math.round(share * storageBytes);
        }

        /** Download of a share of it, 0 to 1, in nanoseconds. */
        long refreshNanos(double share) {
            return links.map(own -> own.downloadNanos(refreshBytes(share)))
                    .orElseGet(() -> Math.round(share * transferNanos));
        }
    }

    /**
     * How a model is kept in host memory.
     *
     * @param hostMemoryBytes host memory it takes, >= 0
     * @param fillNanos from storage into host memory, >= 0
     * @param wakeNanos from host memory into device memory, >= 0
     * @param sleepNanos from device memory into host memory, >= 0
     */
    public record Hosting(long hostMemoryBytes, long fillNanos, long wakeNanos, long sleepNanos) {}

    /**
     * How a loaded variant serves.
     *
     * @param name unique within a variant; empty where there is nothing to tell apart
     * @param inferenceNanos inf: one request on the edge's device, >= 0
     * @param quality of its answers, 0 to 1; the cloud's is 1
     * @param deferral requests that are passed on once they were served here; empty for none
     * @param computePpm share of the server's compute it takes, in millionths, >= 0
     */
    public record Setting(
            String name, long inferenceNanos, double quality, Optional<Deferral> deferral, long computePpm) {
        /** Passes nothing on and takes no share of compute. */
        public Setting(String name, long inferenceNanos, double quality) {
            this(name, inferenceNanos, quality, Optional.empty(), 0);
        }

        /** Mean of what one request waits while it is served, in nanoseconds. */
        public double servedNanos() {
            return inferenceNanos
                    + deferral.map(passed -> passed.share() * passed.nanos()).orElse(0.0);
        }
    }

    /**
     * Requests that a small model passes on to a large one.
     *
     * @param share of requests, 0 to 1
     * @param nanos what one of them waits in addition, >= 0
     * @param toCloud whether the cloud serves them, else the same variant
     * @param mostRequests expected requests of a slot, passed on or not, beyond which it cannot be chosen there,
     *     because what is passed on would be more than is let through; >= 0, infinite where there is no limit
     */
    public record Deferral(double share, long nanos, boolean toCloud, double mostRequests) {
        /** As many as there are. */
        public Deferral(double share, long nanos, boolean toCloud) {
            this(share, nanos, toCloud, Double.POSITIVE_INFINITY);
        }
    }

    /**
     * New versions of all variants. Version 0 is there from the beginning; a download brings the newest.
     *
     * @param slots in which versions 1, 2, … arrive, ascending, >= 0
     * @param deltaShare what bringing a copy that is behind up to date downloads, as a share of its bytes, > 0 to 1
     * @param qualityLossPerVersion what quality lacks for each version a copy is behind, 0 to 1
     * @param servesBehind whether a copy that is behind serves; else its requests go to the cloud
     */
    public record Updates(List<Integer> slots, double deltaShare, double qualityLossPerVersion, boolean servesBehind) {
        public Updates {
            slots = List.copyOf(slots);
        }

        /** Number of the newest version in a slot, from 0. */
        public int newest(int slot) {
            int newest = 0;
            while (newest < slots.size() && slots.get(newest) <= slot) {
                newest++;
            }
            return newest;
        }
    }

    private Part part() {
        return variants.get(0).parts().get(0);
    }

    /** Whether it is one model that serves in one way and never changes. */
    public boolean isPlain() {
        return variants.size() == 1
                && variants.get(0).parts().size() == 1
                && variants.get(0).settings().size() == 1
                && variants.get(0).settings().get(0).deferral().isEmpty()
                && updates.isEmpty();
    }

    /** Storage that the first part of the first variant takes. */
    public long storageBytes() {
        return part().storageBytes();
    }

    /** Device memory that the first part of the first variant takes when loaded. */
    public long memoryBytes() {
        return part().memoryBytes();
    }

    /** Energy that the first part of the first variant takes in one slot when loaded. */
    public long energyMillijoules() {
        return part().energyMillijoules();
    }

    /** Download of the first part of the first variant. */
    public long transferNanos() {
        return part().transferNanos();
    }

    /** From storage into device memory, of the first part of the first variant. */
    public long preloadNanos() {
        return part().preloadNanos();
    }

    /** One request on the edge's device, of the first setting of the first variant. */
    public long inferenceNanos() {
        return variants.get(0).settings().get(0).inferenceNanos();
    }

    /** How the first part of the first variant is kept in host memory. */
    public Optional<Hosting> hosting() {
        return part().hosting();
    }
}
