package dev.berth.optimizer.network;

import java.util.List;
import java.util.Map;

/**
 * Servers that share links by name.
 *
 * @param servers links of each server
 * @param bytesPerSecond rate of each link that is shared, finite and > 0, by name
 */
public record SharedLinks(List<Links> servers, Map<String, Double> bytesPerSecond) {
    public SharedLinks {
        servers = List.copyOf(servers);
        bytesPerSecond = Map.copyOf(bytesPerSecond);
        bytesPerSecond.forEach((name, rate) -> {
            if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "out of range: rate of " + name + "=" + rate + " bytes per second, expected > 0");
            }
        });
    }
}
