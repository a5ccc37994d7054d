package dev.berth.benchmarks.published;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.berth.benchmarks.instance.Instance;
import dev.berth.optimizer.problem.InfeasibleException;
import dev.berth.optimizer.problem.Plan;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublicationTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Path CHECK = Path.of("..", "results", "instances", "check.py");
    private static final String TIGHT = "tight/drift/both/10x12/1";

    @TempDir
    private Path folder;

    private Path published(String name, String... solvers) throws IOException {
        Instance instance = Instance.named(name);
        Path file = null;
        for (String solver : solvers) {
            file = new Publication(folder).add(Publication.made(instance), List.of(solved(instance.problem(), solver)));
        }
        return file;
    }

    private static Publication.Solved solved(Problem problem, String solver) {
        Solution solution = Solvers.named(solver).solve(problem, SolveLimits.ofThisMachine());
        Long bound = solution.bound().isPresent() ? solution.bound().getAsLong() : null;
        return new Publication.Solved(new Solve(solver, solution.cost().total(), bound, 0.5), rows(solution.plan()));
    }

    private static List<List<Integer>> rows(Plan plan) {
        List<List<Integer>> rows = new ArrayList<>();
        for (int slot = 0; slot < plan.slots(); slot++) {
            List<Integer> row = new ArrayList<>();
            for (int model = 0; model < plan.models(); model++) {
                row.add(plan.indexAt(slot, model));
            }
            rows.add(row);
        }
        return rows;
    }

    /** Nothing of the optimizer takes part: the cheapest of all plans by the file's own figures is what it says. */
    @ParameterizedTest
    @ValueSource(strings = {"huge-models/daily/both/3x3/1", "pinned/daily/both/3x3/1", "energy/drift/per-switch/3x3/2"})
    void theCheapestOfAllPlansIsTheOptimumOfTheFile(String name) throws IOException {
        InstanceFile file = InstanceFile.read(published(name, "horizon-exact"));

        assertTrue(file.best().isOptimal());
        assertEquals(Optional.empty(), PlanCheck.fault(file));
        long cheapest = Long.MAX_VALUE;
        int cells = 9;
        for (int code = 0; code < Math.pow(3, cells); code++) {
            cheapest = Math.min(cheapest, cost(file, plan(code)));
        }
        assertEquals(cheapest, file.best().planNanoCost());
    }

    private static List<List<Integer>> plan(int code) {
        List<List<Integer>> plan = new ArrayList<>();
        int rest = code;
        for (int slot = 0; slot < 3; slot++) {
            plan.add(List.of(rest % 3, rest / 3 % 3, rest / 9 % 3));
            rest /= 27;
        }
        return plan;
    }

    /** What the checker says that a plan costs; the largest number where it breaks a limit. */
    private static long cost(InstanceFile file, List<List<Integer>> plan) {
        BestKnown said = new BestKnown(0, "nobody", plan, null, null);
        InstanceFile other = new InstanceFile(
                1, file.name(), file.about(), file.slots(), file.limits(), file.services(), said, List.of());
        String fault = PlanCheck.fault(other).orElse("planNanoCost=0, expected 0, which");
        return fault.startsWith("planNanoCost=0, expected ")
                ? Long.parseLong(fault.replaceAll("planNanoCost=0, expected (\\d+),.*", "$1"))
                : Long.MAX_VALUE;
    }

    @Test
    void theBestOfAllSolvesStays() throws IOException {
        InstanceFile file =
                InstanceFile.read(published(TIGHT, "static-greedy", "lagrangian", "horizon-exact", "static-greedy"));

        assertEquals(
                List.of("horizon-exact", "lagrangian", "static-greedy"),
                file.solves().stream().map(Solve::solver).toList());
        assertEquals("horizon-exact", file.best().boundSolver());
        assertTrue(file.best().isOptimal());
        assertNull(file.solves().get(2).boundNanoCost());
    }

    /**
     * With host memory, variants and moves that cannot be: what solvers find of the file's problem is what they say.
     */
    @ParameterizedTest
    @ValueSource(strings = {"tight/drift/both/4x6x8/1", "tight/daily/both/5x4x5/2", "tight/drift/both/10x12/1"})
    void whatIsReadIsTheProblemThatWasWritten(String name) {
        InstanceFile made = Publication.made(Instance.named(name));
        Problem read = Publication.problem(Path.of("f.json"), made);

        assertEquals(made, ProblemFile.of(made.name(), made.about(), read));
        Solution solution = Solvers.named("horizon-exact").solve(read, SolveLimits.ofThisMachine());
        InstanceFile solved = made.with(
                new Solve(
                        "horizon-exact",
                        solution.cost().total(),
                        solution.bound().getAsLong(),
                        0.5),
                rows(solution.plan()));
        assertEquals(Optional.empty(), PlanCheck.fault(solved));
        assertTrue(solved.best().isOptimal());
        assertEquals(
                Solvers.named("horizon-exact")
                        .solve(Instance.named(name).problem(), SolveLimits.ofThisMachine())
                        .cost()
                        .total(),
                solved.best().planNanoCost());
    }

    /** What no solver takes is told with the file. */
    @Test
    void aFileThatSolversDoNotTakeIsBadInput() {
        InstanceFile made = Publication.made(Instance.named(TIGHT));
        Amounts none = new Amounts(0L, null, 0L, null, null);
        InstanceService first = made.services().get(0);
        InstanceService pinned = new InstanceService(
                first.name(), first.modes(), 2, 2, 2, first.servingNanoCost(), first.switchingNanoCost());
        InstanceFile full =
                new InstanceFile(1, "mine", "by hand", made.slots(), none, List.of(pinned), null, List.of());

        assertEquals(Optional.empty(), Publication.instance(Path.of("mine.json"), full));
        String message = assertThrows(InfeasibleException.class, () -> Publication.problem(Path.of("mine.json"), full))
                .getMessage();
        assertTrue(message.startsWith("mine.json: no plan exists"), message);
    }

    @Test
    void aPublishedInstanceIsTheOneOfItsName() throws IOException {
        Path file = published(TIGHT, "horizon-exact");
        assertEquals(Optional.of(Instance.named(TIGHT)), Publication.instance(file, InstanceFile.read(file)));

        ObjectNode tree = (ObjectNode) MAPPER.readTree(file.toFile());
        ((ObjectNode) tree.get("limits")).put("storageBytes", 5);
        Files.writeString(file, tree.toString());

        assertEquals(
                file + ": another problem than " + TIGHT
                        + " is now; publish into a new folder, or run the version that made it",
                assertThrows(BadInputException.class, () -> Publication.instance(file, InstanceFile.read(file)))
                        .getMessage());
    }

    @Test
    void whatIsWrittenObeysTheSchemaAndUnknownOrMissingKeysDoNot() throws IOException {
        JsonNode tree = MAPPER.readTree(
                published("tight/drift/both/10x12/1", "horizon-exact").toFile());
        JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(Files.readString(folder.resolve("instance.schema.json")));
        assertEquals("[]", schema.validate(tree).toString());
        // A move that cannot be is null; a cost is not.
        ((ArrayNode) tree.at("/services/0/switchingNanoCost/2")).setNull(0);
        assertEquals("[]", schema.validate(tree).toString());
        ((ArrayNode) tree.at("/services/0/servingNanoCost/0")).setNull(0);
        assertFalse(schema.validate(tree).isEmpty());
        assertThrows(BadInputException.class, () -> read(tree));
        for (String place : List.of("", "/limits", "/services/0", "/services/0/modes/1", "/best", "/solves/0")) {
            ObjectNode whole = (ObjectNode)
                    MAPPER.readTree(folder.resolve(Publication.fileName(TIGHT)).toFile());
            ObjectNode object = place.isEmpty() ? whole : (ObjectNode) whole.at(place);
            object.put("surprise", 1);
            assertFalse(schema.validate(whole).isEmpty(), place);
            assertThrows(BadInputException.class, () -> read(whole), place);
            object.remove("surprise");
            List<String> keys = new ArrayList<>();
            object.fieldNames().forEachRemaining(keys::add);
            for (String key : keys) {
                JsonNode value = object.remove(key);
                assertFalse(schema.validate(whole).isEmpty(), key);
                assertThrows(BadInputException.class, () -> read(whole), key);
                object.set(key, value);
            }
        }
    }

    private static InstanceFile read(JsonNode tree) {
        return Json.parse("f.json", 1, tree.toString().getBytes(StandardCharsets.UTF_8), InstanceFile.class);
    }

    /** Faults of a plan, and what both checkers say of them. */
    @Test
    void bothCheckersFindWhatIsWrong() throws IOException, InterruptedException {
        Path file = published(TIGHT, "horizon-exact");
        InstanceFile right = InstanceFile.read(file);
        String text = Files.readString(file);
        long cost = right.best().planNanoCost();
        assertSaid(file, text, null, file + ": " + cost + ", optimal");
        assertSaid(
                file,
                text.replace(
                        "\"planNanoCost\": " + cost + ",\n    \"planSolver\"",
                        "\"planNanoCost\": " + (cost + 1) + ",\n    \"planSolver\""),
                "planNanoCost=" + (cost + 1) + ", expected " + cost + ", which the plan costs",
                "ValueError: planNanoCost " + (cost + 1) + ", the plan costs " + cost);
        long storage = right.limits().storageBytes();
        assertSaid(
                file,
                text.replace("\"storageBytes\": " + storage, "\"storageBytes\": 1"),
                "storageBytes=",
                "ValueError: slot 0: storageBytes ");
        assertSaid(
                file,
                text.replaceFirst("\"highestMode\": 2", "\"highestMode\": 0"),
                "mode 2 of model-0 in slot 0, expected 0 to 0",
                "ValueError: slot 0: model-0 not in 2");
        assertSaid(
                file,
                text.replaceFirst("(\"switchingNanoCost\": \\[ \\[ 0, \\d+,) \\d+", "$1 null"),
                "model-0 moves from mode 0 to 2 in slot 0, which cannot be",
                "ValueError: slot 0: model-0 cannot go from 0 to 2");
    }

    @Test
    void anInstanceWithoutAPlanHasNothingToCheck() throws IOException, InterruptedException {
        Path file = published(TIGHT, "horizon-exact");
        ObjectNode tree = (ObjectNode) MAPPER.readTree(file.toFile());
        tree.putNull("best");

        assertSaid(file, tree.toString(), null, file + ": no plan is known");
    }

    private static void assertSaid(Path file, String text, String ours, String theirs)
            throws IOException, InterruptedException {
        Files.writeString(file, text);
        String fault = PlanCheck.fault(InstanceFile.read(file)).orElse(null);
        assertTrue(ours == null ? fault == null : fault.startsWith(ours), fault);
        Optional<String> said = python(file);
        if (said.isPresent()) {
            assertTrue(said.get().contains(theirs), said.get());
        }
    }

    /** What the checker in Python says, which has no need of assertions; empty where there is no Python. */
    private static Optional<String> python(Path... files) throws IOException, InterruptedException {
        if (Stream.of(System.getenv("PATH").split(":"))
                .noneMatch(path -> Files.isExecutable(Path.of(path, "python3")))) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>(List.of("python3", "-O", CHECK.toString()));
        Stream.of(files).map(Path::toString).forEach(command::add);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(1, TimeUnit.HOURS));
        return Optional.of(said);
    }

    private static List<Path> instances() {
        try (Stream<Path> files = Files.list(CHECK.getParent())) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .filter(file -> !file.toString().endsWith(".schema.json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every instance is the problem that its name makes now, and its plan costs what is said, here and in Python. */
    @Test
    void whatIsPublishedHolds() throws IOException, InterruptedException {
        List<Path> files = instances();
        assertTrue(files.size() > 10, files.size() + " instances");
        for (Path file : files) {
            assertEquals(Optional.empty(), PlanCheck.fault(InstanceFile.read(file)), file.toString());
            assertEquals(
                    file.getFileName().toString(),
                    Publication.fileName(Publication.instance(file, InstanceFile.read(file))
                            .orElseThrow()
                            .name()));
        }
        Optional<String> said = python(files.toArray(Path[]::new));
        assumeTrue(said.isPresent(), "no python3 on the PATH");
        assertEquals(files.size(), said.get().lines().count(), said.get());
    }
}
