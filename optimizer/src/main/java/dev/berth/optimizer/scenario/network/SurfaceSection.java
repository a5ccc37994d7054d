package dev.berth.optimizer.scenario.network;

import dev.berth.optimizer.scenario.yaml.Keys;
import dev.berth.record.MayBeAbsent;
import dev.berth.schema.Description;
import dev.berth.schema.OneOf;
import dev.berth.schema.Range;
import dev.berth.schema.Rule;

@Description(
        "A reflecting surface. With N aligned elements amplitudes add up and power grows with N², with random phases"
                + " with N alone in the mean.")
@Rule("{\"if\": {\"properties\": {\"phases\": {\"const\": \"random\"}}},"
        + " \"then\": {\"required\": [\"seed\"]}, \"else\": {\"properties\": {\"seed\": false}}}")
record SurfaceSection(
        @Description("N, how many elements") @Range(least = 1, most = SurfaceSection.MOST_ELEMENTS)
        int elements,

        @Description("aligned: all waves meet in phase; random: the mean rate over 1,000 draws, for comparison")
        @OneOf("aligned|random")
        String phases,

        @Description("of random phases") @Range(least = -Keys.MOST_EXACT, most = Keys.MOST_EXACT) @MayBeAbsent
        long seed,

        @Description("from the sender to the surface; for the other direction it is the way back")
        @Range(least = 1, most = ChannelSection.MOST_METERS)
        double transmitterMeters,

        @Description("from the surface to the receiver") @Range(least = 1, most = ChannelSection.MOST_METERS)
        double receiverMeters,

        @Description("of both of these ways; that of the direct path where left out")
        @Range(least = 0, most = ChannelSection.MOST_EXPONENT)
        @MayBeAbsent
        double pathLossExponent) {
    static final int MOST_ELEMENTS = 10_000;
}
