package dev.berth.optimizer.scenario.network;

import dev.berth.optimizer.scenario.yaml.Keys;
import dev.berth.record.MayBeAbsent;
import dev.berth.schema.Beside;
import dev.berth.schema.Description;
import dev.berth.schema.Range;

@Description(
        "Users who reach the server by radio: what a request waits has its upload and its result's download in it.")
@Beside(ChannelSection.class)
public record AccessSection(
        @Description("power of a user's device") @Range(least = 1e-9, most = ChannelSection.MOST_WATTS)
        double uploadPowerWatts,

        @Description("power of the server's sender") @Range(least = 1e-9, most = ChannelSection.MOST_WATTS)
        double downloadPowerWatts,

        @Description("what a request uploads") @Range(least = 0, most = Keys.MOST_EXACT)
        long requestBytes,

        @Description("what its result downloads") @Range(least = 0, most = Keys.MOST_EXACT)
        long resultBytes,

        @Description("whether requests that the cloud serves go through the server, and wait for the radio beside"
                + " cloudDelayMillis; true where left out")
        @MayBeAbsent
        boolean cloudByRadio) {}
