package dev.berth.profile;

import java.util.List;

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
 * @param loadModels fitted lines, one a device and tier
 * @param notes what a reader must know about the whole, for example that a virtual machine's host may cache
 */
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
    /** Version this code writes and reads. */
    public static final int SCHEMA_VERSION = 1;
}
