package dev.berth.dataset;

import dev.berth.record.ComponentException;
import dev.berth.record.Require;
import dev.berth.record.SchemaVersion;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A calibrated profile dataset: what the optimizer reads.
 *
 * @param schemaVersion version of this format; readers refuse what they do not know
 * @param tool name and version of the writer
 * @param createdUtc when it was calibrated, ISO-8601
 * @param machine the machine all figures belong to
 * @param devices devices that were preloaded to
 * @param instrument the instrument's own error
 * @param ceilings what the hardware was seen to give in the same session
 * @param models one profile a model, ordered by name
 * @param loadModels fitted lines, one a device, tier and reader setting
 * @param notes what a reader must know about the whole, for example that a virtual machine's host may cache
 */
@SchemaVersion(value = ProfileDataset.SCHEMA_VERSION, remedy = "measure again")
public record ProfileDataset(
        int schemaVersion,
        String tool,
        String createdUtc,
        MachineRecord machine,
        List<DeviceRecord> devices,
        Instrument instrument,
        List<Ceiling> ceilings,
        List<ModelProfile> models,
        List<LoadModel> loadModels,
        List<String> notes) {
    /** Samples in all distributions together: more would be longer than readers take. */
    public static final int MAX_SAMPLES = 1_500_000;

    public ProfileDataset {
        Require.schemaVersion(schemaVersion, ProfileDataset.SCHEMA_VERSION);
        Require.text("tool", tool);
        Require.instantUtc("createdUtc", createdUtc);
        Require.present("machine", machine);
        devices = Require.list("devices", devices);
        Require.present("instrument", instrument);
        ceilings = Require.list("ceilings", ceilings);
        models = Require.list("models", models);
        loadModels = Require.list("loadModels", loadModels);
        notes = Require.list("notes", notes);
        requireOrder(models);
        Require.distinct("devices", devices, DeviceRecord::id);
        requireKnownDevices(devices, models, loadModels);
        DeviceRecord.requireOf(machine, devices);
    }

    /** Version this code writes and reads. */
    public static final int SCHEMA_VERSION = 1;

    /** The same with further notes. */
    public ProfileDataset withNotes(List<String> more) {
        return new ProfileDataset(
                schemaVersion,
                tool,
                createdUtc,
                machine,
                devices,
                instrument,
                ceilings,
                models,
                loadModels,
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
            List<DeviceRecord> devices, List<ModelProfile> models, List<LoadModel> loadModels) {
        Set<String> known = devices.stream().map(DeviceRecord::id).collect(Collectors.toSet());
        Stream<String> used = Stream.concat(
                models.stream().flatMap(ProfileDataset::devicesOf),
                loadModels.stream().map(LoadModel::device));
        used.filter(device -> !known.contains(device)).findFirst().ifPresent(device -> {
            throw new ComponentException("devices", known, device + " among them, which a profile refers to");
        });
    }

    private static Stream<String> devicesOf(ModelProfile profile) {
        return Stream.concat(
                profile.deviceMemory().stream().map(ModelProfile.DeviceMemory::device),
                profile.preload().stream().map(ModelProfile.Preload::device));
    }
}
