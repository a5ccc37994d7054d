package dev.berth.optimizer.decide;

import dev.berth.record.BadOptionException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What a sweep can vary. */
public enum SweepParameter {
    /** Storage as a share of what all models take. */
    STORAGE("storage", 0, 1),
    /** Device memory as a share of what all models take. */
    MEMORY("memory", 0, 1),
    /** Host memory as a share of what all models take. */
    HOST_MEMORY("host-memory", 0, 1),
    /** Factor on the rate of the backhaul that servers share. */
    SHARED_BACKHAUL("shared-backhaul", 1e-6, 1e6),
    /** Number of links of each server: the first of those it has. */
    LINKS("links", 1, 1000),
    /** Factor on the rates of all links, those that servers share among them. */
    LINK_RATE("link-rate", 1e-6, 1e6),
    /** Number of elements of the surface between users and server. */
    ELEMENTS("surface-elements", 1, 10_000),
    /** Factor on the rate of requests. */
    RATE("rate", 0, 1e6),
    /** Number of models: the first ones of the dataset, then copies of them. */
    MODELS("models", 1, 1e5),
    /** Factor on the price of storage. */
    PRICE_STORAGE("price-storage", 0, 1e9),
    /** Factor on the price of device memory. */
    PRICE_MEMORY("price-memory", 0, 1e9),
    /** Factor on the price of host memory. */
    PRICE_HOST_MEMORY("price-host-memory", 0, 1e9),
    /** Factor on the price of energy. */
    PRICE_ENERGY("price-energy", 0, 1e9),
    /** Factor on the price of waiting. */
    PRICE_DELAY("price-delay", 0, 1e9),
    /** Factor on the price of switching. */
    PRICE_SWITCHING("price-switching", 0, 1e9),
    /** Factor on the price of answers that are less good. */
    PRICE_QUALITY("price-quality", 0, 1e9);

    private final String label;
    private final double least;
    private final double most;

    SweepParameter(String label, double least, double most) {
        this.label = label;
        this.least = least;
        this.most = most;
    }

    String label() {
        return label;
    }

    static Optional<SweepParameter> named(String label) {
        return Arrays.stream(values())
                .filter(parameter -> parameter.label.equals(label))
                .findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).map(SweepParameter::label).toList();
    }

    void check(String text, double value) {
        boolean isNumber = this == MODELS || this == LINKS || this == ELEMENTS;
        if (value < least || value > most || (isNumber && value != Math.rint(value))) {
            throw new BadOptionException("--sweep '" + text + "': " + label + " " + value + ", expected "
                    + (isNumber ? "a whole number from " : "") + least + " to " + most);
        }
    }
}
