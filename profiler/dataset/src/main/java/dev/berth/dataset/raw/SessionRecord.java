package dev.berth.dataset.raw;

import dev.berth.dataset.Ceiling;
import dev.berth.dataset.DeviceRecord;
import dev.berth.dataset.Instrument;
import dev.berth.dataset.MachineRecord;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.ProfileDataset;
import dev.berth.record.Require;
import dev.berth.record.SchemaVersion;
import java.util.List;

/**
 * The head of a raw folder, {@code raw/session.json}: all that the rows of {@code raw/runs.jsonl} refer to.
 *
 * @param schemaVersion {@link ProfileDataset#SCHEMA_VERSION} of the writer
 * @param tool name and version of the writer
 * @param startedUtc when the session began, ISO-8601
 * @param seed seed of the run order
 * @param machine the machine
 * @param devices devices that were preloaded to
 * @param models models of the plan
 * @param instrument the instrument's own error
 * @param ceilings what the hardware was seen to give in this session
 * @param readerSweeps how the reader settings were chosen, one a tier and file system; empty where they were named
 * @param firstReads first and later direct reads of each model; empty where nothing is read directly
 */
@SchemaVersion(value = ProfileDataset.SCHEMA_VERSION, remedy = "measure again")
public record SessionRecord(
        int schemaVersion,
        String tool,
        String startedUtc,
        long seed,
        MachineRecord machine,
        List<DeviceRecord> devices,
        List<ModelRecord> models,
        Instrument instrument,
        List<Ceiling> ceilings,
        List<ReaderSweep> readerSweeps,
        List<FirstRead> firstReads) {
    public SessionRecord {
        Require.schemaVersion(schemaVersion, ProfileDataset.SCHEMA_VERSION);
        Require.text("tool", tool);
        Require.instantUtc("startedUtc", startedUtc);
        Require.present("machine", machine);
        devices = Require.list("devices", devices);
        models = Require.list("models", models);
        Require.present("instrument", instrument);
        ceilings = Require.list("ceilings", ceilings);
        readerSweeps = Require.list("readerSweeps", readerSweeps);
        firstReads = Require.list("firstReads", firstReads);
        Require.distinct("devices", devices, DeviceRecord::id);
        DeviceRecord.requireOf(machine, devices);
        Require.distinct("models", models, ModelRecord::name);
    }

    /** The same with other ceilings. */
    public SessionRecord withCeilings(List<Ceiling> other) {
        return new SessionRecord(
                schemaVersion,
                tool,
                startedUtc,
                seed,
                machine,
                devices,
                models,
                instrument,
                other,
                readerSweeps,
                firstReads);
    }
}
