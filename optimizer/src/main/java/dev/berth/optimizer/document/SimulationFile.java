package dev.berth.optimizer.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.berth.dataset.Vocabulary;
import dev.berth.optimizer.baseline.Baseline;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.simulate.SimulationResult;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Require;
import dev.berth.record.Schema;
import dev.berth.record.SchemaVersion;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import dev.berth.schema.Text;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

@Description("What simulate --out writes.")
@SchemaVersion(value = SimulationFile.SCHEMA_VERSION, remedy = "make it again with 'berth simulate'")
public record SimulationFile(
        @Description("version of this format, 2") int schemaVersion,
        @Description("name and version of the writer") String tool,

        @Description("command that made it, without where its result went; not told where a program did")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        String command,

        @Description("dataset that delays were drawn from") String profiles,

        @Description("sha256: of that file") @Text(Vocabulary.FINGERPRINT)
        String profilesFingerprint,

        @Description("scenario that was simulated") String scenario,

        @Description("sha256: of that file") @Text(Vocabulary.FINGERPRINT)
        String scenarioFingerprint,

        @Description("what was assumed and not measured, one line each")
        List<String> assumptions,

        @Description("who waits for a load") Charging charging,
        @Description("number of slots") @Range(least = 1) int slots,
        @Description("length of a slot") @Range(above = 0) double slotSeconds,

        @Description("number of runs of each") @Range(least = 1)
        int seeds,

        @Description("seed of the first run; the next ones follow by one")
        long firstSeed,

        @Description("what to mind when reading the results, one line each")
        List<String> notes,

        @Description("all-cloud, then plans and policies in the order in which they were named; all servers together")
        List<SimulationResult> results,

        @Description("each server by itself; empty, and not written, for a scenario of one server")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_EMPTY)
        List<ServerResults> serverResults)
        implements Document {
    public static final int SCHEMA_VERSION = 2;

    /** Its JSON Schema. */
    public static final Schema SCHEMA = new Schema("simulation", "Berth simulation", SimulationFile.class);

    public SimulationFile {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        Vocabulary.fingerprint("profilesFingerprint", profilesFingerprint);
        Vocabulary.fingerprint("scenarioFingerprint", scenarioFingerprint);
        Require.atLeast("slots", slots, 1);
        Require.positive("slotSeconds", slotSeconds);
        Require.atLeast("seeds", seeds, 1);
        assumptions = List.copyOf(assumptions);
        notes = List.copyOf(notes);
        results = List.copyOf(results);
        if (results.isEmpty() || !results.get(0).name().equals(Baseline.ALL_CLOUD)) {
            throw new IllegalArgumentException("out of range: results, expected " + Baseline.ALL_CLOUD + " first");
        }
        serverResults = serverResults == null ? List.of() : List.copyOf(serverResults);
        int methods = results.size();
        if (serverResults.stream().anyMatch(server -> server.results().size() != methods)) {
            throw new IllegalArgumentException(
                    "out of range: serverResults, expected " + methods + " results of each server, as in results");
        }
    }

    /** Servers of which people are told one by one; of more, the ten that cost most. */
    private static final int MOST_SERVERS = 30;

    private static final int NAMED_SERVERS = 10;

    /** Servers that are told of one by one: all, or of many those that cost most by the last method. */
    public List<ServerResults> named() {
        int last = results.size() - 1;
        return serverResults.size() <= MOST_SERVERS
                ? serverResults
                : serverResults.stream()
                        .sorted(Comparator.comparingDouble((ServerResults server) ->
                                -server.results().get(last).totalNanoCost().mean()))
                        .limit(NAMED_SERVERS)
                        .toList();
    }

    /** Who is not named, and where they are; empty where all are. */
    public Optional<String> others() {
        return named().size() == serverResults.size()
                ? Optional.empty()
                : Optional.of("the " + NAMED_SERVERS + " of " + serverResults.size() + " servers that cost most by "
                        + results.get(results.size() - 1).label()
                        + " are shown; all are in the file that --out writes");
    }

    @Description("One server.")
    public record ServerResults(
            @Description("as in the scenario") String name,
            @Description("in the order of the file's") List<SimulationResult> results) {
        public ServerResults {
            results = List.copyOf(results);
        }
    }

    /**
     * The same, made by a command.
     *
     * @param by as people type it
     */
    public SimulationFile madeBy(String by) {
        return new SimulationFile(
                schemaVersion,
                tool,
                by,
                profiles,
                profilesFingerprint,
                scenario,
                scenarioFingerprint,
                assumptions,
                charging,
                slots,
                slotSeconds,
                seeds,
                firstSeed,
                notes,
                results,
                serverResults);
    }

    @Override
    public String verb() {
        return "simulate";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }
}
