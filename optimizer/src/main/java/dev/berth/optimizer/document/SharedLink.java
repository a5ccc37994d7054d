package dev.berth.optimizer.document;

import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;

@Description("A link that servers share by name.")
public record SharedLink(
        @Description("as in the scenario") String name,

        @Description("what all servers together may download over it in a slot") @Range(least = 0)
        long bytesPerSlot) {
    public SharedLink {
        Require.atLeast("bytesPerSlot", bytesPerSlot, 0);
    }
}
