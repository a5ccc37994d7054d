package dev.berth.optimizer.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.optimizer.problem.Plan;
import dev.berth.profile.BadInputException;
import dev.berth.profile.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Which of the optimizer's documents a JSON file is, and the plans in those that hold any. */
final class PlanDocument {
    private static final Map<String, Class<? extends Record>> KINDS =
            Map.of("servers", FleetFile.class, "cases", ComparisonFile.class, "results", SimulationFile.class);

    private PlanDocument() {}

    /** What a file holds, by a key that only such files have; a plan of one server where none is there. */
    static Class<? extends Record> kind(Path file) {
        try (JsonParser parser = new JsonFactory().createParser(file.toFile())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                Class<? extends Record> kind = KINDS.get(parser.currentName());
                if (kind != null) {
                    return kind;
                }
                parser.nextToken();
                parser.skipChildren();
            }
        } catch (IOException e) {
            // Not JSON, or not there: the reader of plans says so with line and column.
            return PlanFile.class;
        }
        return PlanFile.class;
    }

    /**
     * The plans of a file, one a server of a scenario.
     *
     * @throws BadInputException where the file holds no plans, or not those of these servers, or they break a limit
     */
    static List<Plan> plans(Path file, Servers servers) {
        boolean ofMany = kind(file) == FleetFile.class;
        if (ofMany != servers.fleet().isPresent()) {
            List<String> names = servers.scenario().names();
            throw new BadInputException(file + ": a plan of "
                    + (ofMany
                            ? "several servers, expected one of a single server"
                            : "a single server, expected one of the servers " + String.join(", ", names))
                    + " as in " + servers.scenario().servers().get(0).source()
                    + "; use the scenario it was made for");
        }
        return ofMany
                ? Json.read(file, FleetFile.class).plans(file, servers)
                : List.of(Json.read(file, PlanFile.class).plan(file, servers.problem(0)));
    }
}
