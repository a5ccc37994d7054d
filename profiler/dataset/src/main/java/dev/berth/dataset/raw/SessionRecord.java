package dev.berth.dataset.raw;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.dataset.Ceiling;
import dev.berth.dataset.DeviceRecord;
import dev.berth.dataset.Instrument;
import dev.berth.dataset.MachineRecord;
import dev.berth.dataset.ModelRecord;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.MayBeNull;
import dev.berth.record.Require;
import dev.berth.record.SchemaVersion;
import dev.berth.schema.Description;
import dev.berth.schema.Moment;
import dev.berth.schema.Text;
import java.util.List;
import java.util.stream.Stream;

@Description("The head of a raw folder, raw/session.json: all that the rows of raw/runs.jsonl refer to.")
@SchemaVersion(value = SessionRecord.SCHEMA_VERSION, remedy = "measure again")
public record SessionRecord(
        @Description("version of this format; readers refuse what they do not know")
        int schemaVersion,

        @Description("name and version of the writer") @Text String tool,

        @Description("command that measured, without where its result went; not told where a program did")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        String command,

        @Description("when the session began, ISO-8601") @Moment
        String startedUtc,

        @Description("seed of the run order") long seed,

        @Description("which part of a run plan this session measures; null where it was asked for without one")
        @MayBeAbsent
        @MayBeNull
        PlanPart plan,

        @Description("the machine") MachineRecord machine,
        @Description("devices that were preloaded to") List<DeviceRecord> devices,
        @Description("models of the plan") List<ModelRecord> models,
        @Description("the instrument's own error") Instrument instrument,

        @Description("what the hardware was seen to give in this session")
        List<Ceiling> ceilings,

        @Description("how the reader settings were chosen, one a tier and file system; empty where they were named")
        List<ReaderSweep> readerSweeps,

        @Description("first and later direct reads of each model; empty where nothing is read directly")
        List<FirstRead> firstReads,

        @Description("engines that served; empty where weights alone were loaded") @MayBeAbsent
        List<EngineRecord> engines,

        @Description("commands that went on with it, after the one that began it; none where it was measured in one go")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> resumedBy) {
    /** Version this code writes and reads. */
    public static final int SCHEMA_VERSION = 1;

    public SessionRecord {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        Require.text("tool", tool);
        resumedBy = resumedBy == null ? List.of() : Require.list("resumedBy", resumedBy);
        Require.instantUtc("startedUtc", startedUtc);
        Require.present("machine", machine);
        devices = Require.list("devices", devices);
        models = Require.list("models", models);
        Require.present("instrument", instrument);
        ceilings = Require.list("ceilings", ceilings);
        readerSweeps = Require.list("readerSweeps", readerSweeps);
        firstReads = Require.list("firstReads", firstReads);
        engines = engines == null ? List.of() : Require.list("engines", engines);
        Require.distinct("devices", devices, DeviceRecord::id);
        DeviceRecord.requireOf(machine, devices);
        Require.distinct("models", models, ModelRecord::name);
    }

    /** The commands that measured, in order, each once; none where a program did. */
    public List<String> commands() {
        return Stream.concat(Stream.ofNullable(command), resumedBy.stream())
                .distinct()
                .toList();
    }

    /** What stays as it was when the session began, however it went on: its copies have it in common. */
    SessionRecord begun() {
        return with(List.of(), List.of());
    }

    /** The same with other ceilings. */
    public SessionRecord withCeilings(List<Ceiling> other) {
        return with(resumedBy, other);
    }

    /** The same, gone on with by a command. */
    public SessionRecord resumedBy(String next) {
        return with(Stream.concat(resumedBy.stream(), Stream.of(next)).toList(), ceilings);
    }

    private SessionRecord with(List<String> nowResumedBy, List<Ceiling> nowCeilings) {
        return new SessionRecord(
                schemaVersion,
                tool,
                command,
                startedUtc,
                seed,
                plan,
                machine,
                devices,
                models,
                instrument,
                nowCeilings,
                readerSweeps,
                firstReads,
                engines,
                nowResumedBy);
    }
}
