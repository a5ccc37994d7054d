package dev.berth.dataset.raw;

import dev.berth.dataset.Vocabulary;
import dev.berth.record.ComponentException;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.NotEmpty;
import dev.berth.schema.Range;
import dev.berth.schema.Text;
import java.util.List;

@Description("Which part of a run plan a session measures: the series of one device, or one shard of them.")
public record PlanPart(
        @Description("name that the plan gives itself") @Text
        String name,

        @Description("SHA-256 of what the plan says, whatever its layout and its comments") @Text(Vocabulary.DIGEST)
        String sha256,

        @Description("SHA-256 of all series of the plan on this device, those of other shards too: fingerprints of the"
                + " models that were found, tiers, readers, engines")
        @Text(Vocabulary.DIGEST)
        String seriesSha256,

        @Description("the device, as the plan names it") @Text
        String device,

        @Description("all devices of the plan, as it names them") @NotEmpty
        List<String> devices,

        @Description("which shard this is") @Range(least = 1)
        int shard,

        @Description("into how many shards the plan was divided; 1 where it was not") @Range(least = 1)
        int shards) {
    public PlanPart {
        Require.text("name", name);
        Vocabulary.digest("sha256", sha256);
        Vocabulary.digest("seriesSha256", seriesSha256);
        Require.text("device", device);
        devices = Require.distinct("devices", Require.list("devices", devices), id -> id);
        Require.atLeast("shards", shards, 1);
        Require.atLeast("shard", shard, 1);
        if (!devices.contains(device)) {
            throw new ComponentException("device", "\"" + device + "\"", "one of devices: " + devices);
        }
        if (shard > shards) {
            throw new ComponentException("shard", shard, "at most shards, which is " + shards);
        }
    }

    /** Which part it is, in words; plans of one name that say something else differ in it. */
    public String describe() {
        return (shards == 1 ? "" : "shard " + shard + "/" + shards + " of ") + "plan " + plan()
                + (devices.size() == 1 ? "" : " on " + device);
    }

    /** Name and digest of the plan. */
    public String plan() {
        return name + " (" + sha256.substring(0, 12) + ")";
    }
}
