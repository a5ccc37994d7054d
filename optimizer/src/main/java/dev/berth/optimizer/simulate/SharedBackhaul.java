package dev.berth.optimizer.simulate;

import java.util.List;

/**
 * One link through which all servers download. A download takes the rate of its server, but no more than the link's.
 * Downloads start in the order in which they were asked for, as long as the rates of those under way fit in the link's
 * rate together; nobody overtakes, so that a server with a high rate gets its turn.
 *
 * @param bytesPerSecond rate of the link, finite and > 0
 * @param serverBytesPerSecond rate of each server, finite and > 0
 */
public record SharedBackhaul(double bytesPerSecond, List<Double> serverBytesPerSecond) {
    public SharedBackhaul {
        serverBytesPerSecond = List.copyOf(serverBytesPerSecond);
        require(bytesPerSecond);
        serverBytesPerSecond.forEach(SharedBackhaul::require);
    }

    private static void require(double rate) {
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException("out of range: rate=" + rate + " bytes per second, expected > 0");
        }
    }
}
