package dev.berth.optimizer.scenario;

import dev.berth.optimizer.scenario.yaml.Keys;
import dev.berth.optimizer.scenario.yaml.Labels;
import dev.berth.optimizer.workload.Churn;
import dev.berth.optimizer.workload.DemandGenerator;
import dev.berth.optimizer.workload.Gaps;
import dev.berth.optimizer.workload.TraceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads a scenario's {@code demand}. */
final class DemandKeys {
    private static final List<String> KINDS = List.of("generator", "matrix", "csv", "trace");

    private static final Map<String, Gaps.Shape> SHAPES = Labels.of(Gaps.Shape.values(), Gaps.Shape::label);
    private static final String NAMED = "requests";
    private static final String AZURE = "azure-2023";
    private static final Map<String, String> FORMATS = Labels.of(new String[] {NAMED, AZURE}, Function.identity());

    private DemandKeys() {}

    /**
     * Takes the keys.
     *
     * @param folder that files are resolved against
     * @param slots how many there are; 0 where that could not be read
     */
    static Demand read(Keys keys, Path folder, int slots) {
        Demand demand =
                switch (keys.oneOf(KINDS).orElse("")) {
                    case "csv" -> new Demand.Csv(keys.file("csv", folder), keys.place("csv"));
                    case "matrix" -> matrix(keys, slots);
                    case "trace" -> traced(keys.mapping("trace"), folder);
                    case "generator" -> generated(keys.mapping("generator"));
                    default -> new Demand.Matrix(new double[0][], keys.place());
                };
        keys.end();
        return demand;
    }

    private static Demand matrix(Keys keys, int slots) {
        double[][] rows = keys.matrix("matrix");
        if (slots > 0 && rows.length != slots) {
            keys.fault("matrix", rows.length + " rows, expected " + slots + ", one a slot");
        }
        return new Demand.Matrix(rows, keys.place("matrix"));
    }

    private static Demand generated(Keys keys) {
        DemandGenerator generator = new DemandGenerator(
                keys.number("requestsPerSecond"),
                keys.number("zipfExponent"),
                (int) keys.whole("driftSlots"),
                keys.number("dailyAmplitude"),
                keys.has("churn") ? Optional.of(churn(keys.mapping("churn"))) : Optional.empty(),
                keys.whole("seed"));
        Gaps gaps = keys.has("bursts") ? bursts(keys.mapping("bursts")) : Gaps.POISSON;
        keys.end();
        return new Demand.Generated(generator, gaps);
    }

    private static Churn churn(Keys keys) {
        Churn churn = new Churn(keys.number("offeredSlots"), keys.number("withdrawnSlots"));
        keys.end();
        return churn;
    }

    private static Gaps bursts(Keys keys) {
        Gaps gaps =
                new Gaps(keys.choice("gaps", SHAPES).orElse(Gaps.Shape.GAMMA), keys.number("coefficientOfVariation"));
        keys.end();
        return gaps;
    }

    private static Demand traced(Keys keys, Path folder) {
        Path file = keys.file("file", folder);
        String format = keys.choice("format", FORMATS).orElse("");
        TraceFile.Format columns = new TraceFile.Format.Named();
        if (format.equals(AZURE)) {
            columns = new TraceFile.Format.Azure2023(keys.number("zipfExponent"), keys.whole("seed"));
        }
        TraceFile trace = new TraceFile(
                file,
                columns,
                keys.optionalNumber("startOffsetSeconds").orElse(0),
                keys.optionalNumber("scale").orElse(1));
        keys.end();
        return new Demand.Traced(trace, keys.place("file"));
    }
}
