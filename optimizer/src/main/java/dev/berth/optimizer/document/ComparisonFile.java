package dev.berth.optimizer.document;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.command.Commands;
import dev.berth.optimizer.simulate.Interval;
import dev.berth.record.Reading;
import dev.berth.record.SchemaVersion;
import java.util.List;

/**
 * What {@code compare --format json} writes.
 *
 * @param schemaVersion version of this format, 2
 * @param tool name and version of the writer
 * @param profiles dataset
 * @param profilesFingerprint {@code sha256:} of that file
 * @param scenario scenario
 * @param scenarioFingerprint {@code sha256:} of that file
 * @param assumptions what was assumed and not measured in the scenario as it stands, one line each
 * @param seeds number of simulated runs of each method, >= 1
 * @param firstSeed seed of the first run
 * @param cases one a combination of swept values; one where nothing is swept
 */
@SchemaVersion(value = ComparisonFile.SCHEMA_VERSION, remedy = "make it again with 'berth compare'")
public record ComparisonFile(
        int schemaVersion,
        String tool,
        String profiles,
        String profilesFingerprint,
        String scenario,
        String scenarioFingerprint,
        List<String> assumptions,
        int seeds,
        long firstSeed,
        List<Case> cases)
        implements Document {
    static final int SCHEMA_VERSION = 2;

    public ComparisonFile {
        if (schemaVersion != SCHEMA_VERSION) {
            throw new IllegalArgumentException(
                    "out of range: schemaVersion=" + schemaVersion + ", expected " + SCHEMA_VERSION);
        }
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
                origins.dataset().source(),
                origins.dataset().fingerprint(),
                origins.scenario().source(),
                origins.scenario().fingerprint(),
                assumptions,
                seeds,
                firstSeed,
                cases);
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

    /**
     * One value of one swept parameter.
     *
     * @param parameter its name
     * @param value its value
     */
    public record Setting(String parameter, double value) {}

    /**
     * One scenario.
     *
     * @param settings swept values; none where nothing is swept
     * @param models number of models
     * @param boundNanoCost highest of all solvers' bounds: no plan costs less; not supported where none knows one
     * @param notes what to mind when reading the rows, one line each
     * @param rows one a method, all-cloud first
     */
    public record Case(
            List<Setting> settings, int models, Reading<Long> boundNanoCost, List<String> notes, List<Row> rows) {
        public Case {
            settings = List.copyOf(settings);
            notes = List.copyOf(notes);
            rows = List.copyOf(rows);
            if (rows.isEmpty() || rows.get(0).kind() != Kind.BASELINE) {
                throw new IllegalArgumentException("out of range: rows, expected the baseline first");
            }
        }
    }

    /**
     * One method. All are held against each other by what they cost in simulation, on the same requests under the same
     * seeds. The planned cost is that of the evaluator with expected demand.
     *
     * @param name of the solver or policy
     * @param kind which of both, or the baseline
     * @param simulatedNanoCost simulated cost, a run
     * @param overBest simulated cost over that of the cheapest row, less one, by the difference in each run; not
     *     supported where that is 0
     * @param saved one less simulated cost over that of all-cloud, by the difference in each run; not supported where
     *     that is 0
     * @param plannedNanoCost planned cost; not supported for a policy, which has no plan
     * @param provenGap planned cost over the bound, less one; not supported where there is no plan or no bound, or it
     *     is 0
     * @param proven whether no plan is cheaper
     * @param elapsedNanos time for the decisions; of a policy those of the first seed
     * @param meanDelayNanos simulated mean delay
     * @param p50DelayNanos of all simulated requests together
     * @param p95DelayNanos of all simulated requests together
     * @param p99DelayNanos of all simulated requests together
     * @param loadedShare share of requests that found their model loaded
     * @param fetchedShare share of requests that found it absent and were served by a download and a load
     * @param cloudShare share of requests served by the cloud
     * @param backhaulBytes bytes downloaded, a run
     * @param switchingNanos time spent switching, a run
     * @param note the solver's remark; may be empty
     */
    public record Row(
            String name,
            Kind kind,
            Interval simulatedNanoCost,
            Reading<Interval> overBest,
            Reading<Interval> saved,
            Reading<Long> plannedNanoCost,
            Reading<Double> provenGap,
            boolean proven,
            long elapsedNanos,
            Interval meanDelayNanos,
            Reading<Long> p50DelayNanos,
            Reading<Long> p95DelayNanos,
            Reading<Long> p99DelayNanos,
            Interval loadedShare,
            Interval fetchedShare,
            Interval cloudShare,
            Interval backhaulBytes,
            Interval switchingNanos,
            String note) {}
}
