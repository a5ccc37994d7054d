package dev.berth.optimizer.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.berth.optimizer.simulate.Interval;
import dev.berth.profile.Reading;
import java.util.List;

/**
 * What {@code compare --format json} writes.
 *
 * @param schemaVersion version of this format, 1
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
record ComparisonFile(
        int schemaVersion,
        String tool,
        String profiles,
        String profilesFingerprint,
        String scenario,
        String scenarioFingerprint,
        List<String> assumptions,
        int seeds,
        long firstSeed,
        List<Case> cases) {
    static final int SCHEMA_VERSION = 1;

    ComparisonFile {
        if (schemaVersion != SCHEMA_VERSION) {
            throw new IllegalArgumentException("out of range: schemaVersion=" + schemaVersion + ", expected 1");
        }
        assumptions = List.copyOf(assumptions);
        cases = List.copyOf(cases);
    }

    /** How a row's decisions came about. */
    enum Kind {
        @JsonProperty("solver")
        SOLVER("solver"),
        @JsonProperty("policy")
        POLICY("policy");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }

    /**
     * One value of one swept parameter.
     *
     * @param parameter its name
     * @param value its value
     */
    record Setting(String parameter, double value) {}

    /**
     * One scenario.
     *
     * @param settings swept values; none where nothing is swept
     * @param models number of models
     * @param boundNanoCost highest of all solvers' bounds: no plan costs less; not supported where none knows one
     * @param allCloudNanoCost planned cost of all-cloud
     * @param rows one a method
     */
    record Case(
            List<Setting> settings, int models, Reading<Long> boundNanoCost, long allCloudNanoCost, List<Row> rows) {
        Case {
            settings = List.copyOf(settings);
            rows = List.copyOf(rows);
        }
    }

    /**
     * One method. The planned cost is that of the evaluator with expected demand; a policy's is that of the residencies
     * with which it begins each slot, having seen the simulated requests before. The simulated figures are those of the
     * simulator, which lets a policy act at once.
     *
     * @param name of the solver or policy
     * @param kind which of both
     * @param plannedNanoCost planned cost; over the seeds for a policy
     * @param gap planned cost over the bound, less one; not supported where there is no bound, or it is 0
     * @param proven whether no plan is cheaper
     * @param elapsedNanos time for the decisions; over all seeds, a seed, for a policy
     * @param simulatedNanoCost simulated cost, a run
     * @param meanDelayNanos simulated mean delay
     * @param p50DelayNanos of all simulated requests together
     * @param p95DelayNanos of all simulated requests together
     * @param p99DelayNanos of all simulated requests together
     * @param loadedShare share of requests that found their model loaded
     * @param cloudShare share of requests served by the cloud
     * @param backhaulBytes bytes downloaded, a run
     * @param switchingNanos time spent switching, a run
     * @param note the solver's remark; may be empty
     */
    record Row(
            String name,
            Kind kind,
            Interval plannedNanoCost,
            Reading<Double> gap,
            boolean proven,
            long elapsedNanos,
            Interval simulatedNanoCost,
            Interval meanDelayNanos,
            Reading<Long> p50DelayNanos,
            Reading<Long> p95DelayNanos,
            Reading<Long> p99DelayNanos,
            Interval loadedShare,
            Interval cloudShare,
            Interval backhaulBytes,
            Interval switchingNanos,
            String note) {}
}
