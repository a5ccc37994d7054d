package dev.berth.optimizer.document;

import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;

@Description("A slot of the backhaul that all servers share.")
public record LinkSlot(
        @Description("what 2^30 bytes were charged when the servers were solved by themselves whose plans these are, in"
                + " nano-cost units; no part of the cost")
        @Range(least = 0)
        double priceNanoCostPerGibibyte,

        @Description("what the plans of all servers download") @Range(least = 0)
        long downloadedBytes) {
    public LinkSlot {
        Require.notNegative("priceNanoCostPerGibibyte", priceNanoCostPerGibibyte);
        Require.atLeast("downloadedBytes", downloadedBytes, 0);
    }
}
