package dev.berth.profiler.run.plan;

import dev.berth.dataset.MachineRecord;
import dev.berth.dataset.raw.PlanPart;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.model.Model;
import dev.berth.record.BadInputException;
import java.util.List;
import java.util.Optional;

/**
 * What one session is asked to measure.
 *
 * @param settings at which points, how often, for how long
 * @param models with names of their own, at least one
 * @param device where they are loaded to
 * @param machine the machine at hand
 * @param share which of the series that settings and models stand for
 * @param plan which part of a run plan that is; empty where it is none
 */
public record SessionRequest(
        SessionSettings settings,
        List<Model> models,
        Device device,
        MachineRecord machine,
        Share share,
        Optional<PlanPart> plan) {
    /** All series, of no plan. */
    public SessionRequest(SessionSettings settings, List<Model> models, Device device, MachineRecord machine) {
        this(settings, models, device, machine, Share.WHOLE, Optional.empty());
    }

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
