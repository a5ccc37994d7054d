package dev.berth.optimizer.scenario.network;

import dev.berth.schema.Beside;
import dev.berth.schema.Description;
import dev.berth.schema.Range;

@Description("A link by radio.")
@Beside(ChannelSection.class)
record LinkRadioSection(
        @Description("power of the sender") @Range(least = 1e-9, most = ChannelSection.MOST_WATTS)
        double transmitPowerWatts) {}
