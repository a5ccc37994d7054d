package dev.berth.optimizer.scenario;

import dev.berth.dataset.CacheTier;
import dev.berth.optimizer.network.Access;
import dev.berth.optimizer.network.Links;
import dev.berth.optimizer.scenario.network.NetworkKeys;
import dev.berth.optimizer.scenario.yaml.Keys;
import dev.berth.optimizer.scenario.yaml.Labels;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An edge server as a scenario describes it.
 *
 * @param storage S
 * @param memory G
 * @param links that it downloads over, those that it shares among them
 * @param energy energy limit and what loaded models draw
 * @param hostMemory host memory that is planned with; empty where none is
 * @param access users who reach it by radio; empty where no radio is planned with
 */
public record Server(
        Amount storage,
        Amount memory,
        Links links,
        Energy energy,
        Optional<HostMemory> hostMemory,
        Optional<Access> access) {
    /** One link of one rate, and no more than that. */
    Server(Amount storage, Amount memory, double backhaulBytesPerSecond) {
        this(
                storage,
                memory,
                Links.of(NetworkKeys.BACKHAUL, backhaulBytesPerSecond),
                new Energy(OptionalDouble.empty(), 0),
                Optional.empty(),
                Optional.empty());
    }

    /** The same with other room. */
    public Server with(Amount otherStorage, Amount otherMemory) {
        return new Server(otherStorage, otherMemory, links, energy, hostMemory, access);
    }

    /** The same with other room in host memory, which it has. */
    public Server withHostMemory(Amount size) {
        return new Server(
                storage, memory, links, energy, hostMemory.map(old -> new HostMemory(size, old.tier())), access);
    }

    /** The same with other links. */
    public Server with(Links otherLinks) {
        return new Server(storage, memory, otherLinks, energy, hostMemory, access);
    }

    /** The same with other ways of its users. */
    public Server with(Optional<Access> otherAccess) {
        return new Server(storage, memory, links, energy, hostMemory, otherAccess);
    }

    /**
     * Host memory that models may be kept in.
     *
     * @param size H
     * @param tier tier of the dataset's preload delays out of it
     */
    public record HostMemory(Amount size, CacheTier tier) {}

    /**
     * Energy of loaded models.
     *
     * @param limitJoulesPerSlot what the loaded models may take in one slot; empty for no limit
     * @param loadedWattsPerGibibyte power of 2^30 bytes of device memory in use, >= 0
     */
    public record Energy(OptionalDouble limitJoulesPerSlot, double loadedWattsPerGibibyte) {}

    private static final Amount NOTHING = Amount.share(BigDecimal.ZERO);

    /** Of a file whose servers are a list: nothing is built from it. */
    static final Server NONE = new Server(NOTHING, NOTHING, 1);

    /**
     * Takes the keys that describe the server itself.
     *
     * @param shared rates of links that servers share, by name
     */
    static Server read(Keys keys, Map<String, Double> shared) {
        return new Server(
                amount(keys, "storage"),
                amount(keys, "memory"),
                NetworkKeys.links(keys, shared),
                keys.has("energy") ? energy(keys.mapping("energy")) : new Energy(OptionalDouble.empty(), 0),
                keys.has("hostMemory") ? Optional.of(hostMemory(keys.mapping("hostMemory"))) : Optional.empty(),
                keys.has("radio") ? NetworkKeys.access(keys.mapping("radio")) : Optional.empty());
    }

    private static HostMemory hostMemory(Keys keys) {
        HostMemory memory = new HostMemory(
                amount(keys, "bytes", "fraction"),
                keys.has("tier")
                        ? keys.choice("tier", Labels.HOST_TIERS).orElse(CacheTier.PAGE_CACHE_WARM)
                        : CacheTier.PAGE_CACHE_WARM);
        keys.end();
        return memory;
    }

    private static Amount amount(Keys keys, String name) {
        return amount(keys, name + "Bytes", name + "Fraction");
    }

    private static Amount amount(Keys keys, String bytes, String fraction) {
        Optional<String> given = keys.oneOf(List.of(bytes, fraction));
        if (given.isEmpty()) {
            return NOTHING;
        }
        return given.get().equals(bytes)
                ? new Amount(BigDecimal.valueOf(keys.whole(bytes)), false)
                : Amount.share(keys.decimal(fraction));
    }

    private static Energy energy(Keys keys) {
        Energy energy = new Energy(
                keys.optionalNumber("limitJoulesPerSlot"),
                keys.optionalNumber("loadedWattsPerGibibyte").orElse(0));
        keys.end();
        return energy;
    }
}
