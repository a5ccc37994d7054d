package dev.berth.optimizer.scenario.network;

import dev.berth.optimizer.scenario.yaml.Keys;
import dev.berth.record.MayBeAbsent;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import dev.berth.schema.Rule;

@Description("A link that servers share.")
@Rule("{\"oneOf\": [{\"required\": [\"bytesPerSecond\"]}, {\"required\": [\"radio\"]}]}")
public record SharedLinkSection(
        @Description("its rate") @Range(least = Keys.LEAST_POSITIVE) @MayBeAbsent
        double bytesPerSecond,

        @Description("instead of a rate") @MayBeAbsent LinkRadioSection radio) {}
