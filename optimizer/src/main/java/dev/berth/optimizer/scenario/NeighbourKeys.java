package dev.berth.optimizer.scenario;

import dev.berth.optimizer.problem.Fleet;
import dev.berth.optimizer.scenario.yaml.Keys;
import dev.berth.record.MayBeAbsent;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import dev.berth.schema.Rule;
import java.util.Optional;

/** Reads a scenario's {@code neighbours}. */
final class NeighbourKeys {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANO = 1e9;

    private NeighbourKeys() {}

    @Description("Servers that serve each other's requests.")
    @Rule("{\"if\": {\"anyOf\": [{\"required\": [\"requestBytes\"]}, {\"required\": [\"answerBytes\"]}]},"
            + " \"then\": {\"required\": [\"bytesPerSecond\"]}}")
    record NeighbourSection(
            @Description("network delay one way between two servers")
            @Range(least = 0, most = ScenarioDocument.MOST_MILLIS)
            double delayMillis,

            @Description("rate between two servers, for requestBytes and answerBytes")
            @Range(least = Keys.LEAST_POSITIVE)
            @MayBeAbsent
            double bytesPerSecond,

            @Description("what a request sends; 0 where left out")
            @Range(least = 0, most = Keys.MOST_EXACT)
            @MayBeAbsent
            long requestBytes,

            @Description("what its answer sends back; 0 where left out")
            @Range(least = 0, most = Keys.MOST_EXACT)
            @MayBeAbsent
            long answerBytes,

            @Description(
                    "the first so many servers are neighbours of each other, the next so many too, and so on; all of them"
                            + " where left out, which may then be 100 at most")
            @Range(least = 2, most = Fleet.MOST_NEIGHBOURS)
            @MayBeAbsent
            int groupSize) {}

    /**
     * Takes the keys.
     *
     * @param servers how many there are
     * @return empty where something is wrong
     */
    static Optional<Fleet.Neighbours> read(Keys keys, int servers) {
        double nanos = 2 * keys.number("delayMillis") * NANOS_PER_MILLI;
        double bytes = 0;
        for (String key : new String[] {"requestBytes", "answerBytes"}) {
            if (keys.has(key)) {
                bytes += (double) keys.whole(key);
                if (!keys.has("bytesPerSecond")) {
                    keys.fault(key, "expected bytesPerSecond too, found none; add it or leave the bytes out");
                }
            }
        }
        if (keys.has("bytesPerSecond")) {
            nanos += bytes / keys.number("bytesPerSecond") * NANO;
        }
        int groupSize = keys.has("groupSize") ? (int) keys.whole("groupSize") : Math.max(1, servers);
        boolean isNear = nanos <= 2 * ScenarioDocument.MOST_MILLIS * NANOS_PER_MILLI;
        if (!isNear) {
            keys.fault("bytesPerSecond", "a request takes more than 2e12 ms between servers, expected less");
        }
        if (groupSize > Fleet.MOST_NEIGHBOURS) {
            keys.fault("expected groupSize where there are more than " + Fleet.MOST_NEIGHBOURS + " servers, found "
                    + servers + "; say how many of them are neighbours");
        }
        keys.end();
        return isNear && groupSize <= Fleet.MOST_NEIGHBOURS
                ? Optional.of(new Fleet.Neighbours(Math.round(nanos), groupSize))
                : Optional.empty();
    }
}
