package dev.berth.profiler.run.plan;

import dev.berth.dataset.MachineRecord;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.model.Model;
import dev.berth.record.BadInputException;
import java.util.List;

/**
 * What one session is asked to measure.
 *
 * @param settings at which points, how often, for how long
 * @param models with names of their own, at least one
 * @param device where they are loaded to
 * @param machine the machine at hand
 */
public record SessionRequest(SessionSettings settings, List<Model> models, Device device, MachineRecord machine) {
    /** @throws BadInputException where there is no model, or two have one name */
    public SessionRequest {
        models = List.copyOf(models);
        long names =
                models.stream().map(model -> model.record().name()).distinct().count();
        if (models.isEmpty() || names != models.size()) {
            throw new BadInputException("expected at least one model and no two of the same name, found "
                    + models.size() + " models with " + names + " names");
        }
    }
}
