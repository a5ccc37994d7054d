package dev.berth.optimizer.document;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.command.Commands;
import dev.berth.dataset.Vocabulary;
import dev.berth.optimizer.simulate.Interval;
import dev.berth.record.MayBeAbsent;
import dev.berth.record.Reading;
import dev.berth.record.Require;
import dev.berth.record.Schema;
import dev.berth.record.SchemaVersion;
import dev.berth.schema.Description;
import dev.berth.schema.Range;
import dev.berth.schema.Text;
import java.util.List;

@Description("What compare --format json writes.")
@SchemaVersion(value = ComparisonFile.SCHEMA_VERSION, remedy = "make it again with 'berth compare'")
public record ComparisonFile(
        @Description("version of this format, 2") int schemaVersion,
        @Description("name and version of the writer") String tool,

        @Description("command that made it, without where its result went; not told where a program did")
        @MayBeAbsent
        @JsonInclude(JsonInclude.Include.NON_NULL)
        String command,

        @Description("dataset") String profiles,

        @Description("sha256: of that file") @Text(Vocabulary.FINGERPRINT)
        String profilesFingerprint,

        @Description("scenario") String scenario,

        @Description("sha256: of that file") @Text(Vocabulary.FINGERPRINT)
        String scenarioFingerprint,

        @Description("what was assumed and not measured in the scenario as it stands, one line each")
        List<String> assumptions,

        @Description("number of simulated runs of each method") @Range(least = 1)
        int seeds,

        @Description("seed of the first run") long firstSeed,

        @Description("one a combination of swept values; one where nothing is swept")
        List<Case> cases)
        implements Document {
    static final int SCHEMA_VERSION = 2;

    /** Its JSON Schema. */
    public static final Schema SCHEMA = new Schema("comparison", "Berth comparison", ComparisonFile.class);

    public ComparisonFile {
        Require.schemaVersion(schemaVersion, SCHEMA_VERSION);
        Vocabulary.fingerprint("profilesFingerprint", profilesFingerprint);
        Vocabulary.fingerprint("scenarioFingerprint", scenarioFingerprint);
        Require.atLeast("seeds", seeds, 1);
        assumptions = List.copyOf(assumptions);
        cases = List.copyOf(cases);
    }

    /**
     * A comparison as it is written.
     *
     * @param assumptions of the scenario as it stands
     * @param cases one a combination of swept values
     */
    public static ComparisonFile of(
            Origins origins, List<String> assumptions, int seeds, long firstSeed, List<Case> cases) {
        return new ComparisonFile(
                SCHEMA_VERSION,
                Commands.TOOL,
                null,
                origins.dataset().source(),
                origins.dataset().fingerprint(),
                origins.scenario().source(),
                origins.scenario().fingerprint(),
                assumptions,
                seeds,
                firstSeed,
                cases);
    }

    /**
     * The same, made by a command.
     *
     * @param by as people type it
     */
    public ComparisonFile madeBy(String by) {
        return new ComparisonFile(
                schemaVersion,
                tool,
                by,
                profiles,
                profilesFingerprint,
                scenario,
                scenarioFingerprint,
                assumptions,
                seeds,
                firstSeed,
                cases);
    }

    @Override
    public String verb() {
        return "compare";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    /** How a row's decisions came about. */
    public enum Kind {
        /** There are none: what all others are held against. */
        @JsonProperty("baseline")
        BASELINE("baseline"),
        @JsonProperty("solver")
        SOLVER("solver"),
        @JsonProperty("policy")
        POLICY("policy");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }

    @Description("One value of one swept parameter.")
    public record Setting(
            @Description("its name") String parameter,
            @Description("its value") double value) {}

    @Description("One scenario.")
    public record Case(
            @Description("swept values; none where nothing is swept")
            List<Setting> settings,

            @Description("number of models") @Range(least = 0)
            int models,

            @Description("highest of all solvers' bounds: no plan costs less; not supported where none knows one")
            Reading<Long> boundNanoCost,

            @Description("what to mind when reading the rows, one line each")
            List<String> notes,

            @Description("one a method, all-cloud first") List<Row> rows) {
        public Case {
            Require.atLeast("models", models, 0);
            settings = List.copyOf(settings);
            notes = List.copyOf(notes);
            rows = List.copyOf(rows);
            if (rows.isEmpty() || rows.get(0).kind() != Kind.BASELINE) {
                throw new IllegalArgumentException("out of range: rows, expected the baseline first");
            }
        }

        /** What no plan costs less than of the scenario that a row is on. */
        public Reading<Long> bound(Row row) {
            return row.boundNanoCost() == null ? boundNanoCost : row.boundNanoCost();
        }
    }

    @Description("The longest mean delay of any server, or of any service of one server.")
    public record LongestDelay(
            @Description("simulated, of all runs together; not supported without requests") @Range(least = 0)
            Reading<Double> simulatedNanos,

            @Description("with expected demand; not supported for a policy") @Range(least = 0)
            Reading<Long> plannedNanos,

            @Description("no plan's is shorter; not supported where the solver proves nothing of it") @Range(least = 0)
            Reading<Long> boundNanos) {
        public LongestDelay {
            Require.atLeast("plannedNanos", plannedNanos, 0);
            Require.atLeast("boundNanos", boundNanos, 0);
        }
    }

    @Description("One method. All are held against each other by what they cost in simulation, on the same requests "
            + "under the same seeds. The planned cost is that of the evaluator with expected demand.")
    public record Row(
            @Description("of the solver or policy") String name,
            @Description("which of both, or the baseline") Kind kind,
            @Description("simulated cost, a run") Interval simulatedNanoCost,

            @Description("simulated cost over that of the cheapest row, less one, by the difference in each run; not "
                    + "supported where that is 0")
            Reading<Interval> overBest,

            @Description("one less simulated cost over that of all-cloud, by the difference in each run; not "
                    + "supported where that is 0")
            Reading<Interval> saved,

            @Description("planned cost; not supported for a policy, which has no plan")
            Reading<Long> plannedNanoCost,

            @Description("of a method on a scenario of its own: no plan of that scenario costs less; not supported "
                    + "where none is proven; absent where it is the bound of all rows")
            @MayBeAbsent
            @JsonInclude(JsonInclude.Include.NON_NULL)
            Reading<Long> boundNanoCost,

            @Description("planned cost over the bound, less one; not supported where there is no plan or no bound, "
                    + "or it is 0")
            Reading<Double> provenGap,

            @Description("whether no plan is cheaper") boolean proven,

            @Description("time for the decisions; of a policy those of the first seed") @Range(least = 0)
            long elapsedNanos,

            @Description("simulated mean delay") Interval meanDelayNanos,

            @Description("of all simulated requests together") @Range(least = 0)
            Reading<Long> p50DelayNanos,

            @Description("of all simulated requests together") @Range(least = 0)
            Reading<Long> p95DelayNanos,

            @Description("of all simulated requests together") @Range(least = 0)
            Reading<Long> p99DelayNanos,

            @Description("share of requests that found their model loaded")
            Interval loadedShare,

            @Description("share of requests that found it absent and were served by a download and a load")
            Interval fetchedShare,

            @Description("share of requests served by the cloud")
            Interval cloudShare,

            @Description("mean quality of answers, 0 to 1; absent where all are of full quality")
            @MayBeAbsent
            @JsonInclude(JsonInclude.Include.NON_NULL)
            Interval meanQuality,

            @Description("share of requests that another server than that of their users served; absent where none did")
            @MayBeAbsent
            @JsonInclude(JsonInclude.Include.NON_NULL)
            Interval neighbourShare,

            @Description("bytes of downloads that began in a run, each whole")
            Interval backhaulBytes,

            @Description("time of downloads and loads that began in a run, each whole")
            Interval switchingNanos,

            @Description("the longest mean delay; absent where plans are made for the total cost")
            @MayBeAbsent
            @JsonInclude(JsonInclude.Include.NON_NULL)
            LongestDelay longestDelay,

            @Description("the solver's remark; may be empty")
            String note) {
        public Row {
            Require.atLeast("elapsedNanos", elapsedNanos, 0);
            Require.atLeast("p50DelayNanos", p50DelayNanos, 0);
            Require.atLeast("p95DelayNanos", p95DelayNanos, 0);
            Require.atLeast("p99DelayNanos", p99DelayNanos, 0);
        }
    }
}
