package dev.berth.benchmarks.table;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.record.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One result of a JMH run, as its JSON has it.
 *
 * @param benchmark class and method, without the package
 * @param params in the order of the file
 * @param nanos average time of an operation, in nanoseconds
 * @param errorNanos half of JMH's 99.9 % confidence interval; empty where there were too few iterations for one
 * @param jdk version
 * @param metrics scores of the secondary metrics, times in nanoseconds
 */
record JmhResult(
        String benchmark,
        Map<String, String> params,
        double nanos,
        OptionalDouble errorNanos,
        String jdk,
        Map<String, Double> metrics) {

    /**
     * Reads a file that JMH wrote with {@code -rf json}; results of another mode than average time are left out.
     *
     * @throws BadInputException where it is none
     */
    static List<JmhResult> read(Path file) {
        if (!Files.isReadable(file)) {
            throw new BadInputException(file + ": no such file, or not readable");
        }
        try {
            JsonNode root = new ObjectMapper().readTree(file.toFile());
            if (!root.isArray()) {
                throw new BadInputException(file + ": expected the JSON of JMH (-rf json), an array of results");
            }
            List<JmhResult> results = new ArrayList<>();
            for (JsonNode result : root) {
                if (!result.at("/primaryMetric/score").isNumber()) {
                    throw new BadInputException(
                            file + ": result " + results.size() + " has no primaryMetric.score, expected JMH's JSON");
                }
                if (result.path("mode").asText().equals("avgt")) {
                    results.add(of(file, result));
                }
            }
            return results;
        } catch (IOException failed) {
            throw new BadInputException(file + ": not JSON: " + firstLine(failed), failed);
        }
    }

    private static String firstLine(IOException failed) {
        return failed.getMessage() == null
                ? failed.toString()
                : failed.getMessage().lines().findFirst().orElse("");
    }

    private static JmhResult of(Path file, JsonNode result) {
        JsonNode primary = result.path("primaryMetric");
        double unit = nanosPerUnit(file, primary);
        Map<String, String> params = new LinkedHashMap<>();
        result.path("params")
                .properties()
                .forEach(param -> params.put(param.getKey(), param.getValue().asText()));
        Map<String, Double> metrics = new LinkedHashMap<>();
        result.path("secondaryMetrics").properties().forEach(metric -> {
            JsonNode value = metric.getValue();
            double scale = value.path("scoreUnit").asText().endsWith("/op")
                            && !value.path("scoreUnit").asText().startsWith("B/")
                    ? nanosPerUnit(file, value)
                    : 1;
            metrics.put(metric.getKey(), value.path("score").asDouble() * scale);
        });
        String name = result.path("benchmark").asText();
        JsonNode error = primary.path("scoreError");
        return new JmhResult(
                name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
                params,
                primary.path("score").asDouble() * unit,
                error.isNumber() ? OptionalDouble.of(error.asDouble() * unit) : OptionalDouble.empty(),
                result.path("jdkVersion").asText(),
                metrics);
    }

    private static double nanosPerUnit(Path file, JsonNode metric) {
        String unit = metric.path("scoreUnit").asText();
        return switch (unit) {
            case "ns/op" -> 1;
            case "us/op" -> 1e3;
            case "ms/op" -> 1e6;
            case "s/op" -> 1e9;
            default ->
                throw new BadInputException(file + ": unit '" + unit + "', expected ns/op, us/op, ms/op or s/op");
        };
    }

    /** A secondary metric; empty where the run had none of that name. */
    OptionalDouble metric(String name) {
        Double value = metrics.get(name);
        return value == null || value.isNaN() ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
