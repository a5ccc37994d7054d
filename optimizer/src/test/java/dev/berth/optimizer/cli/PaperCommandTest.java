package dev.berth.optimizer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.optimizer.document.ComparisonFile;
import dev.berth.optimizer.document.Origin;
import dev.berth.optimizer.paper.Paper;
import dev.berth.optimizer.report.ComparedCsv;
import dev.berth.optimizer.scenario.SampleDatasets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaperCommandTest {
    private static final String STUDIES = """
            schemaVersion: 1
            profiles: profiles.json
            scenario: scenario.yaml
            seeds: 2
            studies:
              - {name: methods, solvers: [slot-exact, horizon-exact], policies: [lru]}
              - {name: over-rate, sweeps: ["rate=1,2"], solvers: [horizon-exact]}
            """;

    @TempDir
    private Path folder;

    private final CommandRun berth = new CommandRun();

    @BeforeEach
    void writeStudies() throws IOException {
        ProfileDatasets.write(SampleDatasets.of(4, false), folder.resolve("profiles.json"));
        Files.writeString(folder.resolve("scenario.yaml"), """
                schemaVersion: 1
                profile: {device: "cuda:0", tier: storage-cold}
                server: {storageFraction: 0.6, memoryFraction: 0.5, backhaulBytesPerSecond: 10000000}
                cloudDelayMillis: 2000
                inferenceAssumedMillis: 50
                prices: {storagePerGibibyteHour: 0.1, memoryPerGibibyteHour: 0.2, delayPerSecond: 0.001, switchingPerSecond: 0.01}
                charging: both
                slots: 6
                slotSeconds: 600
                demand:
                  generator: {requestsPerSecond: 0.2, zipfExponent: 0.9, driftSlots: 2, dailyAmplitude: 0.5, seed: 1}
                """);
        write(STUDIES);
    }

    private void write(String studies) throws IOException {
        Files.writeString(folder.resolve(Paper.FILE), studies);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    /** Without the time that decisions took, which is another each time. */
    private static List<List<String>> timeless(Path csv) throws IOException {
        List<List<String>> rows = Files.readAllLines(csv).stream()
                .map(line -> List.of(line.split(",", -1)))
                .toList();
        int time = rows.get(0).indexOf("elapsed_nanos");
        return rows.stream()
                .map(row -> Stream.concat(row.subList(0, time).stream(), row.subList(time + 1, row.size()).stream())
                        .toList())
                .toList();
    }

    @Test
    void everyStudyIsWhatCompareSaysOfIt() throws IOException {
        Path out = folder.resolve("again");
        assertEquals(0, berth.run("paper", folder, "--out", out, "--json"), berth.errors::toString);

        assertEquals(List.of("methods.csv", "over-rate.csv", "services.csv"), names(out.resolve("data")));
        assertEquals(
                List.of("first-and-later.svg", "methods.svg", "over-rate.svg", "storage-and-memory.svg"),
                names(out.resolve("figures")));
        JsonNode said = new ObjectMapper().readTree(berth.output.toString());
        assertEquals(7, said.get("files").size());
        Path compared = folder.resolve("compared.csv");
        assertEquals(
                0,
                berth.onScenario(
                        "compare",
                        folder.resolve("profiles.json"),
                        folder.resolve("scenario.yaml"),
                        "--seeds",
                        2,
                        "--sweep",
                        "rate=1,2",
                        "--solver",
                        "horizon-exact",
                        "--out",
                        compared));
        assertEquals(timeless(compared), timeless(out.resolve("data/over-rate.csv")));
        String figure = Files.readString(out.resolve("figures/over-rate.svg"));
        assertTrue(figure.contains("horizon-exact") && figure.contains("./berth paper"), figure);
        assertFalse(figure.contains("profiles.json"), "names a file of this machine");
    }

    /** With half the storage plans cost more than the bound of the whole, and with more of it less. */
    @ParameterizedTest
    @CsvSource({"0.3", "1"})
    void rowsOnOtherScenariosHaveTheBoundOfTheirs(String fraction) throws IOException {
        String scenario = Files.readString(folder.resolve("scenario.yaml"));
        Files.writeString(
                folder.resolve("other.yaml"),
                scenario.replace("storageFraction: 0.6", "storageFraction: " + fraction)
                        .replace("memoryFraction: 0.5", "memoryFraction: " + fraction));
        write(STUDIES.replaceFirst("(?s)  - \\{name: methods.*", """
                  - name: methods
                    solvers: [horizon-exact]
                    against:
                      - {name: other, scenario: other.yaml, solver: horizon-exact}
                      - {name: other slots, scenario: other.yaml, solver: slot-exact}
                      - {name: other lru, scenario: other.yaml, policy: lru}
                """));
        assertEquals(0, berth.run("paper", folder, "--quiet"), berth.errors::toString);

        List<List<String>> rows = timeless(folder.resolve("data/methods.csv"));
        int planned = rows.get(0).indexOf("planned_nano_cost");
        int bound = rows.get(0).indexOf("bound_nano_cost");
        int gap = rows.get(0).indexOf("proven_gap");
        List<String> here = rows.get(2);
        List<String> other = rows.get(3);
        assertEquals(List.of(here.get(planned), "0", "true"), here.subList(bound, gap + 2));
        assertNotEquals(here.get(planned), other.get(planned));
        assertEquals(List.of(other.get(planned), "0", "true"), other.subList(bound, gap + 2));
        assertEquals(here.get(bound), rows.get(1).get(bound));
        assertEquals(List.of("", "", "false"), rows.get(4).subList(bound, gap + 2));
        assertEquals(List.of("", "", "false"), rows.get(5).subList(bound, gap + 2));
        ComparedCsv read = ComparedCsv.read(folder.resolve("data/methods.csv")).orElseThrow();
        ComparisonFile.Case only = read.cases().get(0);
        assertEquals(
                Long.parseLong(here.get(bound)), only.boundNanoCost().optional().orElseThrow());
        assertEquals(
                Long.parseLong(other.get(bound)),
                only.bound(only.rows().get(2)).optional().orElseThrow());
        assertTrue(only.bound(only.rows().get(3)).optional().isEmpty());
    }

    @Test
    void servicesAreTheScenarios() throws IOException {
        assertEquals(0, berth.run("paper", folder, "--quiet"), berth.errors::toString);

        List<String> lines = Files.readAllLines(folder.resolve("data/services.csv"));
        assertEquals(5, lines.size());
        for (String line : lines.subList(1, 5)) {
            String[] cells = line.split(",", -1);
            long storage = Long.parseLong(cells[2]);
            // 10 MB a second are 100 nanoseconds a byte.
            assertEquals(100 * storage, Long.parseLong(cells[5]));
            assertEquals("2000000000", cells[8]);
        }
    }

    /** Where a server has several links and a surface, what they gain is there; the figure shows what it is told to. */
    @Test
    void linksAndSurfacesAreStudiedToo() throws IOException {
        Path scenario = folder.resolve("scenario.yaml");
        Files.writeString(scenario, Files.readString(scenario).replaceFirst("server: .*", """
                objective: worst
                server:
                  storageFraction: 0.6
                  memoryFraction: 0.5
                  links: [{name: one, bytesPerSecond: 10000000}, {name: two, bytesPerSecond: 5000000, delayMillis: 10}]
                  radio:
                    bandwidthHertz: 1000000
                    pathLossAtOneMeterDecibels: 40
                    pathLossExponent: 2
                    noiseDecibelMilliwattsPerHertz: -174
                    uploadPowerWatts: 0.1
                    downloadPowerWatts: 1
                    requestBytes: 10000
                    resultBytes: 10000
                    surface: {elements: 16, phases: aligned, transmitterMeters: 20, receiverMeters: 90}"""));
        write("""
                schemaVersion: 1
                profiles: profiles.json
                scenario: scenario.yaml
                seeds: 2
                studies:
                  - {name: over-elements, sweeps: ["surface-elements=1,16"], solvers: [slot-exact], figure: longest-delay}
                """);
        Path out = folder.resolve("again");
        assertEquals(0, berth.run("paper", folder, "--out", out, "--quiet"), berth.errors::toString);

        List<String> downloads = Files.readAllLines(out.resolve("data/downloads.csv"));
        assertEquals(1 + 2 * 4, downloads.size());
        for (String line : downloads.subList(1, downloads.size())) {
            String[] cells = line.split(",", -1);
            assertEquals(cells[5], cells[6], "planned is not what is simulated: " + line);
            assertEquals(cells[0].equals("1") ? 1 : 1.5, Double.parseDouble(cells[7]), 0.01, line);
        }
        List<String> rates = Files.readAllLines(out.resolve("data/surface-rates.csv"));
        assertEquals(1 + 2 * 11, rates.size());
        for (int line = 1; line < rates.size(); line += 2) {
            double aligned = Double.parseDouble(rates.get(line).split(",", -1)[2]);
            assertTrue(aligned >= Double.parseDouble(rates.get(line + 1).split(",", -1)[2]), rates.get(line));
        }
        String figure = Files.readString(out.resolve("figures/over-elements.svg"));
        assertTrue(figure.contains("Longest mean delay"), figure);
        assertTrue(Files.exists(out.resolve("figures/downloads.svg")));
        assertTrue(Files.exists(out.resolve("figures/surface-rates.svg")));
        assertEquals(0, berth.run("report", out), berth.errors::toString);

        write(STUDIES.replace("name: methods,", "name: methods, figure: delay,"));
        assertEquals(3, berth.run("paper", folder));
        assertTrue(berth.errors.toString().contains("expected cost where nothing is swept"), berth.errors::toString);
    }

    /** Beside a dataset and without one; what was made from another dataset is refused by name. */
    @Test
    void thePageShowsStudies() throws IOException {
        Path alone = folder.resolve("alone");
        assertEquals(0, berth.run("paper", folder, "--out", alone.resolve("my-studies")), berth.errors::toString);
        assertEquals(0, berth.run("report", alone), berth.errors::toString);

        String page = Files.readString(alone.resolve("report.html"));
        assertTrue(page.contains("What each method costs, study by study"));
        for (String study : List.of("methods", "over-rate", "services")) {
            assertTrue(page.contains(">Study, " + study + "</h2>"), study);
        }
        assertTrue(page.contains("berth paper DIR --out my-studies"), "the command behind the tables");
        String values = unpacked(page, "values");
        for (String cost : Files.readAllLines(alone.resolve("my-studies/data/over-rate.csv")).stream()
                .skip(1)
                .map(line -> line.split(",", -1)[5])
                .toList()) {
            assertTrue(values.contains("\"" + cost + "\""), cost);
        }

        Files.copy(folder.resolve("profiles.json"), alone.resolve("profiles.json"));
        assertEquals(0, berth.run("report", alone), berth.errors::toString);
        ProfileDatasets.write(SampleDatasets.of(3, false), alone.resolve("profiles.json"));
        assertEquals(3, berth.run("report", alone));
        assertTrue(berth.errors.toString().contains("my-studies/data/methods.csv: made from the dataset"));
    }

    /** What the page carries compressed. */
    private static String unpacked(String page, String id) throws IOException {
        String begin = "id=\"" + id + "\">";
        int from = page.indexOf(begin) + begin.length();
        byte[] packed = Base64.getDecoder().decode(page.substring(from, page.indexOf("<", from)));
        try (InputStream text = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return new String(text.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void aTableThatWasCutIsToldByItsLine() throws IOException {
        assertEquals(0, berth.run("paper", folder, "--quiet"), berth.errors::toString);
        Path table = folder.resolve("data/methods.csv");
        List<String> lines = new ArrayList<>(Files.readAllLines(table));
        lines.set(2, lines.get(2).replaceFirst(",[^,]*$", ""));
        Files.write(table, lines);

        assertEquals(3, berth.run("report", folder));
        assertTrue(berth.errors.toString().contains("data/methods.csv:3: "), berth.errors::toString);
    }

    @Test
    void whatIsAcceptedObeysTheSchemaAndIsOfItsKind() throws IOException {
        JsonNode tree = new YAMLMapper().readTree(STUDIES);

        assertEquals(Set.of(), CommandRun.schemaFaults(Paper.SCHEMA.content(), tree));
        assertEquals(0, berth.run("validate", folder.resolve(Paper.FILE)), berth.errors::toString);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "rate=1,2; rte=1,2; :7: $.studies[1].sweeps: --sweep 'rte=1,2': expected PARAMETER=VALUES",
                "[horizon-exact]}; [horizon]}; :7: $.studies[1].solvers: no solver 'horizon', expected one of",
                "[lru]; [lruu]; :6: $.studies[0].policies: no policy 'lruu', expected one of",
                "name: over-rate; name: methods; :5: $.studies: out of range: studies=\"methods\" twice, expected each",
                "name: over-rate; name: Over; :7: $.studies[1].name: out of range: name=\"Over\", expected lower-case",
                "seeds: 2; seeds: 0; :4: $.seeds: out of range: seeds=0, expected >= 1",
                "seeds: 2; seed: 2; :4: $.seed: unknown key, expected one of",
                "scenario: scenario.yaml; scenario: other.yaml; other.yaml: no such file",
                "profiles: profiles.json; profiles: other.json; other.json: no such file"
            })
    void aFaultNamesFileLineAndKey(String right, String wrong, String said) throws IOException {
        assertTrue(STUDIES.contains(right), right);
        write(STUDIES.replace(right, wrong));

        assertEquals(3, berth.run("paper", folder));
        assertTrue(berth.errors.toString().contains(said.strip()), berth.errors::toString);
        assertFalse(Files.exists(folder.resolve("data")));
    }

    /** What is published is of the dataset and of all studies that its folder names. */
    @Test
    void publishedPapersAreWhole() throws IOException {
        Path papers = Path.of("..", "results", "papers");
        List<String> folders = new ArrayList<>(names(papers));
        assertTrue(folders.remove("README.md"), folders::toString);
        assertTrue(folders.contains("edge-deployment"), folders::toString);
        for (String name : folders) {
            Path paper = papers.resolve(name);
            assertEquals(List.of(), Paper.faults(paper.resolve(Paper.FILE)), name);
            JsonNode document =
                    new YAMLMapper().readTree(paper.resolve(Paper.FILE).toFile());
            for (JsonNode study : document.get("studies")) {
                JsonNode source = study.has("providers") ? study.get("providers") : document.get("profiles");
                String fingerprint = Origin.fingerprint(paper.resolve(source.textValue()));
                String file = study.get("name").textValue();
                List<String> lines = Files.readAllLines(paper.resolve("data").resolve(file + ".csv"));
                assertTrue(lines.size() > 1, file);
                assertTrue(lines.stream().skip(1).allMatch(line -> line.endsWith("," + fingerprint)), file);
                assertTrue(Files.exists(paper.resolve("figures").resolve(file + ".svg")), file);
            }
            assertTrue(Files.exists(paper.resolve("README.md")), name);
        }
    }

    @Test
    void aFolderThatIsNotThereIsBadInput() {
        assertEquals(3, berth.run("paper", folder.resolve("none")));
        assertTrue(
                berth.errors.toString().contains("none: no such folder, expected one with a paper.yaml"),
                berth.errors::toString);
    }
}
