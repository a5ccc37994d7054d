package dev.berth.optimizer.scenario;

import dev.berth.dataset.CacheTier;
import dev.berth.optimizer.scenario.yaml.Keys;
import dev.berth.optimizer.scenario.yaml.Labels;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * An edge server as a scenario describes it.
 *
 * @param storage S
 * @param memory G
 * @param backhaulBytesPerSecond rate of downloads, > 0
 * @param energy energy limit and what loaded models draw
 * @param hostMemory host memory that is planned with; empty where none is
 */
public record Server(
        Amount storage, Amount memory, double backhaulBytesPerSecond, Energy energy, Optional<HostMemory> hostMemory) {
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
    static final Server NONE = new Server(NOTHING, NOTHING, 1, new Energy(OptionalDouble.empty(), 0), Optional.empty());

    /** Takes the keys that describe the server itself. */
    static Server read(Keys keys) {
        return new Server(
                amount(keys, "storage"),
                amount(keys, "memory"),
                keys.number("backhaulBytesPerSecond"),
                keys.has("energy") ? energy(keys.mapping("energy")) : new Energy(OptionalDouble.empty(), 0),
                keys.has("hostMemory") ? Optional.of(hostMemory(keys.mapping("hostMemory"))) : Optional.empty());
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
