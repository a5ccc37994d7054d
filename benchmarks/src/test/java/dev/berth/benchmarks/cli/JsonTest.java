package dev.berth.benchmarks.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.command.Commands;
import dev.berth.record.GoldenFile;
import dev.berth.record.MayBeAbsent;
import dev.berth.schema.Answers;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What commands say that they print with {@code --json}, what the page says, and what they do print. */
class JsonTest {
    private static final String SESSION = "../results/profiles/2026-11-30-epyc-2-cores-edge";
    private static final String PROFILES = SESSION + "/profiles.json";
    private static final String SCENARIO = "../results/plans/2026-11-30-epyc-2-cores-edge/scenario.yaml";

    @TempDir
    private Path folder;

    private static Answers answers(CommandLine command) {
        return command.getCommandSpec().userObject().getClass().getAnnotation(Answers.class);
    }

    @Test
    void thePageHasWhatEveryCommandAnswers() throws IOException {
        StringBuilder rows = new StringBuilder();
        Commands.all(command -> true)
                .getSubcommands()
                .forEach((name, command) -> rows.append(rows(name, answers(command))));

        new GoldenFile(Path.of("../profiler/JSON.md")).requireBlock("answers", rows.toString());
    }

    private static String rows(String name, Answers answers) {
        if (answers == null) {
            return switch (name) {
                case "run" -> "| `run` | as `plan`; with `--dry-run` as `profile --dry-run` |\n";
                default -> throw new AssertionError(name + " does not say what it answers with --json: @Answers");
            };
        }
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < answers.value().length; i++) {
            String when = answers.when().length == 0 || answers.when()[i].isEmpty() ? "" : " " + answers.when()[i];
            rows.append("| `").append(name).append('`').append(when).append(" | ");
            rows.append(Arrays.stream(answers.value()[i].getRecordComponents())
                    .map(key -> "`" + name(key) + "`" + (mayBeAbsent(key) ? "?" : ""))
                    .collect(Collectors.joining(", ")));
            rows.append(" |\n");
        }
        return rows.toString();
    }

    /** Those that need neither time nor a device. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "machine",
                "models " + SESSION,
                "synthesize --list",
                "recipes",
                "recipes tfjs",
                "calibrate " + SESSION + " --out OUT/profiles.json",
                "merge " + SESSION + " --out OUT/merged.json",
                "predict --profiles " + PROFILES + " --left-out",
                "export --profiles " + PROFILES + " --format csv --out OUT/table.csv",
                "query " + SESSION,
                "diff " + PROFILES + " " + PROFILES,
                "plan --profiles " + PROFILES + " --scenario " + SCENARIO + " --solver static-greedy",
                "simulate --profiles " + PROFILES + " --scenario " + SCENARIO + " --policy lru --seeds 1",
                "compare --profiles " + PROFILES + " --scenario " + SCENARIO
                        + " --solver static-greedy --policy lru --seeds 1",
                "validate " + SCENARIO + " " + PROFILES,
                "validate ../pom.xml",
                "completion fish",
                "man",
                "man plan"
            })
    void oneObjectWithTheKeysThatItSays(String words) throws IOException {
        List<String> asked =
                new ArrayList<>(List.of(words.replace("OUT", folder.toString()).split(" ")));
        asked.add("--json");
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        Commands.run(new PrintWriter(out), new PrintWriter(err), asked.toArray(String[]::new));

        JsonNode answer = new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(out.toString());
        assertTrue(answer.isObject(), () -> words + ": " + out + err);
        Set<String> keys = new TreeSet<>();
        answer.fieldNames().forEachRemaining(keys::add);
        CommandLine command = Commands.all(one -> true).getSubcommands().get(asked.get(0));
        assertTrue(
                Stream.of(answers(command).value()).anyMatch(record -> isOf(keys, record)), () -> words + ": " + keys);
    }

    private static boolean isOf(Set<String> keys, Class<? extends Record> record) {
        Set<String> all =
                Arrays.stream(record.getRecordComponents()).map(JsonTest::name).collect(Collectors.toSet());
        return all.containsAll(keys)
                && Arrays.stream(record.getRecordComponents())
                        .allMatch(key -> mayBeAbsent(key) || keys.contains(name(key)));
    }

    private static String name(RecordComponent key) {
        JsonProperty named = key.getAccessor().getAnnotation(JsonProperty.class);
        return named == null ? key.getName() : named.value();
    }

    private static boolean mayBeAbsent(RecordComponent key) {
        return key.isAnnotationPresent(MayBeAbsent.class);
    }

    @ParameterizedTest
    @CsvSource({
        "2, plan --json, Missing required option: '--profiles=FILE'",
        "2, --json quux, no command 'quux'",
        "3, plan --profiles nope.json --scenario nope.yaml --json, nope.yaml: no such file",
        "3, predict --profiles nope.json --left-out --json, nope.json: no such file",
        "2, export --profiles nope.json --format csv --json, --json: the table takes stdout",
        "3, profile ../pom.xml --json, no model to profile"
    })
    void aCommandWithoutAnAnswerGivesItsFaults(int status, String words, String fault) throws IOException {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();

        assertEquals(
                status, Commands.run(new PrintWriter(out), new PrintWriter(err), words.split(" ")), out + "" + err);

        JsonNode answer = new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(out.toString());
        assertEquals(
                List.of("faults"),
                List.copyOf(answer.properties().stream().map(Map.Entry::getKey).toList()));
        assertTrue(answer.get("faults").toString().contains(fault), out.toString());
        assertTrue(
                err.toString().contains("berth: " + answer.get("faults").get(0).asText()), err.toString());
    }
}
