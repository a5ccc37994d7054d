package dev.berth.optimizer.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.record.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScenarioFileTest {
    private static final String TWO_SLOTS = """
            schemaVersion: 1
            profile: {device: "cuda:0", tier: storage-cold}
            server:
              storageBytes: 15000000
              memoryFraction: 0.5
              backhaulBytesPerSecond: 1e6
              energy: {limitJoulesPerSlot: 3, loadedWattsPerGibibyte: 0}
            cloudDelayMillis: 2000
            inferenceAssumedMillis: 50
            prices:
              storagePerGibibyteHour: 0
              memoryPerGibibyteHour: 0
              delayPerSecond: 1
              switchingPerSecond: 2
            charging: both
            slots: 2
            slotSeconds: 60
            initial: {model-b: stored}
            demand: {matrix: [[1, 2], [3, 4]]}
            """;

    @TempDir
    private Path folder;

    private Path file(String text) throws IOException {
        Path file = folder.resolve("scenario.yaml");
        Files.writeString(file, text);
        return file;
    }

    private Problem problem(String text) throws IOException {
        return ScenarioProblem.of(ScenarioFile.read(file(text)), SampleDatasets.of(2, false), "profiles.json")
                .problem();
    }

    // Model b: 20 MB of files, 40 MB of memory, preload 200 ms; download 20 s.
    @Test
    void theProblemIsWhatFileAndDatasetSay() throws IOException {
        Problem problem = problem(TWO_SLOTS);

        assertEquals(List.of("model-a", "model-b"), problem.names());
        assertEquals(15_000_000, problem.capacity().storageBytes());
        assertEquals(30_000_000, problem.capacity().memoryBytes());
        assertEquals(OptionalLong.of(3000), problem.capacity().energyMillijoules());
        assertEquals(20_000_000, problem.storageBytes(1));
        assertEquals(40_000_000, problem.memoryBytes(1));
        assertEquals(Residency.ABSENT, problem.initial(1));
        assertEquals(
                Residency.STORED,
                problem(TWO_SLOTS.replace("15000000", "20000000")).initial(1));
        assertEquals(40_000_000_000L, problem.switchingCost(1, 0, 1));
        assertEquals(400_000_000, problem.switchingCost(1, 1, 2));
        assertEquals(4 * 2_000_000_000L, problem.delayCost(1, 1, 0));
        assertEquals(4 * 250_000_000L, problem.delayCost(1, 1, 1));
        assertEquals(4 * 50_000_000L, problem.delayCost(1, 1, 2));
    }

    @Test
    void demandFromCsvFollowsTheNamesOfItsHeader() throws IOException {
        Files.writeString(folder.resolve("demand.csv"), "model-b,model-a\n2,1\n4,3\n");

        Problem fromCsv = problem(TWO_SLOTS.replace("matrix: [[1, 2], [3, 4]]", "csv: demand.csv"));

        assertEquals(problem(TWO_SLOTS).delayCost(1, 1, 0), fromCsv.delayCost(1, 1, 0));
        assertEquals(problem(TWO_SLOTS).delayCost(0, 0, 2), fromCsv.delayCost(0, 0, 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model-a\n1\n2\n",
                "model-a,model-b\n1,2\n",
                "model-a,model-b\n1,2\n1,x\n",
                "model-a,model-b\n1,2\n1\n"
            })
    void demandThatDoesNotFitIsRefusedByFile(String csv) throws IOException {
        Files.writeString(folder.resolve("demand.csv"), csv);

        String message = assertThrows(
                        BadInputException.class,
                        () -> problem(TWO_SLOTS.replace("matrix: [[1, 2], [3, 4]]", "csv: demand.csv")))
                .getMessage();

        assertTrue(message.contains("demand.csv") && message.contains("expected"), message);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aDeviceWithoutAnEndIsNotReadForOne() {
        List<String> faults = ScenarioFile.faults(Path.of("/dev/zero"));

        assertEquals(1, faults.size(), faults::toString);
        assertTrue(faults.get(0).startsWith("/dev/zero: longer than the 3145728 bytes"), faults.get(0));
    }

    @Test
    void everyFaultIsNamedByFileLineAndKey() throws IOException {
        Path file = file(TWO_SLOTS
                .replace("slots: 2\n", "slots: 0\n")
                .replace("charging: both", "charging: never")
                .replace("  storageBytes: 15000000\n", "")
                .replace("delayPerSecond: 1\n", "delayPerSecnd: 1\n"));

        assertEquals(
                List.of(
                        file + ":3: server: expected exactly one of storageBytes, storageFraction, found none; add one",
                        file + ":12: prices.delayPerSecnd: unknown key",
                        file + ":14: charging: expected one of per-request, per-switch, both, found \"never\"",
                        file + ":15: slots: expected a whole number from 1 to 10000000, found 0"),
                ScenarioFile.faults(file).stream()
                        .map(ScenarioFileTest::withoutLists)
                        .toList());
    }

    private static String withoutLists(String fault) {
        return fault.replaceAll(", expected one of .*|, expected delayPerSecond\\?", "");
    }

    @Test
    void anUnknownKeyIsToldWithTheOneThatWasMeant() throws IOException {
        Path file =
                file(TWO_SLOTS.replace("slotSeconds", "slotseconds").replace("schemaVersion: 1", "schemaVersion: 2"));

        assertEquals(
                List.of(
                        file + ":1: schemaVersion: expected 1, found 2",
                        file + ":17: slotseconds: unknown key, expected slotSeconds?"),
                ScenarioFile.faults(file));
    }

    @Test
    void whatIsNoMappingIsOneFault() throws IOException {
        Path file = file(TWO_SLOTS.replaceAll("(?s)prices:.*charging", "prices: 3\ncharging"));

        assertEquals(List.of(file + ":10: prices: expected a mapping, found 3"), ScenarioFile.faults(file));
        assertEquals(
                List.of(file("") + ":1: document: expected a mapping, found nothing"), ScenarioFile.faults(file("")));
    }

    /** What excludes one another is told where the second of them stands. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "servers: [{name: a}]|20: servers: expected exactly one of server, servers, serverTable, serverGenerator, found server and servers; leave one",
                "servers: []|20: servers: expected a list of at least one mapping, found an empty list",
                "servers: {}|20: servers: expected a list of at least one mapping, found an empty mapping",
                "sharedBackhaulBytesPerSecond: 5|20: sharedBackhaulBytesPerSecond: expected servers that share it, found"
                        + " one server",
                "neighbours: {delayMillis: 5}|20: neighbours: expected servers that are neighbours, found one server",
                "neighbours: {delayMillis: 5, requestBytes: 7}|20: neighbours.requestBytes: expected bytesPerSecond too,"
                        + " found none; add it or leave the bytes out",
                "neighbours: {delayMillis: 5, groupSize: 1}|20: neighbours.groupSize: expected a whole number from 2 to"
                        + " 100, found 1",
                "models: []|20: models: expected a mapping, found an empty list",
            })
    void whatDoesNotGoTogetherIsToldByItsOwnLine(String added, String fault) throws IOException {
        Path file = file(TWO_SLOTS + added + "\n");

        assertTrue(
                ScenarioFile.faults(file).contains(file + ":" + fault),
                () -> ScenarioFile.faults(file).toString());
    }

    /** Whose parser would read the name of an alias as a value, and leave all but the first document out. */
    @Test
    void aliasesAndSecondDocumentsAreRefusedByLine() throws IOException {
        for (String second : List.of("", "---\nslots: 3\n")) {
            Path file = file(TWO_SLOTS.replace("\"cuda:0\"", "*cuda") + second);
            assertEquals(List.of(file + ":2: alias *cuda, expected the value itself"), ScenarioFile.faults(file));
        }
        Path file = file(TWO_SLOTS + "---\nslots: 3\n");
        assertEquals(List.of(file + ":21: a second document begins, expected one a file"), ScenarioFile.faults(file));
    }

    @Test
    void textThatIsNotYamlIsToldByTheLineWhereItEnds() throws IOException {
        Path file = file("schemaVersion: 1\n\tslots: 3\n");

        assertEquals(1, ScenarioFile.faults(file).size());
        assertTrue(
                ScenarioFile.faults(file).get(0).startsWith(file + ":2: not YAML: while scanning for the next token"),
                ScenarioFile.faults(file).get(0));
    }

    @ParameterizedTest
    @CsvSource({
        "0.5, 0.5",
        ".5, 0.5",
        "5., 5",
        "+5, 5",
        "5e1, 50",
        "5E+1, 50",
        "1e-3, 0.001",
        "0, 0",
        "0.10, 0.1",
        "-0, 0"
    })
    void numbersAreDecimalAsPeopleMeanThem(String written, double meant) throws IOException {
        String text = TWO_SLOTS.replace("cloudDelayMillis: 2000", "cloudDelayMillis: " + written);

        assertEquals(meant, ScenarioFile.read(file(text)).cloudDelayMillis());
    }

    @ParameterizedTest
    @CsvSource({
        "010, '010; octal to some readers; write 10 where that is meant'",
        "-010, '-010; octal to some readers; write -10 where that is meant'",
        "010.5, '010.5; octal to some readers; write 10.5 where that is meant'",
        "00, '00; octal to some readers; write 0 where that is meant'",
        "08, '08; octal to some readers; write 8 where that is meant'",
        "1_000, '1_000; write its digits without _'",
        "0x10, '0x10; write it as a decimal number of at most 40 characters'",
        "0b11, '0b11; write it as a decimal number of at most 40 characters'",
        ".inf, '.inf; write it as a decimal number of at most 40 characters'",
        ".nan, '.nan; write it as a decimal number of at most 40 characters'",
        "1e999999999, '1e999999999; write it as a decimal number of at most 40 characters'",
        "0o10, '0o10; write it as a decimal number of at most 40 characters'",
        "1:30, '1:30; base 60 to some readers; write 90 where that is meant'",
        "-1:00:00.5, '-1:00:00.5; base 60 to some readers; write -3600.5 where that is meant'",
        "15:00, '15:00; base 60 to some readers; write 900 where that is meant'",
        "'\"5\"', '\"5\"; write it without quotes'",
        "5 000, '5 000; write it as a decimal number of at most 40 characters'",
        "٥, '\"٥\"'",
        "yes, yes",
        "true, true",
        "~, nothing",
    })
    void numbersThatCouldBeMisreadAreRefusedWithARemedy(String written, String found) throws IOException {
        Path file = file(TWO_SLOTS.replace("cloudDelayMillis: 2000", "cloudDelayMillis: " + written));

        assertEquals(
                List.of(file + ":8: cloudDelayMillis: expected a number from 0 to 1000000000000, found " + found),
                ScenarioFile.faults(file));
    }

    @ParameterizedTest
    @CsvSource({
        "yes, yes",
        "No, No",
        "on, on",
        "off, off",
        "1, 1",
        "'\"true\"', '\"true\"'",
    })
    void onlyTrueAndFalseAreTrueAndFalse(String written, String found) throws IOException {
        Path file = file(TWO_SLOTS + "models: {model-a: {exclude: " + written + "}}\n");

        assertEquals(
                List.of(file + ":20: models.model-a.exclude: expected true or false, found " + found),
                ScenarioFile.faults(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "010", "5", "1e3", "0x10", "true"})
    void whatIsNoTextIsPutInQuotes(String written) throws IOException {
        Path file = file(TWO_SLOTS.replace("\"cuda:0\"", written));

        assertEquals(
                List.of(file + ":2: profile.device: expected text, found " + (written.equals("1e3") ? "1E+3" : written)
                        + "; what is in quotes is text"),
                ScenarioFile.faults(file));
        assertEquals(List.of(), ScenarioFile.faults(file(TWO_SLOTS.replace("cuda:0", written))));
    }

    /** Keys are text whatever they look like: models may be called so. */
    @Test
    void keysAreText() throws IOException {
        Path file = file(TWO_SLOTS + "models: {010: {exclude: true}, no: {exclude: true}, 1e3: {}, true: {}}\n");

        assertEquals(
                Set.of("010", "no", "1e3", "true"),
                ScenarioFile.read(file).models().keySet());
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-400", "1e400", "-1e-400", "-1"})
    void numbersBeyondTheRangeAreNotRounded(String written) throws IOException {
        assertEquals(
                1,
                ScenarioFile.faults(file(TWO_SLOTS.replace("cloudDelayMillis: 2000", "cloudDelayMillis: " + written)))
                        .size());
    }

    @Test
    void tagsEndlessTextsAndBombsEndInOneLine() throws IOException {
        String bomb = "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n";
        for (String text : List.of(
                bomb,
                TWO_SLOTS.replace("slots: 2", "slots: !!int \"2\""),
                "schemaVersion: \"" + "a".repeat(1_000_000) + "\"\n",
                "schemaVersion: " + "a b ".repeat(1_000_000) + "\n",
                "a: " + "[".repeat(100_000),
                TWO_SLOTS + "--- 1\n")) {
            List<String> faults = ScenarioFile.faults(file(text));
            assertEquals(1, faults.size(), faults::toString);
            assertTrue(faults.get(0).startsWith(file(text) + ":"), faults::toString);
            assertTrue(faults.get(0).length() < 400, faults::toString);
        }
    }

    @Test
    void faultsAreListedByLineAndNotWithoutEnd() throws IOException {
        StringBuilder text = new StringBuilder(TWO_SLOTS);
        for (int key = 0; key < 1000; key++) {
            text.append("unknown").append(key).append(": 1\n");
        }
        List<String> faults = ScenarioFile.faults(file(text.toString()));

        assertEquals(101, faults.size());
        assertTrue(faults.get(0).contains(":20: unknown0: "), faults.get(0));
        assertTrue(faults.get(99).contains(":119: unknown99: "), faults.get(99));
    }

    /** Whatever the dataset, planning could not read these. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "csv: none.csv|scenario.yaml:19: demand.csv: no such file: FOLDER/none.csv; name one that is there, as seen"
                        + " from this file's folder",
                "csv: one-row.csv|one-row.csv:2: the last of 1 rows, expected 2, one a slot",
                "csv: letters.csv|letters.csv:3: 'x', expected a finite number >= 0",
                "csv: narrow.csv|narrow.csv:3: 1 values, expected 2, one a column of the header",
                "csv: twice.csv|twice.csv:1: column 'a' is there more than once; expected a header with the names a, each once",
                "trace: {file: none.csv, format: requests}|scenario.yaml:19: demand.trace.file: no such file: FOLDER/none.csv; name one"
                        + " that is there, as seen from this file's folder",
                "trace: {file: letters.csv, format: requests}|letters.csv:1: no column timestamp, expected a header with"
                        + " the columns timestamp,model[,work]",
                "trace: {file: back.csv, format: requests}|back.csv:3: '1', expected a timestamp not before that of the line"
                        + " before; sort the file by time",
                "trace: {file: work.csv, format: requests}|work.csv:2: '-1', expected a finite number >= 0",
                "trace: {file: work.csv, format: azure-2023, zipfExponent: 1, seed: 1}|work.csv:1: no column ContextTokens,"
                        + " expected a header with the columns TIMESTAMP,ContextTokens,GeneratedTokens",
                "matrix: [[1, 2]]|scenario.yaml:19: demand.matrix: 1 rows, expected 2, one a slot",
                "matrix: [[1, 2], [1]]|scenario.yaml:19: demand.matrix: 1 values in row 2, expected 2 as in the first, one a"
                        + " model",
            })
    void whatPlanningRefusesOfDemandValidatingRefusesToo(String demand, String fault) throws IOException {
        Files.writeString(folder.resolve("one-row.csv"), "a,b\n1,2\n");
        Files.writeString(folder.resolve("letters.csv"), "a,b\n1,2\n1,x\n");
        Files.writeString(folder.resolve("narrow.csv"), "a,b\n1,2\n1\n");
        Files.writeString(folder.resolve("twice.csv"), "a,a\n1,2\n1,2\n");
        Files.writeString(folder.resolve("back.csv"), "timestamp,model\n2,a\n1,a\n");
        Files.writeString(folder.resolve("work.csv"), "timestamp,model,work\n2,a,-1\n");
        Path file = file(TWO_SLOTS.replace("matrix: [[1, 2], [3, 4]]", demand));

        assertEquals(List.of(folder + "/" + fault.replace("FOLDER", folder.toString())), ScenarioFile.faults(file));
        BadInputException refused = assertThrows(
                BadInputException.class, () -> problem(TWO_SLOTS.replace("matrix: [[1, 2], [3, 4]]", demand)));
        assertTrue(refused.getMessage().startsWith(folder + "/" + fault.replaceFirst(":.*", "")), refused.getMessage());
    }

    @Test
    void rulesThatContradictAndNamesThatNobodyKnowAreToldByLine() throws IOException {
        Path file = file(TWO_SLOTS + "models: {model-a: {exclude: true, minResidency: loaded}}\n");
        assertEquals(
                List.of(file + ":20: models.model-a: expected either exclude or minResidency loaded, found both"),
                ScenarioFile.faults(file));
        assertEquals(
                List.of(file(TWO_SLOTS)
                        + ":18: initial.model-x: no such model in profiles.json, expected one of model-a,"
                        + " model-b"),
                assertThrows(BadInputException.class, () -> problem(TWO_SLOTS.replace("model-b", "model-x")))
                        .faults());
    }

    @Test
    void slotsOfMoreThanACenturyAreRefused() {
        String message = assertThrows(
                        BadInputException.class,
                        () -> problem(TWO_SLOTS.replace("slotSeconds: 60", "slotSeconds: 3e9")))
                .getMessage();

        assertTrue(
                message.endsWith(
                        "scenario.yaml:17: slotSeconds: 3000000000 s in 2 slots, expected at most 4000000000 s of them together"),
                message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "[1, 2]", "{", "a: [\n", "\u0000", "a: *b"})
    void textThatIsNoScenarioIsRefusedInLines(String text) throws IOException {
        Path file = file(text);

        assertTrue(ScenarioFile.faults(file).stream()
                .allMatch(fault -> fault.startsWith(file + ":") && !fault.contains("\n")));
        assertThrows(BadInputException.class, () -> ScenarioFile.read(file));
    }

    @Test
    void aDatasetWithoutTheDeviceIsRefusedForEveryModel() throws IOException {
        String message = assertThrows(BadInputException.class, () -> problem(TWO_SLOTS.replace("cuda:0", "host")))
                .getMessage();

        assertEquals(
                4, message.split("scenario.yaml:2: profile[.](device|tier): model model-", -1).length - 1, message);
    }

    @Test
    void whatTheExampleHasInCommentsIsValidToo() throws IOException {
        Path example = Path.of("..", "results", "scenarios", "example.yaml");
        String one = uncommented(
                example, "loadsAtOnce|inferenceEngine|energy|models:|  esrgan|  all-minilm|initial:|churn|bursts");
        String line = uncommented(example, "useLoadModel");
        String several = uncommented(example, "servers:|  - \\{name|sharedBackhaul|neighbours")
                .replaceFirst("(?ms)^server:.*?(?=^\\S)", "");
        String traces =
                uncommented(example, "trace: .*format: requests").replaceFirst("(?ms)^  generator:.*?(?=^  \\S)", "");

        assertTrue(one.contains("\n  esrgan-slim/x2: {min") && one.contains("\n    churn:"), one);
        assertTrue(several.contains("\n  - {name: north"), several);
        assertTrue(traces.contains("\n  trace:"), traces);
        Files.writeString(folder.resolve("trace.csv"), "timestamp,model\n0,a\n1,b\n");
        for (String text : List.of(one, line, several, traces)) {
            assertEquals(List.of(), ScenarioFile.faults(file(text)), text);
        }
    }

    /** Servers that are not listed: a scenario whose server is exchanged for other keys. */
    private Path unlisted(String keys) throws IOException {
        return file(TWO_SLOTS
                .replaceFirst("(?ms)^server:.*?(?=^\\S)", keys)
                .replaceFirst(
                        "(?ms)^demand:.*?(?=^\\S|\\z)",
                        "demand: {generator: {requestsPerSecond: 1, zipfExponent: 1, driftSlots: 0, dailyAmplitude: 0,"
                                + " seed: 5}}\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name,storageBytes,memoryBytes|servers.csv:1: columns name,storageBytes,memoryBytes; expected name,",
                "name,storageBytes,storageFraction,memoryBytes,backhaulBytesPerSecond|servers.csv:1: columns",
                "name,storageBytes,memoryBytes,backhaulBytesPerSecond,size|servers.csv:1: columns",
                "name,storageBytes,memoryBytes,backhaulBytesPerSecond|servers.csv: no servers, expected a row for each",
                "name,storageBytes,memoryBytes,backhaulBytesPerSecond;a,1,2|servers.csv:2: 3 values, expected 4",
                "name,storageBytes,memoryBytes,backhaulBytesPerSecond;a,1,2,3;a,1,2,3|servers.csv:3: name a again",
                "name,storageFraction,memoryBytes,backhaulBytesPerSecond;a,1.5,2,3|servers.csv:2: ",
                "name,storageBytes,memoryBytes,backhaulBytesPerSecond;a,1,2,0|servers.csv:2: ",
            })
    void aTableOfServersIsRefusedByItsLine(String rows, String fault) throws IOException {
        Files.writeString(folder.resolve("servers.csv"), rows.replace(';', '\n') + "\n");

        List<String> faults = ScenarioFile.faults(unlisted("serverTable: servers.csv\n"));

        assertEquals(1, faults.size(), faults::toString);
        assertTrue(faults.get(0).startsWith(folder.resolve(fault).toString()), faults::toString);
    }

    @Test
    void serversAreDrawnFromTheirSeed() throws IOException {
        String keys = "serverGenerator: {count: 12, seed: %d, leastStorageFraction: 0.2, mostStorageFraction: 0.4,"
                + " leastMemoryFraction: 0.1, mostMemoryFraction: 0.1, leastBackhaulBytesPerSecond: 1,"
                + " mostBackhaulBytesPerSecond: 2, leastDemandFactor: 0, mostDemandFactor: %s}\n";
        FleetScenario drawn = ScenarioFile.readFleet(unlisted(keys.formatted(7, "3")));

        assertEquals(drawn, ScenarioFile.readFleet(unlisted(keys.formatted(7, "3"))));
        assertNotEquals(
                drawn.servers(),
                ScenarioFile.readFleet(unlisted(keys.formatted(8, "3"))).servers());
        assertEquals("server-01", drawn.names().get(0));
        String many = keys.formatted(7, "3").replace("count: 12", "count: 101") + "neighbours: {delayMillis: 5%s}\n";
        assertTrue(ScenarioFile.faults(unlisted(many.formatted("")))
                .get(0)
                .endsWith(
                        "neighbours: expected groupSize where there are more than 100 servers, found 101; say how many"
                                + " of them are neighbours"));
        assertEquals(List.of(), ScenarioFile.faults(unlisted(many.formatted(", groupSize: 4"))));
        assertEquals(12, drawn.servers().stream().distinct().count());
        assertTrue(ScenarioFile.faults(unlisted(keys.formatted(7, "-1")))
                .get(0)
                .contains("serverGenerator.mostDemandFactor: expected a number from 0"));
        assertTrue(ScenarioFile.faults(unlisted(
                        keys.formatted(7, "3").replace("mostStorageFraction: 0.4", "mostStorageFraction: 0.1")))
                .get(0)
                .contains("mostStorageFraction: expected at least leastStorageFraction of 0.2, found 0.1"));
    }

    private static String uncommented(Path file, String keys) throws IOException {
        return Files.readString(file).replaceAll("(?m)^( *)# (" + keys + ")", "$1$2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example", "fleet", "fleet-drawn", "fleet-neighbours", "azure-code-2023"})
    void scenariosInTheRepositoryAreValid(String name) {
        assertEquals(List.of(), ScenarioFile.faults(Path.of("..", "results", "scenarios", name + ".yaml")));
    }
}
