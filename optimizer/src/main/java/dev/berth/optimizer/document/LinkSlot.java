package dev.berth.optimizer.document;

import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;

@Description("A slot of the backhaul that all servers share.")
public record LinkSlot(
        @Description(
                "what a gigabyte (10^9 bytes) was charged when the servers were solved by themselves whose plans these are, in"
                        + " nano-cost units; no part of the cost")
        @Range(least = 0)
        double priceNanoCostPerGigabyte,

        @Description("what the plans of all servers download") @Range(least = 0)
        long downloadedBytes) {
    public LinkSlot {
        Require.notNegative("priceNanoCostPerGigabyte", priceNanoCostPerGigabyte);
        Require.atLeast("downloadedBytes", downloadedBytes, 0);
    }
}
