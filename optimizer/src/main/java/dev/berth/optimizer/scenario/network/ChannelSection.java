package dev.berth.optimizer.scenario.network;

import dev.berth.record.MayBeAbsent;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import dev.berth.schema.Rule;

@Description("A radio channel, the same in both directions: Shannon's rate of what arrives over the noise.")
@Rule("{\"anyOf\": [{\"required\": [\"distanceMeters\"]}, {\"required\": [\"surface\"]}]}")
record ChannelSection(
        @Description("bandwidth") @Range(least = 1, most = 1e12)
        double bandwidthHertz,

        @Description("length of the direct path; where left out it is blocked, and a surface is needed")
        @Range(least = 1, most = MOST_METERS)
        @MayBeAbsent
        double distanceMeters,

        @Description("loss of the first metre of each way") @Range(least = 0, most = 200)
        double pathLossAtOneMeterDecibels,

        @Description("how steeply the direct path loses: by 10 times this for each tenfold distance, in decibels")
        @Range(least = 0, most = MOST_EXPONENT)
        double pathLossExponent,

        @Description("density of the noise at the receiver; -174 is heat alone") @Range(least = -250, most = 100)
        double noiseDecibelMilliwattsPerHertz,

        @Description("a reflecting surface between the two ends") @MayBeAbsent
        SurfaceSection surface) {
    static final double MOST_METERS = 1e7;
    static final double MOST_EXPONENT = 10;
    static final double MOST_WATTS = 1e6;
}
