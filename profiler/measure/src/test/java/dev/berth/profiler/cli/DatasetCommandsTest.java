package dev.berth.profiler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Datasets;
import dev.berth.dataset.DeviceRecord;
import dev.berth.dataset.MachineRecord;
import dev.berth.dataset.ProfileDataset;
import dev.berth.dataset.ProfileDatasets;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.RunRow;
import dev.berth.dataset.raw.SessionRecord;
import dev.berth.record.Json;
import dev.berth.record.Reading;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands through the whole command line, on files. */
class DatasetCommandsTest {
    private static final long MB = 1_000_000;

    @TempDir
    private Path folder;

    private String out;
    private String err;

    private int berth(Object... words) {
        CommandRun run = CommandRun.of(words);
        out = run.out();
        err = run.err();
        return run.status();
    }

    private Path raw(String name, DeviceRecord device, double slowdown) throws IOException {
        Path raw = Files.createDirectories(folder.resolve(name).resolve("raw"));
        Random random = new Random(1);
        List<RunRow> rows = new ArrayList<>();
        List<dev.berth.dataset.ModelRecord> models = new ArrayList<>();
        for (int m = 1; m <= 4; m++) {
            long bytes = MB << m;
            models.add(Samples.model("model-" + m, bytes));
            long[] nanos = random.doubles(20)
                    .mapToLong(uniform -> Math.round(slowdown * (1 + 0.02 * uniform) * (2 * MB + bytes)))
                    .toArray();
            rows.addAll(Samples.rows("model-" + m, device.id(), CacheTier.STORAGE_COLD, bytes, nanos));
        }
        SessionRecord session = Samples.session(Samples.STARTED, List.of(device), models, List.of());
        Json.write(raw.resolve("session.json"), session);
        Files.writeString(raw.resolve("runs.jsonl"), Samples.sealedLines(session, Samples.inSequence(rows)));
        return raw.getParent();
    }

    private Path dataset(String name, double slowdown) throws IOException {
        Path file = folder.resolve(name + ".json");
        assertEquals(0, berth("calibrate", raw(name, Samples.host(), slowdown), "--out", file), () -> err);
        return file;
    }

    @Test
    void rawRunsBecomeADatasetThatValidates() throws IOException {
        Path file = dataset("a", 1);

        assertTrue(out.contains("model-4") && out.replaceAll("\\s+", " ").contains("4 models, 80 runs"), out);
        assertEquals(4, ProfileDatasets.read(file).models().size());
        assertEquals(0, berth("validate", file, folder.resolve("a")), () -> err);
        assertEquals(0, berth("calibrate", folder.resolve("a"), "--out", file, "--json", "--quiet"));
        assertEquals(
                ProfileDatasets.read(file),
                Json.parse("stdout", 1, out.getBytes(StandardCharsets.UTF_8), ProfileDataset.class));
    }

    @Test
    void figuresThatDoNotFollowFromTheirRunsAreFaults() throws IOException {
        Path file = dataset("a", 1);
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("\"histogram\": \"[^\"]*\"", "\"histogram\": \"HISTF\""));
        assertEquals(3, berth("validate", file));
        assertTrue(err.contains("$.models[0].preload[0].total.histogram: is no HdrHistogram in base64"), err);

