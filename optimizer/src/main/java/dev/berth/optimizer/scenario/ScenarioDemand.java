package dev.berth.optimizer.scenario;

import dev.berth.optimizer.workload.Gaps;
import dev.berth.optimizer.workload.RenewalRequests;
import dev.berth.optimizer.workload.Trace;
import dev.berth.optimizer.workload.TraceFile;
import dev.berth.optimizer.workload.Workload;
import dev.berth.profile.BadInputException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The demand of a scenario for the models that it leaves in: expected, and request by request. */
final class ScenarioDemand {
    private final double[][] expected;
    private final Workload workload;
    private final List<String> assumptions = new ArrayList<>();

    /**
     * Computes or reads it.
     *
     * @param names models left in, in the problem's order
     * @param known all models of the dataset
     * @throws BadInputException where a file is faulty, or a matrix has not one row a slot
     */
    ScenarioDemand(Scenario scenario, List<String> names, List<String> known) {
        int slots = scenario.slots();
        double seconds = scenario.slotSeconds();
        Demand demand = scenario.demand();
        if (demand instanceof Demand.Traced traced) {
            Set<String> leftOut = new HashSet<>(known);
            names.forEach(leftOut::remove);
            Trace trace = new Trace(traced.trace().times(scenario.demandShare()), names, leftOut, slots, seconds);
            expected = trace.expectedRequests();
            workload = seed -> trace.open();
            assume(traced.trace(), trace.requests());
            return;
        }
        Gaps gaps = Gaps.POISSON;
        if (demand instanceof Demand.Csv csv) {
            expected = DemandCsv.read(csv.file(), names, known, slots);
        } else if (demand instanceof Demand.Generated generated) {
            expected = generated.generator().expectedRequests(slots, names.size(), seconds);
            gaps = generated.gaps();
        } else {
            expected = ((Demand.Matrix) demand).requests();
        }
        for (double[] row : expected) {
            for (int model = 0; model < row.length; model++) {
                row[model] *= scenario.demandShare();
            }
        }
        Gaps between = gaps;
        workload = seed -> new RenewalRequests(expected, seconds, between, seed);
    }

    /** Adds the fault of a file that demand comes from, whatever models it names: those only a dataset knows. */
    static void check(Scenario scenario, List<String> faults) {
        try {
            if (scenario.demand() instanceof Demand.Csv csv) {
                DemandCsv.check(csv.file(), scenario.slots());
            } else if (scenario.demand() instanceof Demand.Traced traced) {
                Trace.check(traced.trace().times(scenario.demandShare()), scenario.slots(), scenario.slotSeconds());
            }
        } catch (BadInputException e) {
            faults.addAll(e.faults());
        }
    }

    private void assume(TraceFile trace, long requests) {
        assumptions.add(
                "the plan knows the " + requests + " requests of " + trace.file() + " beforehand, slot by slot");
        if (trace.format() instanceof TraceFile.Format.Azure2023 azure) {
            assumptions.add("the trace names no models: each request draws one, Zipf exponent "
                    + Plain.text(azure.zipfExponent()) + ", and its work is its tokens over their mean");
        }
    }

    /** Expected requests, one row a slot, one value a model; not a copy. */
    double[][] expected() {
        return expected;
    }

    Workload workload() {
        return workload;
    }

    /** What is assumed of the demand, one line each. */
    List<String> assumptions() {
        return assumptions;
    }
}
