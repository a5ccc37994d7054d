package dev.berth.optimizer.decide;

import dev.berth.optimizer.document.PlanFile;
import java.util.List;

/**
 * What planning came to: the file, and what only those who planned know.
 *
 * @param file the plans as they are written
 * @param assumptions of all servers together, one line each
 * @param fetchedShares share of each server's expected requests that are fetched for, one a server
 * @param elapsedNanos how long each solver took, in the order of the file's
 */
public record Planned(PlanFile file, List<String> assumptions, List<Double> fetchedShares, List<Long> elapsedNanos) {
    public Planned {
        assumptions = List.copyOf(assumptions);
        fetchedShares = List.copyOf(fetchedShares);
        elapsedNanos = List.copyOf(elapsedNanos);
    }

    /** Whether the plans can be simulated: models that are kept in host memory are planned with only. */
    public boolean isSimulable() {
        return file.perServer().stream()
                .flatMap(server -> server.models().stream())
                .allMatch(model -> model.hosting() == null);
    }

    /** The same with the command that made it in its file. */
    public Planned madeBy(String command) {
        return new Planned(file.madeBy(command), assumptions, fetchedShares, elapsedNanos);
    }
}
