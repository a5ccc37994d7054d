package dev.berth.optimizer.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.command.Commands;
import dev.berth.dataset.Vocabulary;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Reading;
import dev.berth.record.Require;
import dev.berth.record.Schema;
import dev.berth.record.SchemaVersion;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import dev.berth.schema.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

@Description("What fleet.json holds: what the plans of a fleet come to that lie beside it as Parquet, in plans/ what"
        + " each server keeps of each model and in servers/ what each one costs.")
@SchemaVersion(value = FleetFile.SCHEMA_VERSION, remedy = "make it again with " + FleetFile.REMEDY)
public record FleetFile(
        @Description("version of this format, 2") int schemaVersion,
        @Description("name and version of the writer") String tool,

        @Description("command that made it, without where its result went; not told where a program did")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        String command,

        @Description("dataset the plans were made from") String profiles,

        @Description("sha256: of that file") @Text(Vocabulary.FINGERPRINT)
        String profilesFingerprint,

        @Description("scenario the plans were made for") String scenario,

        @Description("sha256: of that file") @Text(Vocabulary.FINGERPRINT)
        String scenarioFingerprint,

        @Description("how many servers there are") @Range(least = 1)
        int servers,

        @Description("how many files each of the two folders has") @Range(least = 1)
        int blocks,

        @Description("number of slots") @Range(least = 1) int slots,
        @Description("length of a slot") @Range(above = 0) double slotSeconds,

        @Description("what all of them may download in a slot; not supported where they share nothing")
        @Range(least = 0)
        Reading<Long> sharedBackhaulBytesPerSlot,

        @Description("what they share in each slot; absent where they share nothing")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        List<LinkSlot> sharedBackhaul,

        @Description("name of the solver of single servers") String solver,
        @Description("cost of all servers together") NanoCost cost,

        @Description("cost were the cloud to serve every request") @Range(least = 0)
        long allCloudNanoCost,

        @Description("no plans cost less together") @Range(least = 0)
        Reading<Long> boundNanoCost,

        @Description("what was done, for people") String note)
        implements Document {
    static final int SCHEMA_VERSION = 2;

    /** What makes it. */
    static final String REMEDY = "'berth plan --master'";

    /** Name of the file. */
    public static final String NAME = "fleet.json";

    /** Its JSON Schema. */
    public static final Schema SCHEMA = new Schema("fleet", "Berth fleet", FleetFile.class);

    public FleetFile {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        Vocabulary.fingerprint("profilesFingerprint", profilesFingerprint);
        Vocabulary.fingerprint("scenarioFingerprint", scenarioFingerprint);
        Require.atLeast("servers", servers, 1);
        Require.atLeast("blocks", blocks, 1);
        Require.atLeast("slots", slots, 1);
        Require.positive("slotSeconds", slotSeconds);
        Require.atLeast("allCloudNanoCost", allCloudNanoCost, 0);
        sharedBackhaul = sharedBackhaul == null ? null : List.copyOf(sharedBackhaul);
        if (sharedBackhaul != null && sharedBackhaul.size() != slots) {
            throw new IllegalArgumentException(
                    "out of range: sharedBackhaul of " + sharedBackhaul.size() + " slots, expected " + slots);
        }
    }

    /** Where the plans of a block lie, beside this file. */
    public static Path plans(Path folder, int block) {
        return part(folder, "plans", block);
    }

    /** Where the costs of a block's servers lie, beside this file. */
    public static Path servers(Path folder, int block) {
        return part(folder, "servers", block);
    }

    private static Path part(Path folder, String kind, int block) {
        return folder.resolve(kind).resolve(String.format(Locale.ROOT, "block-%05d.parquet", block));
    }

    /**
     * What plans come to.
     *
     * @param sharedBackhaulBytesPerSlot empty where servers share nothing
     * @param sharedBackhaul a value a slot; none where servers share nothing
     * @param bound empty where the solver knows none
     */
    public static FleetFile of(
            Origins origins,
            int servers,
            int blocks,
            int slots,
            double slotSeconds,
            Optional<Long> sharedBackhaulBytesPerSlot,
            List<LinkSlot> sharedBackhaul,
            String solver,
            NanoCost cost,
            long allCloudNanoCost,
            OptionalLong bound,
            String note) {
        return new FleetFile(
                SCHEMA_VERSION,
                Commands.TOOL,
                null,
                origins.dataset().source(),
                origins.dataset().fingerprint(),
                origins.scenario().source(),
                origins.scenario().fingerprint(),
                servers,
                blocks,
                slots,
                slotSeconds,
                sharedBackhaulBytesPerSlot
                        .map(Reading::derived)
                        .orElseGet(() -> Reading.notSupported("the servers share nothing")),
                sharedBackhaul.isEmpty() ? null : sharedBackhaul,
                solver,
                cost,
                allCloudNanoCost,
                bound.isPresent()
                        ? Reading.derived(bound.getAsLong())
                        : Reading.notSupported("the solver knows no bound"),
                note);
    }

    /** The same, made by a command, as people type it. */
    public FleetFile madeBy(String by) {
        return new FleetFile(
                schemaVersion,
                tool,
                by,
                profiles,
                profilesFingerprint,
                scenario,
                scenarioFingerprint,
                servers,
                blocks,
                slots,
                slotSeconds,
                sharedBackhaulBytesPerSlot,
                sharedBackhaul,
                solver,
                cost,
                allCloudNanoCost,
                boundNanoCost,
                note);
    }

    @Override
    public String verb() {
        return "plan";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }
}
