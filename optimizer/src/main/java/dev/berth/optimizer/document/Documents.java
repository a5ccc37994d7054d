package dev.berth.optimizer.document;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.berth.optimizer.problem.Plan;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
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
     * Refuses a document of any kind that was made from another dataset.
     *
     * @throws BadInputException naming both datasets and their fingerprints, or the first fault of the document
     */
    static void requireMadeFrom(Path file, Path profiles) {
        Record read = Json.read(file, kind(file));
        if (read instanceof PlanFile plan) {
            Fingerprint.require(file, "dataset", plan.profiles(), plan.profilesFingerprint(), profiles);
        } else if (read instanceof FleetFile plan) {
            Fingerprint.require(file, "dataset", plan.profiles(), plan.profilesFingerprint(), profiles);
        } else if (read instanceof SimulationFile simulation) {
            Fingerprint.require(file, "dataset", simulation.profiles(), simulation.profilesFingerprint(), profiles);
        } else if (read instanceof ComparisonFile comparison) {
            Fingerprint.require(file, "dataset", comparison.profiles(), comparison.profilesFingerprint(), profiles);
        }
    }

    /**
     * The plans of a file, one a server of a scenario.
     *
     * @param profiles the dataset that the servers were joined with
     * @param scenarioFile the file of that scenario
     * @throws BadInputException where the file holds no plans, or not those of these servers, or they were made from
     *     another dataset or scenario, or break a limit
     */
    static List<Plan> plans(Path file, Servers servers, Path profiles, Path scenarioFile) {
        String scenario = servers.scenario().servers().get(0).source();
        if (kind(file) == FleetFile.class) {
            FleetFile read = Json.read(file, FleetFile.class);
            if (servers.fleet().isEmpty()) {
                throw new BadInputException(file + ": plans of several servers, expected that of the one server in "
                        + scenario + PlanFile.USE);
            }
            Fingerprint.require(file, "dataset", read.profiles(), read.profilesFingerprint(), profiles);
            Fingerprint.require(file, "scenario", read.scenario(), read.scenarioFingerprint(), scenarioFile);
            return read.plans(file, servers);
        }
        // Read before it is refused: what is no plan at all is told so.
        PlanFile read = Json.read(file, PlanFile.class);
        if (servers.fleet().isPresent()) {
            throw new BadInputException(file + ": plan of a single server, expected those of the servers "
                    + String.join(", ", servers.scenario().names()) + " in " + scenario + PlanFile.USE);
        }
        Fingerprint.require(file, "dataset", read.profiles(), read.profilesFingerprint(), profiles);
        Fingerprint.require(file, "scenario", read.scenario(), read.scenarioFingerprint(), scenarioFile);
        return List.of(read.plan(file, servers.problem(0)));
    }
}
