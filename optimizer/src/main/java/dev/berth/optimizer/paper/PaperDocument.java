package dev.berth.optimizer.paper;

import dev.berth.record.ComponentException;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Require;
import dev.berth.record.Schema;
import dev.berth.record.SchemaVersion;
import dev.berth.schema.Description;
import dev.berth.schema.NotEmpty;
import dev.berth.schema.Range;
import java.util.List;

@Description(
        "What 'berth paper' runs: studies of scenarios in one folder. Files are named from the folder of this one.")
@SchemaVersion(value = PaperDocument.SCHEMA_VERSION, remedy = "write it anew")
record PaperDocument(
        @Description("version of this format, 1") int schemaVersion,

        @Description("dataset that all studies plan with; needed where one is not of providers") @MayBeAbsent
        String profiles,

        @Description("scenario of studies that name none, and whose services are drawn; needed where a study is not of"
                + " providers")
        @MayBeAbsent
        String scenario,

        @Description("runs of each method in simulation; 10 where left out") @Range(least = 1) @MayBeAbsent
        Integer seeds,

        @Description("one data file and one figure each") @NotEmpty
        List<Study> studies) {
    static final int SCHEMA_VERSION = 1;

    /** Its JSON Schema. */
    static final Schema SCHEMA = new Schema("paper", "Berth paper", PaperDocument.class);

    private static final int SEEDS = 10;

    PaperDocument {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        seeds = seeds == null ? SEEDS : seeds;
        Require.atLeast("seeds", seeds, 1);
        studies = Require.distinct("studies", Require.list("studies", studies), Study::name);
        if (studies.isEmpty()) {
            throw new ComponentException("studies", studies, "at least one");
        }
        if (studies.stream().anyMatch(study -> study.providers() == null)) {
            Require.present("profiles", profiles);
            Require.text("profiles", profiles);
            Require.present("scenario", scenario);
            Require.text("scenario", scenario);
        }
    }
}
