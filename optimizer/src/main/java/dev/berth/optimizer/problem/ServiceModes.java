package dev.berth.optimizer.problem;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;

/**
 * The modes of a {@link Service}, and what moving between them takes: absent, then variant by variant and version by
 * version stored, hosted where all of its parts can be, and loaded in each setting, that of the least compute first.
 */
public final class ServiceModes {
    private final Service service;

    /** Names of parts that services share, whose downloads are none of this one's. */
    private final Set<String> shared;

    private final Kept[] kept;

    /** A row a mode before, a value a mode after. */
    private final Move[] moves;

    /**
     * How a service is kept in a mode.
     *
     * @param variant index; -1 where absent
     * @param version number, 0 where none arrive
     * @param setting index; -1 where not loaded
     */
    public record Kept(Residency residency, int variant, int version, int setting) {
        private static final Kept NOWHERE = new Kept(Residency.ABSENT, -1, 0, -1);

        private boolean isCopyOf(Kept other) {
            return variant == other.variant && version == other.version;
        }
    }

    /**
     * What a move takes, one thing after the other.
     *
     * @param bytes downloaded over the backhaul, >= 0
     * @param downloadNanos of that, >= 0
     * @param loadNanos into host or device memory, >= 0
     */
    public record Move(long bytes, long downloadNanos, long loadNanos) {}

    /** Lists the modes of a service that shares nothing. */
    public ServiceModes(Service service) {
        this(service, Set.of());
    }

    /**
     * Lists the modes.
     *
     * @param shared names of parts that several services are kept with and that are downloaded once for all of them: no
     *     move of this service downloads them; those of a service that new versions arrive of are its own
     */
    public ServiceModes(Service service, Set<String> shared) {
        this.service = service;
        this.shared = service.updates().isPresent() ? Set.of() : Set.copyOf(shared);
        List<Kept> all = new ArrayList<>();
        all.add(Kept.NOWHERE);
        int versions = service.updates().map(updates -> updates.slots().size()).orElse(0);
        for (int version = 0; version <= versions; version++) {
            for (int variant = 0; variant < service.variants().size(); variant++) {
                add(all, variant, version);
            }
        }
        kept = all.toArray(Kept[]::new);
        moves = new Move[kept.length * kept.length];
        for (int move = 0; move < moves.length; move++) {
            moves[move] = made(move / kept.length, move % kept.length);
        }
    }

    private void add(List<Kept> all, int variant, int version) {
        Service.Variant own = service.variants().get(variant);
        all.add(new Kept(Residency.STORED, variant, version, -1));
        if (own.parts().stream().allMatch(part -> part.hosting().isPresent())) {
            all.add(new Kept(Residency.HOSTED, variant, version, -1));
        }
        // What takes least is the lowest that a service may be in which must stay loaded.
        IntStream.range(0, own.settings().size())
                .boxed()
                .sorted(Comparator.comparingLong(
                        setting -> own.settings().get(setting).computePpm()))
                .forEach(setting -> all.add(new Kept(Residency.LOADED, variant, version, setting)));
    }

    /** Number of modes, >= 1. */
    public int count() {
        return kept.length;
    }

    /** How the service is kept in a mode. */
    public Kept at(int mode) {
        return kept[mode];
    }

    /** Index of the mode that is kept so; -1 where there is none. */
    public int indexOf(Residency residency, int variant, int version) {
        for (int mode = 0; mode < kept.length; mode++) {
            Kept own = kept[mode];
            if (own.residency == residency
                    && (residency == Residency.ABSENT || (own.variant == variant && own.version == version))) {
                return mode;
            }
        }
        return -1;
    }

    /**
     * Index of the mode in which a copy is loaded for single requests, in its first setting; -1 where there is none.
     */
    public int single(int variant, int version) {
        for (int mode = 0; mode < kept.length; mode++) {
            Kept own = kept[mode];
            if (own.setting == 0 && own.variant == variant && own.version == version) {
                return mode;
            }
        }
        return -1;
    }

    /** The setting that a loaded mode serves with; of another mode the one that single requests are loaded with. */
    public Service.Setting setting(int mode) {
        Kept own = kept[mode];
        Service.Variant variant = service.variants().get(Math.max(0, own.variant));
        return variant.settings().get(Math.max(0, own.setting));
    }

    /** Parts that are there in a mode; none where it is absent. */
    public List<Service.Part> parts(int mode) {
        Kept own = kept[mode];
        return own.variant < 0 ? List.of() : service.variants().get(own.variant).parts();
    }

    /** How many versions a mode is behind in a slot, >= 0; negative where its version is still to come. */
    public int behind(int mode, int slot) {
        return kept[mode].residency == Residency.ABSENT ? 0 : newest(slot) - kept[mode].version;
    }

    /** Number of the newest version in a slot, from 0. */
    public int newest(int slot) {
        return service.updates().map(updates -> updates.newest(slot)).orElse(0);
    }

    /** Parts of a mode that other services are kept with too, and that are on storage once. */
    public List<Service.Part> sharedParts(int mode) {
        return shared.isEmpty()
                ? List.of()
                : parts(mode).stream()
                        .filter(part -> shared.contains(part.name()))
                        .toList();
    }

    /** What the modes are called and take, shared parts included. */
    public List<Mode> modes() {
        return Arrays.stream(kept).map(this::mode).toList();
    }

