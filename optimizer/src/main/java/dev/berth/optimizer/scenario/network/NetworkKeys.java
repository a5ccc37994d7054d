package dev.berth.optimizer.scenario.network;

import dev.berth.optimizer.network.Access;
import dev.berth.optimizer.network.Channel;
import dev.berth.optimizer.network.Link;
import dev.berth.optimizer.network.Links;
import dev.berth.optimizer.network.Surface;
import dev.berth.optimizer.scenario.yaml.Keys;
import dev.berth.optimizer.scenario.yaml.Labels;
import dev.berth.optimizer.scenario.yaml.Plain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what a scenario says of links and radio. */
public final class NetworkKeys {
    /** The link of a server that has one rate and no more. */
    public static final String BACKHAUL = "backhaul";

    private static final double NANOS_PER_MILLISECOND = 1e6;

    /** Slower is a channel that nothing gets through. */
    private static final double LEAST_RATE = 1e-3;

    private static final Map<String, Boolean> IS_RANDOM =
            Labels.of(new Boolean[] {false, true}, isRandom -> isRandom ? "random" : "aligned");

    private NetworkKeys() {}

    /**
     * Takes the keys of links that servers share.
     *
     * @return rates, bytes per second, by name
     */
    public static SortedMap<String, Double> shared(Keys keys) {
        SortedMap<String, Double> shared = new TreeMap<>();
        for (String name : keys.names()) {
            if (name.isBlank()) {
                keys.fault("a link has no name, expected one that is not blank; name it");
                continue;
            }
            Keys link = keys.mapping(name);
            Optional<String> given = link.oneOf(List.of("bytesPerSecond", "radio"));
            // A link that could not be read is there for those who name it.
            shared.put(name, given.map(key -> rate(link, key)).orElse(1.0));
            link.end();
        }
        return shared;
    }

    /**
     * Takes a server's links: its backhaul alone, or several.
     *
     * @param shared rates of links that servers share, by name
     */
    public static Links links(Keys keys, Map<String, Double> shared) {
        OptionalLong chunkBytes = keys.optionalWhole("chunkBytes");
        if (!keys.has("links")) {
            return new Links(List.of(new Link(BACKHAUL, keys.number("backhaulBytesPerSecond"), 0)), chunkBytes);
        }
        if (keys.has("backhaulBytesPerSecond")) {
            keys.oneOf(List.of("backhaulBytesPerSecond", "links"));
        }
        Set<String> names = new HashSet<>();
        List<Link> links = new ArrayList<>();
        for (Keys link : keys.mappings("links")) {
            String name = link.text("name");
            Link read = link(link, name, Optional.ofNullable(shared.get(name)));
            if (names.add(name)) {
                links.add(read);
            } else {
                link.fault("name", "expected a name of its own, found " + name + " again");
            }
            link.end();
        }
        // A list that could not be read is a fault already.
        return new Links(links.isEmpty() ? List.of(new Link(BACKHAUL, 1, 0)) : links, chunkBytes);
    }

    private static Link link(Keys keys, String name, Optional<Double> shared) {
        double rate = shared.orElse(1.0);
        if (keys.has("bytesPerSecond") && keys.has("radio")) {
            keys.fault("radio", "expected either bytesPerSecond or radio, found both; leave one");
        } else if (shared.isPresent() && keys.has("radio")) {
            keys.fault("radio", "link " + name + " is one of links and has its rate there; leave radio out");
        } else if (keys.has("radio") || keys.has("bytesPerSecond")) {
            double own = rate(keys, keys.has("radio") ? "radio" : "bytesPerSecond");
            rate = Math.min(own, shared.orElse(own));
        } else if (shared.isEmpty() && !keys.hasUnknown()) {
            keys.fault("expected bytesPerSecond, radio or a name of one of links, found none and no link " + name
                    + " there; add its rate");
        }
        long delayNanos = Math.round(keys.optionalNumber("delayMillis").orElse(0) * NANOS_PER_MILLISECOND);
        return new Link(name, rate, delayNanos);
    }

    private static double rate(Keys keys, String given) {
        if (given.equals("bytesPerSecond")) {
            return keys.number(given);
        }
        Keys radio = keys.mapping(given);
        Optional<Channel> channel = channel(radio);
        double power = radio.number("transmitPowerWatts");
        radio.end();
        double rate = channel.map(own -> own.bytesPerSecond(power)).orElse(1.0);
        return arrives(keys, given, rate) ? rate : 1;
    }

    private static boolean arrives(Keys keys, String key, double rate) {
        boolean arrives = rate >= LEAST_RATE;
        if (!arrives) {
            keys.fault(
                    key,
                    "next to nothing gets through, " + Plain.text(rate)
                            + " bytes a second; expected a shorter distance, more power or more elements");
        }
        return arrives;
    }

    /** Empty where neither path is there. */
    private static Optional<Channel> channel(Keys keys) {
        double bandwidth = keys.number("bandwidthHertz");
        OptionalDouble distance = keys.optionalNumber("distanceMeters");
        double first = keys.number("pathLossAtOneMeterDecibels");
        double exponent = keys.number("pathLossExponent");
        double noise = keys.number("noiseDecibelMilliwattsPerHertz");
        Optional<Surface> surface =
                keys.has("surface") ? Optional.of(surface(keys.mapping("surface"), exponent)) : Optional.empty();
        if (distance.isEmpty() && surface.isEmpty()) {
            keys.fault("no path: expected distanceMeters or a surface, found neither; add one");
            return Optional.empty();
        }
        return Optional.of(new Channel(bandwidth, distance, first, exponent, noise, surface));
    }

    private static Surface surface(Keys keys, double exponent) {
        boolean isRandom = keys.choice("phases", IS_RANDOM).orElse(false);
        if (!isRandom && keys.has("seed")) {
            keys.fault("seed", "expected none where phases are aligned; leave it out");
        }
        OptionalLong seed = isRandom ? OptionalLong.of(keys.whole("seed")) : OptionalLong.empty();
        Surface surface = new Surface(
                (int) keys.whole("elements"),
                keys.number("transmitterMeters"),
                keys.number("receiverMeters"),
                keys.optionalNumber("pathLossExponent").orElse(exponent),
                seed);
        keys.end();
        return surface;
    }

    /** Takes the keys of users who reach the server by radio. */
    public static Optional<Access> access(Keys keys) {
        Optional<Channel> channel = channel(keys);
        Access access = new Access(
                channel.orElse(new Channel(1, OptionalDouble.of(1), 0, 0, 0, Optional.empty())),
                keys.number("uploadPowerWatts"),
                keys.number("downloadPowerWatts"),
                keys.whole("requestBytes"),
                keys.whole("resultBytes"),
                !keys.has("cloudByRadio") || keys.flag("cloudByRadio"));
        keys.end();
        boolean arrives = channel.isEmpty()
                || (arrives(keys, "uploadPowerWatts", channel.get().bytesPerSecond(access.uploadPowerWatts()))
                        && arrives(
                                keys, "downloadPowerWatts", channel.get().bytesPerSecond(access.downloadPowerWatts())));
        return arrives ? Optional.of(access) : Optional.empty();
    }
}
