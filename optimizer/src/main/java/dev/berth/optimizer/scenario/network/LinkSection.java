package dev.berth.optimizer.scenario.network;

import dev.berth.optimizer.scenario.yaml.Keys;
import dev.berth.record.MayBeAbsent;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import dev.berth.schema.Rule;
import dev.berth.schema.Text;

@Description("A link that a server downloads over beside its others.")
@Rule("{\"not\": {\"required\": [\"bytesPerSecond\", \"radio\"]}}")
public record LinkSection(
        @Description("unique on its server; one of links is shared with all servers that name it") @Text
        String name,

        @Description("its rate; of a shared link the most that this server takes of it, all of it where left out")
        @Range(least = Keys.LEAST_POSITIVE)
        @MayBeAbsent
        double bytesPerSecond,

        @Description("instead of a rate") @MayBeAbsent LinkRadioSection radio,

        @Description("from asking until bytes come; 0 where left out")
        @Range(least = 0, most = LinkSection.MOST_MILLIS)
        @MayBeAbsent
        double delayMillis) {
    static final double MOST_MILLIS = 1e9;
}