    /** The same without the storage that shared parts take. */
    List<Mode> ownModes() {
        List<Mode> own = new ArrayList<>();
        for (int index = 0; index < kept.length; index++) {
            Mode mode = mode(kept[index]);
            own.add(new Mode(
                    mode.name(),
                    mode.residency(),
                    mode.storageBytes() - sum(sharedParts(index), Service.Part::storageBytes),
                    mode.memoryBytes(),
                    mode.energyMillijoules(),
                    mode.hostMemoryBytes(),
                    mode.computePpm()));
        }
        return own;
    }

    private Mode mode(Kept own) {
        if (own.residency == Residency.ABSENT) {
            return Mode.absent();
        }
        List<Service.Part> parts = service.variants().get(own.variant).parts();
        boolean loaded = own.residency == Residency.LOADED;
        return new Mode(
                name(own),
                own.residency,
                sum(parts, Service.Part::storageBytes),
                loaded ? sum(parts, Service.Part::memoryBytes) : 0,
                loaded ? sum(parts, Service.Part::energyMillijoules) : 0,
                own.residency == Residency.HOSTED
                        ? sum(parts, part -> part.hosting().orElseThrow().hostMemoryBytes())
                        : 0,
                loaded
                        ? service.variants()
                                .get(own.variant)
                                .settings()
                                .get(own.setting)
                                .computePpm()
                        : 0);
    }

    private String name(Kept own) {
        Service.Variant variant = service.variants().get(own.variant);
        StringBuilder name = new StringBuilder(own.residency.label());
        if (service.variants().size() > 1) {
            name.append(' ').append(variant.name());
        }
        if (own.setting >= 0 && !variant.settings().get(own.setting).name().isEmpty()) {
            name.append(", ").append(variant.settings().get(own.setting).name());
        }
        if (service.updates().isPresent()) {
            name.append(", version ").append(own.version);
        }
        return name.toString();
    }

    private static long sum(List<Service.Part> parts, ToLongFunction<Service.Part> amount) {
        long sum = 0;
        for (Service.Part part : parts) {
            sum = Math.addExact(sum, amount.applyAsLong(part));
        }
        return sum;
    }

    /** What is still there of a mode when another one is wanted; index of a mode, nothing is moved to get there. */
    public int common(int from, int to) {
        Kept before = kept[from];
        Kept after = kept[to];
        if (before.isCopyOf(after)) {
            return before.residency.compareTo(after.residency) < 0 ? from : to;
        }
        if (before.variant >= 0 && before.variant == after.variant) {
            // It goes on as it is until what it lacks is there.
            return before.residency.compareTo(after.residency) <= 0 ? from : stored(from);
        }
        if (before.variant >= 0 && after.variant >= 0 && before.version == after.version) {
            if (names(to).containsAll(names(from))) {
                return before.residency.compareTo(after.residency) <= 0 ? from : stored(from);
            }
            if (names(from).containsAll(names(to))) {
                return before.residency.compareTo(after.residency) < 0
                        ? indexOf(before.residency, after.variant, after.version)
                        : to;
            }
        }
        return 0;
    }

    private int stored(int mode) {
        Kept own = kept[mode];
        return indexOf(Residency.STORED, own.variant, own.version);
    }

    private Set<String> names(int mode) {
        Set<String> names = new HashSet<>();
        parts(mode).forEach(part -> names.add(part.name()));
        return names;
    }

    /**
     * Whether a move can be: what it downloads is the newest version.
     *
     * @param newest version that there is
     */
    public boolean isPossible(int from, int to, int newest) {
        Kept before = kept[from];
        Kept after = kept[to];
        if (after.residency == Residency.ABSENT || before.isCopyOf(after)) {
            return true;
        }
        // What is downloaded is the newest; a part that is there already need not be.
        return after.version == newest
                || (before.version == after.version && move(from, to).bytes() == 0);
    }

    /**
     * What moving from one mode to another takes, from what the two have in common on; nothing for giving up. Downloads
     * of shared parts are not in it.
     */
    public Move move(int from, int to) {
        return moves[from * kept.length + to];
    }

    private Move made(int from, int to) {
        int common = common(from, to);
        if (common == to) {
            return new Move(0, 0, asleepNanos(from, to));
        }
        Kept before = kept[common];
        Kept after = kept[to];
        boolean refreshes = before.variant == after.variant && before.version != after.version;
        Set<String> there = names(common);
        long bytes = 0;
        long download = 0;
        long load = 0;
        for (Service.Part part : parts(to)) {
            boolean isThere = there.contains(part.name());
            if (refreshes) {
                double share = service.updates().orElseThrow().deltaShare();
                bytes += part.refreshBytes(share);
                download += part.refreshNanos(share);
            } else if (!isThere && !shared.contains(part.name())) {
                bytes += part.storageBytes();
                download += part.transferNanos();
            }
            load += loadNanos(part, isThere && !refreshes ? before.residency : Residency.STORED, after.residency);
        }
        return new Move(bytes, download, load);
    }

    /** Of a copy that was loaded into host memory; 0 for all else. */
    private long asleepNanos(int from, int to) {
        boolean sleeps = kept[from].residency == Residency.LOADED && kept[to].residency == Residency.HOSTED;
        return sleeps ? sum(parts(to), part -> part.hosting().orElseThrow().sleepNanos()) : 0;
    }

    private static long loadNanos(Service.Part part, Residency from, Residency to) {
        if (to == Residency.LOADED) {
            return switch (from) {
                case LOADED -> 0;
                case HOSTED -> part.hosting().orElseThrow().wakeNanos();
                case ABSENT, STORED -> part.preloadNanos();
            };
        }
        return to == Residency.HOSTED && from != Residency.HOSTED
                ? part.hosting().orElseThrow().fillNanos()
                : 0;
    }
}
