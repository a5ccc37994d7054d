package dev.berth.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.record.ComponentException;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Require;
import dev.berth.record.SchemaVersion;
import dev.berth.schema.Description;
import dev.berth.schema.Moment;
import dev.berth.schema.Text;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

@Description("A calibrated profile dataset: what the optimizer reads.")
@SchemaVersion(value = ProfileDataset.SCHEMA_VERSION, remedy = "measure again")
public record ProfileDataset(
        @Description("version of this format; readers refuse what they do not know")
        int schemaVersion,

        @Description("name and version of the writer") @Text String tool,

        @Description("when the last of its runs began, ISO-8601; in older datasets when it was calibrated") @Moment
        String createdUtc,

        @Description("commands that measured, without where their results went; none where programs did")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<String> commands,

        @Description("the machine all figures belong to") MachineRecord machine,
        @Description("devices that were preloaded to") List<DeviceRecord> devices,
        @Description("the instrument's own error") Instrument instrument,

        @Description("what the hardware was seen to give in the same session")
        List<Ceiling> ceilings,

        @Description("one profile a model, ordered by name") List<ModelProfile> models,

        @Description("fitted lines, one a device, tier and reader setting") @JsonProperty("loadModels")
        List<DelayLine> delayLines,

        @Description("what a reader must know about the whole, for example that a virtual machine's host may cache")
        List<String> notes) {
    /** Version this code writes and reads. */
    public static final int SCHEMA_VERSION = 1;

    /** Samples in all distributions together: more would be longer than readers take. */
    public static final int MAX_SAMPLES = 1_500_000;

    public ProfileDataset {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        Require.text("tool", tool);
        Require.instantUtc("createdUtc", createdUtc);
        commands = commands == null ? List.of() : Require.list("commands", commands);
        Require.present("machine", machine);
        devices = Require.list("devices", devices);
        Require.present("instrument", instrument);
        ceilings = Require.list("ceilings", ceilings);
        models = Require.list("models", models);
        delayLines = Require.list("loadModels", delayLines);
        notes = Require.list("notes", notes);
        requireOrder(models);
        Require.distinct("devices", devices, DeviceRecord::id);
        requireKnownDevices(devices, models, delayLines);
        DeviceRecord.requireOf(machine, devices);
    }

    /** Which of several models have made-up weights, one line; empty where none has. */
    public static Optional<String> madeUp(List<ModelProfile> models) {
        List<String> synthetic = models.stream()
                .map(ModelProfile::model)
                .filter(model -> model.provenance() == WeightProvenance.SYNTHETIC)
                .map(ModelRecord::name)
                .toList();
        if (synthetic.isEmpty()) {
            return Optional.empty();
        }
        String made = " synthetic (made-up weights in files of a model's layout)";
        return Optional.of(
                synthetic.size() == models.size()
                        ? "all models are" + made
                        : synthetic.size() + " of " + models.size() + " models are" + made + ", the others real: "
                                + String.join(", ", synthetic));
    }

    /** The same with further notes. */
    public ProfileDataset withNotes(List<String> more) {
        return new ProfileDataset(
                schemaVersion,
                tool,
                createdUtc,
                commands,
                machine,
                devices,
                instrument,
                ceilings,
                models,
                delayLines,
                Stream.concat(notes.stream(), more.stream()).toList());
    }

    private static void requireOrder(List<ModelProfile> models) {
        for (int i = 1; i < models.size(); i++) {
            String before = models.get(i - 1).model().name();
            String name = models.get(i).model().name();
            if (before.compareTo(name) >= 0) {
                throw new ComponentException("models", before + " before " + name, "unique names in ascending order");
            }
        }
    }

    private static void requireKnownDevices(
            List<DeviceRecord> devices, List<ModelProfile> models, List<DelayLine> delayLines) {
        Set<String> known = devices.stream().map(DeviceRecord::id).collect(Collectors.toSet());
        Stream<String> used = Stream.concat(
                models.stream().flatMap(ProfileDataset::devicesOf),
                delayLines.stream().map(DelayLine::device));
        used.filter(device -> !known.contains(device)).findFirst().ifPresent(device -> {
            throw new ComponentException("devices", known, device + " among them, which a profile refers to");
        });
    }

    private static Stream<String> devicesOf(ModelProfile profile) {
        return Stream.of(
                        profile.deviceMemory().stream().map(ModelProfile.DeviceMemory::device),
                        profile.preload().stream().map(ModelProfile.Preload::device),
                        profile.engines().stream().map(EngineProfile::device))
                .flatMap(devices -> devices);
    }
}
