package dev.berth.optimizer.scenario;

import dev.berth.optimizer.scenario.yaml.Plain;
import dev.berth.optimizer.workload.DemandCsv;
import dev.berth.optimizer.workload.Gaps;
import dev.berth.optimizer.workload.RenewalRequests;
import dev.berth.optimizer.workload.Trace;
import dev.berth.optimizer.workload.TraceFile;
import dev.berth.optimizer.workload.Workload;
import dev.berth.record.BadInputException;
import java.nio.file.Files;
import java.nio.file.Path;
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
     * @param names services in the problem's order
     * @param known all names that demand may have
     * @param profiles name of the dataset's file, for messages
     * @throws BadInputException where a file is missing or faulty, or a matrix has not one value a model
     */
    ScenarioDemand(Scenario scenario, List<String> names, List<String> known, String profiles) {
        int slots = scenario.slots();
        double seconds = scenario.slotSeconds();
        Demand demand = scenario.demand();
        if (demand instanceof Demand.Traced traced) {
            Set<String> leftOut = new HashSet<>(known);
            names.forEach(leftOut::remove);
            Trace trace = new Trace(shared(traced, scenario), names, leftOut, slots, seconds);
            expected = trace.expectedRequests();
            workload = seed -> trace.open();
            assume(traced.trace(), trace.requests());
            return;
        }
        Gaps gaps = Gaps.POISSON;
        if (demand instanceof Demand.Csv csv) {
            requireFile(csv.file(), csv.place());
            expected = DemandCsv.read(csv.file(), names, known, slots);
        } else if (demand instanceof Demand.Generated generated) {
            expected = generated.generator().expectedRequests(slots, names.size(), seconds);
            gaps = generated.gaps();
        } else {
            Demand.Matrix matrix = (Demand.Matrix) demand;
            expected = matrix.requests();
            if (expected[0].length != names.size()) {
                throw new BadInputException(matrix.place() + ": " + expected[0].length + " values a row, expected "
                        + names.size() + ", one for each "
                        + (scenario.services().isEmpty()
                                ? "model of " + profiles + " that is not excluded"
                                : "of " + ModelFigures.named(names)));
            }
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
                requireFile(csv.file(), csv.place());
                DemandCsv.check(csv.file(), scenario.slots());
            } else if (scenario.demand() instanceof Demand.Traced traced) {
                Trace.check(shared(traced, scenario), scenario.slots(), scenario.slotSeconds());
            }
        } catch (BadInputException e) {
            faults.addAll(e.faults());
        }
    }

    /** The server's part of a trace whose file is there. */
    private static TraceFile shared(Demand.Traced traced, Scenario scenario) {
        requireFile(traced.trace().file(), traced.place());
        double scale = traced.trace().scale() * scenario.demandShare();
        if (scale < TraceFile.LEAST_SCALE) {
            throw new BadInputException(
                    traced.place() + ": scale of " + Plain.text(traced.trace().scale())
                            + " times demandShare of " + Plain.text(scenario.demandShare()) + ", expected at least "
                            + TraceFile.LEAST_SCALE + "; raise one of them");
        }
        return traced.trace().times(scenario.demandShare());
    }

    private static void requireFile(Path file, String place) {
        if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
            String found = Files.exists(file) ? "no regular file that can be read" : "no such file";
            throw new BadInputException(
                    place + ": " + found + ": " + file + "; name one that is there, as seen from this file's folder");
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
