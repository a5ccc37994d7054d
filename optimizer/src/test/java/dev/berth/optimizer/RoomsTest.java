package dev.berth.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.rooms.Rooms;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RoomsTest {
    private static final String SOLVE = "dev.berth.optimizer.solve";

    /** Rooms of solvers, and which others they use beside the contract. */
    private static final Map<String, Set<String>> USES = Map.ofEntries(
            Map.entry("ground", Set.of()),
            Map.entry("baselines", Set.of("ground")),
            Map.entry("genetic", Set.of("ground")),
            Map.entry("slot", Set.of("ground", "genetic")),
            Map.entry("horizon", Set.of("ground", "prices", "corridors", "search")),
            Map.entry("prices", Set.of("ground", "slot")),
            Map.entry("cuts", Set.of("ground", "prices")),
            Map.entry("corridors", Set.of("ground", "prices")),
            Map.entry("search", Set.of("ground", "prices", "cuts", "corridors")),
            Map.entry("learned", Set.of("ground", "prices")),
            Map.entry("learned.training", Set.of("learned", "horizon")),
            Map.entry("lookahead", Set.of("ground", "slot", "horizon", "search")),
            Map.entry("shared", Set.of("ground", "prices", "search")),
            Map.entry("fleet", Set.of("ground", "prices", "baselines", "shared")),
            Map.entry("worst", Set.of("fleet", "baselines")),
            Map.entry("choice", Set.of("baselines", "slot", "horizon", "search", "learned", "lookahead", "genetic")));

    private static final Rooms ROOMS = new Rooms(Path.of("src/main/java"));

    @Test
    void noPackageUsesAnotherThatUsesIt() {
        System.out.println(ROOMS.graph());
        ROOMS.requireNoCycles();
    }

    @Test
    void aRoomIsSmall() {
        SortedMap<String, Long> crowded = ROOMS.files();
        crowded.values().removeIf(files -> files <= Rooms.MOST_FILES);
        assertEquals(Map.of(), crowded);
    }

    @Test
    void theContractOfSolversKnowsNoneOfThem() {
        ROOMS.requireApart(SOLVE, SOLVE + ".*..");
    }

    @Test
    void roomsOfSolversUseNoOthersThanTheseAndNoneKnowsTheChoice() {
        Set<String> all = ROOMS.files().keySet().stream()
                .filter(room -> room.startsWith(SOLVE + "."))
                .map(room -> room.substring(SOLVE.length() + 1))
                .collect(Collectors.toSet());
        assertEquals(USES.keySet(), all);
        USES.forEach((room, uses) -> ROOMS.requireApart(
                SOLVE + "." + room,
                all.stream()
                        .filter(other -> !other.equals(room) && !uses.contains(other))
                        .map(other -> SOLVE + "." + other)
                        .toArray(String[]::new)));
    }

    @Test
    void theProblemKnowsNoSolver() {
        ROOMS.requireApart(
                "dev.berth.optimizer.problem..",
                "dev.berth.optimizer.cost..",
                "dev.berth.optimizer.policy..",
                "dev.berth.optimizer.simulate..",
                SOLVE + "..");
    }

    @Test
    void theSimulatorCallsNeitherEvaluatorAndNoSolver() {
        ROOMS.requireApart("dev.berth.optimizer.simulate..", "dev.berth.optimizer.cost..", SOLVE + "..");
    }

    @Test
    void policiesSeeNoPlanBeingMade() {
        ROOMS.requireApart(
                "dev.berth.optimizer.policy..",
                SOLVE + "..",
                "dev.berth.optimizer.cost..",
                "dev.berth.optimizer.simulate..");
    }

    @Test
    void jsonAndYamlAreReadAndWrittenWhereScenariosAndDocumentsAre() {
        String[] readers = {
            "dev.berth.optimizer.scenario..", "dev.berth.optimizer.document..", "dev.berth.optimizer.cli.."
        };
        ROOMS.requireAlone("com.fasterxml.jackson.core..", readers);
        ROOMS.requireAlone("com.fasterxml.jackson.databind..", readers);
        ROOMS.requireAlone("com.fasterxml.jackson.dataformat..", readers);
    }

    @Test
    void onlyTheSolverThatLearnsKnowsTheLibraryOfNetworks() {
        ROOMS.requireAlone("org.encog..", SOLVE + ".learned..");
    }

    @Test
    void onlyCommandsKnowTheCommandLineLibrary() {
        ROOMS.requireAlone("picocli..", "dev.berth.optimizer.cli..");
    }

    /** From files over decisions and pages to commands: none knows one that comes after it. */
    @Test
    void noArrowGoesUpwards() {
        List<String> inOrder = List.of("document", "decide", "report", "cli");
        for (int room = 0; room < inOrder.size() - 1; room++) {
            ROOMS.requireApart(
                    "dev.berth.optimizer." + inOrder.get(room) + "..",
                    inOrder.subList(room + 1, inOrder.size()).stream()
                            .map(later -> "dev.berth.optimizer." + later + "..")
                            .toArray(String[]::new));
        }
        ROOMS.requireApart("dev.berth.optimizer.document..", SOLVE + "..");
    }
}
