package dev.berth.profiler.run;

import dev.berth.dataset.DeviceRecord;
import dev.berth.dataset.ModelRecord;
import dev.berth.dataset.raw.MeasuredRow;
import dev.berth.dataset.raw.PlanPart;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.dataset.raw.SessionRecord;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.run.plan.RunPlan;
import dev.berth.profiler.run.plan.SessionRequest;
import dev.berth.profiler.run.plan.SessionSettings;
import dev.berth.profiler.run.session.OtherSessionException;
import dev.berth.record.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Decides whether the session in a folder may be resumed. */
final class Resume {
    private Resume() {}

    /**
     * The head of the session on storage; whether its rows are of the same settings is for {@link #requirePlanned}.
     *
     * @throws OtherSessionException where it is of another machine, device, set of models or settings: runs of both
     *     must not be mixed
     */
    static SessionRecord head(Path raw, SessionRequest request) {
        DeviceRecord device = request.device().record();
        SessionRecord head = Json.read(raw.resolve(RawFolder.SESSION_FILE), SessionRecord.class);
        require(raw, "machine", head.machine().fingerprint(), request.machine().fingerprint());
        require(
                raw,
                "plan",
                Optional.ofNullable(head.plan()).map(PlanPart::describe).orElse("none"),
                request.plan().map(PlanPart::describe).orElse("none"));
        require(raw, "devices", head.devices().stream().map(DeviceRecord::id).toList(), List.of(device.id()));
        require(raw, "device name", head.devices().get(0).name(), device.name());
        require(
                raw,
                "models",
                fingerprints(head.models()),
                fingerprints(request.models().stream().map(Model::record).toList()));
        require(
                raw,
                "series of the plan in other shards",
                Optional.ofNullable(head.plan()).map(PlanPart::seriesSha256).orElse("none"),
                request.plan().map(PlanPart::seriesSha256).orElse("none"));
        return head;
    }

    /** @throws OtherSessionException where the row is not of the plan */
    static void requirePlanned(Path raw, MeasuredRow row, RunPlan plan, SessionSettings settings) {
        if (!plan.holds(row.key())) {
            throw refusal(
                    raw,
                    "settings",
                    row.key().toString(),
                    settings.points() + " "
                            + settings.serving().engines().stream()
                                    .map(engine -> engine.record().variant())
                                    .toList());
        }
    }

    private static Map<String, String> fingerprints(List<ModelRecord> models) {
        Map<String, String> fingerprints = new TreeMap<>();
        models.forEach(model -> fingerprints.put(model.name(), model.fingerprint()));
        return fingerprints;
    }

    private static void require(Path raw, String what, Object there, Object here) {
        if (!there.equals(here)) {
            throw refusal(raw, what, there, here);
        }
    }

    private static OtherSessionException refusal(Path raw, String what, Object there, Object here) {
        return new OtherSessionException(raw + ": holds a session with other " + what + ": " + there + ", now " + here
                + "; choose another --out, or remove that folder");
    }
}
