package dev.berth.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.benchmarks.instance.Instance;
import dev.berth.benchmarks.peer.PeerLimits;
import dev.berth.benchmarks.published.InstanceFile;
import dev.berth.benchmarks.published.Publication;
import dev.berth.benchmarks.published.Solve;
import dev.berth.command.Commands;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.Solver;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.record.BadInputException;
import dev.berth.record.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class PeersCommandTest {
    @TempDir
    Path folder;

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void everySolverAndPeerIsARowOfEachInstance() throws IOException {
        Path out = folder.resolve("new");

        int status = run(
                "--sizes",
                "8x6",
                "--shapes",
                "drift",
                "--seeds",
                "1",
                "--time-limit",
                // Far more than a solve of so small an instance takes anywhere.
                "600",
                "--stop-after",
                "1h",
                "--runs",
                "2",
                "--warm-up",
                "10ms",
                "--heap",
                "256m",
                "--out",
                out.toString());

        List<String> lines = Files.readAllLines(out.resolve("solves.csv"));
        assertEquals(0, status);
        assertEquals(Row.HEADER, lines.get(0));
        assertEquals(1 + Contestants.names().size(), lines.size());
        for (String name : Contestants.names()) {
            assertEquals(
                    1,
                    lines.stream()
                            .filter(line -> line.contains("," + name + ",true,"))
                            .count(),
                    name);
        }
        assertTrue(Files.readString(out.resolve("machine.txt")).contains("\njvm: "));
    }

    /** A file of one's own, whose name makes no instance, is solved as it is, and bettered where it lies. */
    @Test
    void instancesOfFilesAreSolvedAndPublished() throws IOException {
        Path mine = folder.resolve("mine.json");
        InstanceFile made = Publication.made(Instance.named("tight/drift/both/4x6x8/1"));
        Json.write(
                mine,
                new InstanceFile(1, "mine", "by hand", made.slots(), made.limits(), made.services(), null, List.of()));
        Path out = folder.resolve("out");

        int status = run(
                "--instances",
                mine + ",tight/drift/both/8x6/1",
                "--solvers",
                "static-greedy,lookahead,horizon-exact",
                "--runs",
                "1",
                "--warm-up",
                "0s",
                "--heap",
                "256m",
                "--publish",
                folder.toString(),
                "--out",
                out.toString());

        assertEquals(0, status);
        List<String> lines = Files.readAllLines(out.resolve("solves.csv"));
        assertEquals(1 + 2 * 4, lines.size());
        assertTrue(lines.get(1).startsWith("mine,,,4,6,,,all-cloud,true,"), lines.get(1));
        assertTrue(lines.get(3).contains("lookahead: costs of slots are given, and no requests"), lines.get(3));
        InstanceFile solved = InstanceFile.read(mine);
        assertEquals("horizon-exact", solved.best().boundSolver());
        assertEquals(solved.best().planNanoCost(), solved.best().boundNanoCost());
        assertEquals(
                List.of("horizon-exact", "lookahead", "static-greedy"),
                solved.solves().stream().map(Solve::solver).toList());
        assertTrue(Files.exists(folder.resolve("tight-drift-both-8x6-1.json")));
        assertEquals(
                0,
                Commands.run(
                        new PrintWriter(new StringWriter()),
                        new PrintWriter(new StringWriter()),
                        "validate",
                        mine.toString()));
    }

    @Test
    void oneOfOursMayBeGivenLessTime() {
        Problem problem = Instance.tight(8, 6, 1).problem();
        List<SolveLimits> given = new ArrayList<>();
        Solver inner = new Solver() {
            @Override
            public String description() {
                return "says a wrong bound";
            }

            @Override
            public String name() {
                return "inner";
            }

            @Override
            public boolean exact() {
                return false;
            }

            @Override
            public Solution solve(Problem asked, SolveLimits limits) {
                given.add(limits);
                return Solvers.named("fetch-per-request").solve(asked, limits);
            }
        };
        SolveLimits limits = new SolveLimits(256L << 20, 1);

        new Hurried("inner@1", inner, 7).solve(problem, limits);

        assertEquals(List.of(limits.withEffort(7, limits.targetGap())), given);
        Hurried named = assertInstanceOf(Hurried.class, Contestants.named("neighbourhood@0.5", new PeerLimits(1, 1)));
        assertEquals("neighbourhood@0.5", named.name());
        assertEquals("neighbourhood", named.solver().name());
        assertEquals(50_000_000, named.steps());
        assertThrows(BadInputException.class, () -> Contestants.named("scip@1", new PeerLimits(1, 1)));
    }

    /** On any machine the first takes longer than it may, and the next one less. */
    @Test
    void aSolveThatTakesTooLongIsStoppedAndTheNextOneRuns() {
        Rules rules = new Rules(new PeerLimits(1, 1), new Timing(0, 1), 3600, false, 256);
        try (WorkerProcess process = new WorkerProcess(rules)) {
            Outcome stopped = process.solve("paper-ga", Task.of("tight/drift/both/300x2000/1"), 0.05);
            Outcome next = process.solve("fetch-per-request", Task.of(Instance.tight(4, 6, 1)), 3600);

            assertEquals("stopped after 0.05 s", stopped.note());
            assertTrue(next.solved());
        }
    }

    @Test
    void aProblemTooLargeForAPeerIsNotGivenToIt() {
        Rules rules = new Rules(new PeerLimits(1, 1), new Timing(0, 1), 3600, false, 256);
        try (Comparison comparison = new Comparison(rules, 47)) {
            Row row = comparison
                    .run(Task.of(Instance.tight(8, 6, 1)), List.of("scip"))
                    .get(0);

            assertEquals(
                    "not run: 48 cells, peers are given at most 47",
                    row.outcome().note());
        }
    }

    @Test
    void aWrongOptionIsUsageAndWhatItNamesBadInput() {
        StringWriter words = new StringWriter();

        assertEquals(
                2, run(words, "--sizes", "ten", "--out", folder.resolve("a").toString()));
        assertEquals(
                2, run(words, "--solvers", "best", "--out", folder.resolve("b").toString()));
        assertEquals(3, run(words, "--sizes", "8x6", "--out", folder.toString()));
        assertEquals(
                3, run(words, "--sizes", "4x6", "--out", folder.resolve("c").toString()));

        List<String> lines = words.toString().lines().toList();
        assertEquals(
                "berth: instance 'tight/drift/both/ten/1', expected REGIME/SHAPE/CHARGING/MODELSxSLOTS/SEED, "
                        + "such as tight/drift/both/10x288/1, or MODELSxSLOTSxMODES in it; see 'berth peers --help'",
                lines.get(0));
        assertTrue(lines.get(1)
                .startsWith("berth: no solver 'best', expected one of all-cloud, fetch-per-request, static-greedy,"));
        assertEquals(
                "berth: --out " + folder + ": exists, expected a new folder; a rerun is a new folder", lines.get(2));
        assertTrue(lines.get(3).startsWith("berth: instance tight/drift/both/4x6/1: demand over capacity is 0."));
        assertEquals(4, lines.size());
    }

    private static int run(String... arguments) {
        return run(new StringWriter(), arguments);
    }

    private static int run(StringWriter words, String... arguments) {
        return Commands.run(
                new PrintWriter(new StringWriter()),
                new PrintWriter(words),
                Stream.concat(Stream.of("peers"), Stream.of(arguments)).toArray(String[]::new));
    }
}