        long max = ProfileDatasets.read(dataset("a", 1))
                .models()
                .get(0)
                .preload()
                .get(0)
                .total()
                .maxNanos();
        Files.writeString(file, text.replaceFirst("\"maxNanos\": " + max, "\"maxNanos\": " + (max + 1)));
        assertEquals(3, berth("validate", file));
        assertEquals(
                "berth: " + file + ": $.models[0].preload[0].total.maxNanos: " + (max + 1)
                        + " does not follow from the samples, expected " + max,
                err.strip());
    }

    @Test
    void aTornLastRunIsSaidAndLeftOut() throws IOException {
        Path raw = raw("a", Samples.host(), 1);
        Path runs = raw.resolve("raw/runs.jsonl");
        String whole = Files.readString(runs);
        Files.writeString(runs, whole.substring(0, whole.length() - 30));

        assertEquals(0, berth("calibrate", raw, "--out", folder.resolve("p.json")));

        assertTrue(out.contains(":80: last line is cut off"), out);
        assertTrue(out.contains("79 runs"), out);
    }

    private Path copyOf(Path folder, String name) throws IOException {
        Path copy = Files.createDirectories(this.folder.resolve(name).resolve("raw"));
        for (String file : List.of("session.json", "runs.jsonl")) {
            Files.copy(folder.resolve("raw").resolve(file), copy.resolve(file));
        }
        return copy.getParent();
    }

    @Test
    void aSessionCountsOnceHoweverOftenItIsNamed() throws IOException {
        Path once = raw("a", Samples.host(), 1);
        Path copy = copyOf(once, "copy");
        Path part = copyOf(once, "part");
        Path runs = part.resolve("raw/runs.jsonl");
        String whole = Files.readString(runs);
        Files.writeString(runs, whole.substring(0, whole.length() / 2));
        Path link = Files.createSymbolicLink(folder.resolve("link"), once);
        Path file = folder.resolve("p.json");

        for (List<Path> named : List.of(
                List.of(once, once),
                List.of(once, once.resolve("raw")),
                List.of(once, link),
                List.of(once, copy),
                List.of(once, part),
                List.of(part, once))) {
            assertEquals(0, berth("calibrate", named.get(0), named.get(1), "--out", file), () -> err);
            assertTrue(out.contains("80 runs"), out);
            List<String> told = ProfileDatasets.read(file).notes().stream()
                    .filter(note -> note.contains("too, it counts once"))
                    .toList();
            assertEquals(1, told.size(), told::toString);
        }
        assertEquals(0, berth("calibrate", part, copy, once, part, "--out", file), () -> err);
        assertTrue(out.contains("80 runs"), out);
    }

    @Test
    void copiesThatDifferAreRefused() throws IOException {
        Path once = raw("a", Samples.host(), 1);
        Path edited = copyOf(once, "edited");
        Path runs = edited.resolve("raw/runs.jsonl");
        String whole = Files.readString(runs);
        Files.writeString(
                runs,
                whole.replaceFirst(
                        "\"load1\":\\{\"value\":0.5(.*\n.*)\"value\":0.5", "\"load1\":{\"value\":0.5$1\"value\":0.4"));
        Path file = folder.resolve("p.json");

        assertEquals(3, berth("calibrate", once, edited, "--out", file));
        assertEquals(1, err.lines().count(), err);
        assertTrue(err.contains("a/raw/runs.jsonl:2: the copy of its runs in " + edited.resolve("raw")), err);

        Files.writeString(runs, whole);
        Path head = edited.resolve("raw/session.json");
        Files.writeString(head, Files.readString(head).replace("12:00:00Z", "12:00:01Z"));
        assertEquals(3, berth("calibrate", once, edited, "--out", file));
        assertTrue(err.contains("a/raw/session.json: the copy of its runs in"), err);
        assertFalse(Files.exists(file));
    }

    @Test
    void aDoubledLogAndOneWithAGapAreFaultsWithTheirLine() throws IOException {
        Path once = raw("a", Samples.host(), 1);
        Path runs = once.resolve("raw/runs.jsonl");
        String whole = Files.readString(runs).replaceAll(",\"seal\":\"[0-9a-f]{64}\"", "");
        Path file = folder.resolve("p.json");

        Files.writeString(runs, whole + whole);
        assertEquals(3, berth("calibrate", once, "--out", file));
        assertEquals(
                "berth: " + runs + ":81: $.sequence: 0, expected 80: the row is there twice or out of order; take the"
                        + " file back from where it was measured",
                err.strip());
        assertEquals(3, berth("validate", once, "--quiet"));
        assertEquals(1, err.lines().count(), err);

        Files.writeString(runs, whole.replaceFirst("\n.*\n.*\n", "\n"));
        assertEquals(3, berth("calibrate", once, "--out", file));
        assertTrue(err.contains(runs + ":2: $.sequence: 3, expected 1: rows before it are missing"), err);
        assertFalse(Files.exists(file));
    }

    /** Each way to tamper with a log leaves one line that does not follow. */
    @Test
    void aLogThatWasTamperedWithIsRefusedAtItsLine() throws IOException {
        Path once = raw("a", Samples.host(), 1);
        Path runs = once.resolve("raw/runs.jsonl");
        String whole = Files.readString(runs);
        String[] lines = whole.split("(?<=\n)");
        String edited = lines[4].replace("\"load1\":{\"value\":0.5", "\"load1\":{\"value\":0.4");
        assertNotEquals(edited, lines[4]);
        String unsealed = lines[4].replaceFirst(",\"seal\":\"[0-9a-f]{64}\"", "");
        String renumbered = lines[5].replace("\"sequence\":5", "\"sequence\":4");

        assertTampered(once, whole.replace(lines[4], edited), ":5: $.seal: does not follow from the row and the seal");
        assertTampered(once, whole.replace(lines[4], unsealed), ":5: $.seal: is missing");
        assertTampered(once, lines[0] + lines[1] + lines[2] + lines[3] + renumbered, ":5: $.seal: does not follow");
        assertTampered(once, whole.replace(lines[4], lines[4] + lines[4]), ":6: $.seal: does not follow");
        assertTampered(once, whole.replace(lines[0], ""), ":1: $.seal: does not follow from the row and session.json");
        assertTampered(
                once,
                whole.replace(lines[0], lines[0].replaceFirst(",\"seal\":\"[0-9a-f]{64}\"", "")),
                ":2: $.seal: is there, though the rows before it have none");

        Files.writeString(runs, whole);
        Path head = once.resolve("raw/session.json");
        Files.writeString(head, Files.readString(head).replace("berth 0.1.0", "berth 0.2.0"));
        assertTampered(once, whole, ":1: $.seal: does not follow from the row and session.json");
    }

    private void assertTampered(Path once, String log, String place) throws IOException {
        Path runs = once.resolve("raw/runs.jsonl");
        Files.writeString(runs, log);
        Path file = folder.resolve("p.json");
        assertEquals(3, berth("calibrate", once, "--out", file), place);
        assertEquals(1, err.lines().count(), err);
        assertTrue(err.contains(runs + place), err);
        assertFalse(Files.exists(file));
        assertEquals(3, berth("validate", runs, "--quiet"));
        assertTrue(err.contains(runs + place), err);
    }

    /** Logs from before there were seals. */
    @Test
    void aLogWithoutSealsIsReadAndSaidToBeOne() throws IOException {
        Path once = raw("a", Samples.host(), 1);
        Path runs = once.resolve("raw/runs.jsonl");
        Path file = folder.resolve("p.json");
        assertEquals(0, berth("calibrate", once, "--out", file));
        assertFalse(Files.readString(file).contains("without seals"));
        Files.writeString(runs, Files.readString(runs).replaceAll(",\"seal\":\"[0-9a-f]{64}\"", ""));

        assertEquals(0, berth("calibrate", once, "--out", file), () -> err);

        assertTrue(Files.readString(file).contains(": rows without seals, as older versions wrote them"));
        assertEquals(0, berth("validate", once));
    }

    /** The stand-in's session and dataset with the flag edited away. */
    @Test
    void aStandInWithoutItsFlagIsRefused() throws IOException {
        DeviceRecord standIn = new DeviceRecord(
                "cuda:0",
                DeviceRecord.STAND_IN_NAME + " 0",
                Reading.measured(16L << 30),
                Reading.measured("12.6"),
                true);
        Path session = raw("a", standIn, 1).resolve("raw/session.json");
        Path file = folder.resolve("p.json");
        assertEquals(3, berth("calibrate", folder.resolve("a"), "--out", file));
        assertTrue(err.contains("stand-in driver made for tests"), err);

        Files.writeString(session, Files.readString(session).replace("\"standIn\": true", "\"standIn\": false"));
        assertEquals(3, berth("calibrate", folder.resolve("a"), "--out", file));
        assertTrue(
                err.contains("$.devices[0].standIn: out of range: standIn=false, expected true: \"Berth stand-in"),
                err);
        assertEquals(3, berth("validate", session, "--quiet"));
        assertFalse(Files.exists(file));
    }

    /** Name and flag edited: the machine still tells. */
    @Test
    void aDeviceIsHeldAgainstItsMachine() {
        MachineRecord none = Samples.machine(Reading.measured("KVM"));
        MachineRecord.Gpu gpu = new MachineRecord.Gpu(
                Reading.measured(0),
                Reading.measured("Example GPU"),
                Reading.measured("GPU-1"),
                Reading.measured(16L << 30),
                Reading.measured(4),
                Reading.measured(16),
                Reading.measured("0000:01:00.0"));
        MachineRecord driver = with(none, List.of(), Reading.measured("560.00 stand-in"));
        MachineRecord listed = with(none, List.of(gpu), Reading.measured("560.00"));

        assertEquals(List.of(), faultsOf(none, "Example GPU"));
        assertEquals(List.of(), faultsOf(listed, "Example GPU MIG 1g.18gb"));
        assertTrue(faultsOf(driver, "Example GPU").get(0).contains("the machine's driver is made for tests"));
        assertTrue(faultsOf(listed, "Faster GPU").get(0).contains("expected one of the machine's GPUs, Example GPU"));
    }

    private static MachineRecord with(MachineRecord machine, List<MachineRecord.Gpu> gpus, Reading<String> driver) {
        return MachineRecord.of(
                machine.cpu(),
                machine.memory(),
                machine.os(),
                machine.jvm(),
                machine.storage(),
                gpus,
                driver,
                machine.container());
    }

    private List<String> faultsOf(MachineRecord machine, String gpu) {
        SessionRecord session = Samples.session(
                Samples.STARTED, List.of(Samples.cuda(false)), List.of(Samples.model("a", MB)), List.of());
        String text = Json.line(session)
                .replace(Json.line(session.machine()), Json.line(machine))
                .replace("\"cuda:0\",\"name\":\"Example GPU\"", "\"cuda:0\",\"name\":\"" + gpu + "\"");
        try {
            return Json.faults(Files.writeString(folder.resolve("session.json"), text), SessionRecord.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theStandInIsRefusedAndNothingWritten() throws IOException {
        Path file = folder.resolve("p.json");

        assertEquals(3, berth("calibrate", raw("a", Samples.cuda(true), 1), "--out", file));

        assertEquals(1, err.lines().count(), err);
        assertTrue(err.contains("stand-in driver made for tests"), err);
        assertFalse(Files.exists(file));
    }

    @Test
    void everyFaultOfEveryFileIsALineOfItsOwn() throws IOException {
        Path broken = Files.writeString(
                folder.resolve("profiles.json"),
                Json.pretty(Datasets.dataset())
                        .replace("\"tool\"", "\"toll\"")
                        .replace("\"boundBy\": \"storage\"", "\"boundBy\": \"luck\""));
        Path plan = Files.writeString(folder.resolve("plan.json"), "{}");
        Path missing = folder.resolve("none.json");

        assertEquals(3, berth("validate", broken, plan, missing));

        List<String> lines = err.lines().toList();
        assertEquals(6, lines.size(), err);
        assertTrue(lines.stream().allMatch(line -> line.startsWith("berth: " + folder)), err);
        assertEquals(3, berth("validate", broken, "--json", "--quiet"));
        assertTrue(out.contains("\"faultless\": false"), out);
    }

    @Test
    void diffTellsSlowerFromSameByItsExitStatus() throws IOException {
        Path before = dataset("a", 1);
        Path again = dataset("b", 1.001);
        Path slower = dataset("c", 1.3);

        assertEquals(0, berth("diff", before, again), () -> out);
        assertEquals(10, berth("diff", before, slower), () -> out);
        assertTrue(out.contains("4 compared: 4 slower, 0 faster, by more than 5.0 %"), out);
        assertTrue(out.contains("+30"), out);
        assertEquals(0, berth("diff", before, slower, "--threshold", "40%"));
        assertEquals(10, berth("diff", before, slower, "--threshold", "0.1"));
        assertEquals(2, berth("diff", before, slower, "--threshold", "0.4"));
        assertEquals(2, berth("diff", before, slower, "--threshold", "40"));
        assertTrue(err.contains("'40' is more than the whole, expected a share up to 1, or percent as 40%"), err);
        assertEquals(2, berth("diff", before, slower, "--threshold", "-1"));
        assertEquals(10, berth("diff", slower, before, "--json"));
        assertTrue(out.contains("\"verdict\": \"faster\""), out);
        assertTrue(err.contains("4 faster"), err);
    }

    @Test
    void csvIsRectangularQuotedAndCarriesItsUnits() throws IOException {
        Path file = folder.resolve("profiles.json");
        ProfileDatasets.write(Datasets.dataset(), file);

        assertEquals(0, berth("export", "--profiles", file, "--format", "csv"));

        String[] lines = out.split("\r\n");
        // Three preloads of one total and two phases each, two engines of six things that were timed, and the header.
        assertEquals(22, lines.length);
        assertTrue(out.endsWith("\r\n"));
        String[] header = lines[0].split(",");
        for (String line : lines) {
            assertEquals(
                    header.length,
                    line.replaceAll("\"[^\"]*(\"\"[^\"]*)*\"", "quoted").split(",", -1).length,
                    line);
        }
        String machine = Datasets.dataset().machine().fingerprint();
        assertTrue(lines[13].startsWith(machine + ",\"minilm, \"\"q\"\"\","), lines[13]);
        assertTrue(List.of(header).contains("p50Nanos") && List.of(header).contains("bytesPerSecond"), lines[0]);
        Path csv = folder.resolve("p.csv");
        String text = out;
        assertEquals(0, berth("export", "--profiles", file, "--format", "csv", "--out", csv));
        assertEquals(text, Files.readString(csv));
    }

    /** A spreadsheet runs a cell that begins like a formula; a negative number begins so too, and is none. */
    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\uff1d1+1"})
    void csvHasNoFormulas(String name) throws IOException {
        Path file = folder.resolve("profiles.json");
        ProfileDatasets.write(Datasets.dataset(), file);
        // Models are sorted by name.
        String replaced = name.compareTo("e") < 0 ? "esrgan-slim/x2" : "minilm, \\\"q\\\"";
        Files.writeString(file, Files.readString(file).replace(replaced, name));

        assertEquals(0, berth("export", "--profiles", file, "--format", "csv"));

        assertTrue(out.contains(Datasets.dataset().machine().fingerprint() + ",'" + name + ","), out);
    }

    @Test
    void aFormatThatIsNotWrittenIsAUsageFaultInOneLine() throws IOException {
        Path file = folder.resolve("profiles.json");
        ProfileDatasets.write(Datasets.dataset(), file);

        assertEquals(2, berth("export", "--profiles", file, "--format", "xlsx"));
        assertTrue(err.contains("xlsx") && err.contains("csv, md, parquet"), err);
        assertEquals(1, err.lines().count(), err);
    }

    @Test
    void parquetGoesIntoAFileAndNotOntoTheTerminal() throws IOException {
        Path file = folder.resolve("profiles.json");
        ProfileDatasets.write(Datasets.dataset(), file);
        Path table = folder.resolve("p.parquet");

        assertEquals(2, berth("export", "--profiles", file, "--format", "parquet"));
        assertTrue(err.contains("name a file with --out"), err);
        assertEquals("", out);
        assertEquals(0, berth("export", "--profiles", file, "--format", "parquet", "--out", table));
        assertTrue(Files.readString(table, StandardCharsets.ISO_8859_1).startsWith("PAR1"));
    }

    @Test
    void aTableOfItsOwnIsWrittenByItsName() throws IOException {
        Path file = dataset("a", 1);

        assertEquals(0, berth("export", "--profiles", file, "--format", "csv", "--table", "lines"), () -> err);
        assertTrue(out.startsWith("dataset,device,tier,reader,threads,chunk_bytes,intercept_ns,"), out);
        assertEquals(2, out.lines().count(), out);
        assertEquals(2, berth("export", "--profiles", file, "--format", "csv", "--table", "nope"));
        assertTrue(err.contains("no such table") && err.contains("profiles, phases"), err);
        assertEquals(3, berth("export", "--profiles", file, "--format", "csv", "--table", "runs"));
        assertTrue(err.contains("no folder raw beside it"), err);
        assertEquals(1, err.lines().count(), err);
    }

    @Test
    void everyRunIsARowWhereTheyLieBesideTheDataset() throws IOException {
        Path results = raw("a", Samples.host(), 1);
        Path file = results.resolve("profiles.json");
        assertEquals(0, berth("calibrate", results, "--out", file), () -> err);

        assertEquals(0, berth("export", "--profiles", file, "--format", "csv", "--table", "runs"), () -> err);
        // Four models of twenty runs each, and the header.
        assertEquals(81, out.lines().count());
        assertTrue(out.contains(",storage-cold,"), out);
        assertEquals(2, berth("export", "--profiles", file, "--format", "csv", "--table", "all"));
        Path tables = folder.resolve("tables");
        assertEquals(0, berth("export", "--profiles", file, "--format", "parquet", "--table", "all", "--out", tables));
        try (java.util.stream.Stream<Path> written = Files.list(tables)) {
            assertTrue(written.allMatch(table -> table.toString().endsWith(".parquet")));
        }
        assertTrue(Files.size(tables.resolve("runs.parquet")) > 0);
    }

    @Test
    void queryTellsItsTablesAndColumnsWithoutTheLibrary() throws IOException {
        Path results = raw("a", Samples.host(), 1);
        assertEquals(0, berth("calibrate", results, "--out", results.resolve("profiles.json")), () -> err);

        assertEquals(0, berth("query", folder), () -> err);
        assertTrue(out.contains("profiles: One row a model") && out.contains("\nruns: One row a run"), out);
        assertTrue(out.lines().allMatch(line -> line.length() <= 80), out);
        assertEquals(0, berth("query", folder, "--describe", "lines"), () -> err);
        assertTrue(out.contains("intercept_ns (nanoseconds): delay of an empty model"), out);
        assertEquals(2, berth("query", folder, "--describe", "nope"));
        assertTrue(err.contains("no such table"), err);
        assertEquals(2, berth("query", folder, "SELECT 1", "--format", "parquet"));
        assertEquals(3, berth("query", Files.createDirectory(folder.resolve("empty")), "SELECT 1"));
        assertTrue(err.contains("no dataset in it or below it"), err);
        assertEquals(3, berth("query", folder.resolve("nowhere"), "SELECT 1"));
        assertEquals(1, err.lines().count(), err);
    }

    @Test
    void aPlaceThatCannotBeWrittenIsBadInput() throws IOException {
        Path raw = raw("a", Samples.host(), 1);
        Path file = Files.writeString(folder.resolve("file"), "x");

        assertEquals(3, berth("calibrate", raw, "--out", file.resolve("p.json")));
        assertEquals(1, err.lines().count(), err);
        assertTrue(err.contains("cannot be written"), err);
    }

    /** The smallest safetensors file: length of the header, header, data. */
    private Path safetensors(String name, int floats) throws IOException {
        byte[] header = ("{\"w\":{\"dtype\":\"F32\",\"shape\":[" + floats + "],\"data_offsets\":[0," + 4 * floats
                        + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + header.length + 4 * floats).order(ByteOrder.LITTLE_ENDIAN);
        file.putLong(header.length).put(header);
        return Files.write(folder.resolve(name), file.array());
    }

    @Test
    void aModelFileIsPredictedAndABrokenOneSaid() throws IOException {
        Path profiles = dataset("a", 1);
        Path model = safetensors("new.safetensors", 2_000_000);

        assertEquals(0, berth("predict", "--profiles", profiles, model), () -> err);
        assertTrue(out.contains("new") && out.contains("storage-cold") && out.contains("8.00 MB"), out);

        Path broken = Files.write(folder.resolve("broken.safetensors"), new byte[] {1, 2, 3});
        assertEquals(3, berth("predict", "--profiles", profiles, model, broken, "--json"));
        assertTrue(out.contains("\"provenance\": \"predicted\""), out);
        assertTrue(out.contains("\"faults\": [ \"" + broken + ": "), out);
        assertTrue(
                err.lines().anyMatch(line -> line.startsWith("berth: ") && line.contains("broken.safetensors")), err);
        assertEquals(3, berth("predict", "--profiles", profiles, folder.resolve("none")));
    }
}
