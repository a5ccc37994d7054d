package dev.berth.profiler.cli.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.profiler.engine.recipe.Recipes;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.run.plan.SessionSettings;
import dev.berth.profiler.run.plan.Shards;
import dev.berth.profiler.synthesize.format.ServiceSet;
import dev.berth.record.BadInputException;
import dev.berth.record.BadOptionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunPlanFileTest {
    private static final String FULL = """
            schemaVersion: 1
            name: full
            models: [models, ~/more, /abs]   # of this folder, of the home folder, of the root
            catalogue: small
            variant: fp16
            follow: true
            devices: [host, cuda:1]
            cache: [cold, warm]
            readers: [direct, mmap]
            threads: [1, 4]
            chunks: [256k, 2m]
            engines: [weights, exec]
            recipes: [tfjs]
            probeSteps: [1, 4]
            engineThreads: [2]
            loads: [1, 2]
            loadsRuns: 3
            runs: 20
            ci: 1.5%
            warmUp: 2
            budget: 2h
            seed: 9
            allowFallback: true
            """;

    @TempDir
    private Path folder;

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("plan.yaml"), text);
    }

    private List<String> faults(String text) throws IOException {
        Path file = write(text);
        return assertThrows(BadInputException.class, () -> RunPlanFile.read(file))
                .faults();
    }

    private static String digest(Path file) {
        SessionSettings settings = SessionSettings.quick(1);
        Model model = new Model(Path.of("m"), List.of(), Samples.model("m", 4096));
        RunPlanFile plan = RunPlanFile.read(file);
        return plan.part(plan.devices().get(0), ShardNumber.WHOLE, new Shards(settings, List.of(model)))
                .sha256();
    }

    @Test
    void aPlanAsksForWhatTheCommandLineOfTheSameWordsAsksFor() throws IOException {
        RunPlanFile plan = RunPlanFile.read(write(FULL.replace("engines: [weights, exec]", "")
                .replace("recipes: [tfjs]", "")
                .replace("probeSteps: [1, 4]", "")
                .replace("engineThreads: [2]", "")));

        assertEquals(
                PlannedOptions.of(List.of(
                                "--device=host",
                                "--cache=both",
                                "--reader=direct,mmap",
                                "--threads=1,4",
                                "--chunk=256k,2m",
                                "--loads=1,2",
                                "--loads-runs=3",
                                "--runs=20",
                                "--ci=1.5%",
                                "--warm-up=2",
                                "--budget=2h",
                                "--seed=9",
                                "--allow-fallback"))
                        .measurement()
                        .settings(0),
                plan.options("host", false).settings(0));
        assertEquals("full", plan.name());
        assertEquals(List.of("host", "cuda:1"), plan.devices());
        assertEquals(Optional.of(ServiceSet.SMALL), plan.catalogue());
        assertEquals(Optional.of("fp16"), plan.choice().variant());
        assertTrue(plan.choice().followsLinks());
        assertTrue(plan.options("host", true).dryRun());
        assertEquals("cuda:1", plan.options("cuda:1", false).device());
    }

    @Test
    void whatIsLeftOutIsWhatTheCommandLineLeavesOut() throws IOException {
        RunPlanFile plan = RunPlanFile.read(write("schemaVersion: 1\nname: short\nmodels: [m]\n"));

        assertEquals(
                PlannedOptions.of(List.of()).measurement().settings(0),
                plan.options("auto", false).settings(0));
        assertEquals(List.of("auto"), plan.devices());
    }

    @Test
    void enginesAreThoseOfTheCommandLine() throws IOException {
        SessionSettings.Serving serving =
                RunPlanFile.read(write(FULL)).options("host", false).settings(0).serving();

        assertEquals(1, serving.engines().size());
        assertEquals("tfjs", serving.engines().get(0).record().variant());
        assertEquals(2, serving.engines().get(0).threads());
    }

    @Test
    void pathsLieBesideThePlan() throws IOException {
        assertEquals(
                List.of(folder.resolve("models"), Path.of(System.getProperty("user.home"), "more"), Path.of("/abs")),
                RunPlanFile.read(write(FULL)).models());
        assertEquals(
                List.of(folder.resolve("plan.yaml") + ":5: $.recipes: --recipe " + folder.resolve("mine.yaml")
                        + ": no such file, and none of the recipes that ship: " + String.join(", ", Recipes.SHIPPED)
                        + "; name one of them, or a file like one of them"),
                faults("schemaVersion: 1\nname: a\nmodels: [m]\nengines: [exec]\nrecipes: [mine.yaml]\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "threads: [0]|$.threads: threads out of range: 0, expected 1 to 64",
                "threads: many|$.threads: expected a YAML array, found \"many\"",
                "thread: [1]|$.thread: unknown key, expected one of schemaVersion, name, models, ",
                "chunks: [3k]|$.chunks: chunk size out of range: 3072 bytes, expected a multiple of 4096 up to",
                "cache: [cld]|$.cache: Invalid value for option '--cache': expected one of cold, warm, pinned,",
                "readers: [auto, mmap]|$.readers: --reader auto picks among all of them; name it alone",
                "devices: [hots]|$.devices: --device hots: expected auto, host, cuda:N or opencl:N; did you mean",
                "devices: []|$.devices: out of range: devices=[], expected at least one, or no such key",
                "devices: [host, host]|$.devices: out of range: devices=\"host\" twice, expected each of them once",
                "runs: 0|$.runs: --runs 0 is out of range, expected 1 to 100000",
                "runs: 1.5|$.runs: expected a whole number of 32 bits, found 1.5",
                "ci: 21%|$.ci: --ci 21% is out of range, expected 0 to 20%",
                "ci: 0.5|$.ci: Invalid value for option '--ci': '0.5' would be 50 %; expected as a share: 0.005, or 0.5%",
                "ci: 2|$.ci: Invalid value for option '--ci': '2' is more than the whole, expected a share up to 1, or percent as 2%",
                "ci: [2]|$.ci: expected text, found an array",
                "warmUp: -1|$.warmUp: expected >= 0: warmUpRuns=-1, verifyRuns=1",
                "budget: soon|$.budget: Invalid value for option '--budget': 'soon' is no time, expected for example 90s, 20m or 2h",
                "loads: [99]|$.loads: loads at once out of range: [99], expected 1 to 64; runs 10, expected >= 0",
                "loadsRuns: 2000|$.loadsRuns: --loads-runs 2000 is out of range, expected 0 to 1000",
                "engines: [exec]|$.engines: --engine exec needs --recipe NAME|FILE, one of",
                "probeSteps: [1]|$.probeSteps: --recipe and --probe-steps are of --engine exec, which is not asked",
                "inputs: [a=1]|$.inputs: --input is of --engine onnxruntime, which is not asked for",
            })
    void aFaultNamesFileLineAndKey(String line, String fault) throws IOException {
        List<String> faults = faults("schemaVersion: 1\nname: a\nmodels: [m]\n" + line + "\n");

        assertEquals(1, faults.size(), faults::toString);
        String place = folder.resolve("plan.yaml") + ":4: ";
        assertTrue(faults.get(0).startsWith(place + fault), faults.get(0));
    }

    @Test
    void everyFaultIsTold() throws IOException {
        assertEquals(
                3,
                faults("schemaVersion: 1\nname: a\nmodels: [m]\nthreads: [0]\nruns: 0\ndevices: [hots]\n")
                        .size());
        assertTrue(faults("schemaVersion: 1\nname: a/b\nmodels: [m]\n")
                .get(0)
                .contains(":2: $.name: out of range: name=\"a/b\", expected letters"));
        assertTrue(faults("schemaVersion: 1\nname: a\n").get(0).contains("has no models, expected the key models"));
        assertTrue(faults("schemaVersion: 7\nname: a\nmodels: [m]\n")
                .get(0)
                .contains(":1: $.schemaVersion: unknown version 7; this program reads version 1"));
    }

    @Test
    void theDigestIsOfWhatThePlanSaysAndNotOfHowItIsWritten() throws IOException {
        String digest = digest(write("schemaVersion: 1\nname: a\nmodels: [m]\nruns: 3\n"));

        assertEquals(digest, digest(write("# once more\nname:   a\nruns: 3\nmodels:\n  - m\nschemaVersion: 1\n")));
        assertEquals(
                digest, digest(write("{\"schemaVersion\": 1, \"name\": \"a\", \"models\": [\"m\"], \"runs\": 3}")));
        assertNotEquals(digest, digest(write("schemaVersion: 1\nname: a\nmodels: [m]\nruns: 4\n")));
        assertNotEquals(digest, digest(write("schemaVersion: 1\nname: a\nmodels: [n]\nruns: 3\n")));
        assertNotEquals(digest, digest(write("schemaVersion: 1\nname: a\nmodels: [m]\nruns: 3\ndevices: [host]\n")));
    }

    /** Sessions and datasets that are published name the digests of their plans. */
    @Test
    void aDigestOfWhatIsPublishedStays() {
        Path results = Path.of("../../results");
        RawFolder published = RawFolder.read(results.resolve("profiles/2026-11-30-epyc-2-cores-wide"));

        assertEquals(published.session().plan().sha256(), digest(results.resolve("run-plans/wide.yaml")));
    }

    @Test
    void ofAShareTheDigestKnowsOneForm() throws IOException {
        String digest = digest(write("schemaVersion: 1\nname: a\nmodels: [m]\nci: 1.5%\n"));

        assertEquals(digest, digest(write("schemaVersion: 1\nname: a\nmodels: [m]\nci: 0.015\n")));
        assertNotEquals(digest, digest(write("schemaVersion: 1\nname: a\nmodels: [m]\nci: 0.15\n")));
    }

    @Test
    void eachPartHasAFolderOfItsOwn() throws IOException {
        RunPlanFile several = RunPlanFile.read(write(FULL));
        assertEquals(Path.of("out/cuda-1"), several.folder(Path.of("out"), "cuda:1", ShardNumber.WHOLE));
        assertEquals(Path.of("out/shard-2-of-8/host"), several.folder(Path.of("out"), "host", ShardNumber.of("2/8")));
        RunPlanFile one = RunPlanFile.read(write("schemaVersion: 1\nname: a\nmodels: [m]\n"));
        assertEquals(Path.of("out"), one.folder(Path.of("out"), "auto", ShardNumber.WHOLE));
    }

    @ParameterizedTest
    @CsvSource({"0/2", "3/2", "1", "a/b", "-1/2", "1/0", "1/2/3"})
    void whatIsNoShardIsRefused(String text) {
        assertTrue(assertThrows(BadOptionException.class, () -> ShardNumber.of(text))
                .getMessage()
                .startsWith("--shard "));
    }

    @Test
    void thePlansThatShipAreRight() {
        Path shipped = Path.of("../../results/run-plans/edge.yaml");
        assertEquals(List.of(), RunPlanFile.faults(shipped));
        assertEquals(Optional.of(ServiceSet.EDGE), RunPlanFile.read(shipped).catalogue());
        assertFalse(RunPlanFile.read(shipped).defaults());
        RunPlanFile wide = RunPlanFile.read(Path.of("../../results/run-plans/wide.yaml"));
        assertEquals(Optional.of(ServiceSet.WIDE), wide.catalogue());
        assertTrue(wide.defaults());
    }
}
