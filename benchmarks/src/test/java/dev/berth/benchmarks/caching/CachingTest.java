package dev.berth.benchmarks.caching;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import dev.berth.benchmarks.caching.CacheCase.Interval;
import dev.berth.command.Commands;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.optimizer.solve.choice.Solvers;
import dev.berth.record.BadInputException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Bounds of offline caching against each other, against every choice there is, and worked out on paper. */
class CachingTest {
    private static final Path HOME = Path.of("..");

    private static CacheCase random(long seed, int objects, int requests, Counted counted) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] sizes = random.longs(objects, 1, 20).toArray();
        int[] asked = random.ints(requests, 0, objects).toArray();
        return new CacheCase(new CacheTrace("random", sizes, asked), random.nextLong(1, 40), counted);
    }

    /** Every choice of intervals that fit together. */
    private static long exhaustive(CacheCase one) {
        List<Interval> intervals = one.intervals();
        long most = 0;
        for (int choice = 0; choice < 1 << intervals.size(); choice++) {
            long[] taken = new long[one.trace().length()];
            long saved = 0;
            for (int at = 0; at < intervals.size(); at++) {
                if ((choice >> at & 1) == 1) {
                    Interval interval = intervals.get(at);
                    saved += interval.missCost();
                    for (int step = interval.begin(); step < interval.end(); step++) {
                        taken[step] += interval.sizeBytes();
                    }
                }
            }
            boolean fits = Arrays.stream(taken).allMatch(bytes -> bytes <= one.cacheBytes());
            most = fits ? Math.max(most, saved) : most;
        }
        return one.costOfMisses() - most;
    }

    /** The slots' problem is the cache's: its optimum is that of all choices of intervals, to the unit. */
    @ParameterizedTest
    @EnumSource(Counted.class)
    void theProblemOfSlotsIsTheCaches(Counted counted) {
        int kept = 0;
        for (long seed = 0; seed < 100; seed++) {
            CacheCase one = random(seed, 5, 16, counted);
            long cheapest = exhaustive(one);
            long ours = Solvers.named("horizon-exact")
                    .solve(one.problem(), SolveLimits.ofThisMachine())
                    .cost()
                    .total();
            assertEquals(cheapest * one.scale(), ours, "seed " + seed);
            kept += cheapest < one.costOfMisses() ? 1 : 0;
        }
        assertTrue(kept > 60, kept + " caches that save something");
    }

    @ParameterizedTest
    @EnumSource(Counted.class)
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void allBoundsHoldAndOursIsTheOptimum(Counted counted) {
        int looser = 0;
        for (long seed = 1000; seed < 1080; seed++) {
            CacheCase one = random(seed, 5, 16, counted);
            CacheRow row = CacheRow.of(one, SolveLimits.ofThisMachine(), 5);
            long cheapest = exhaustive(one);
            assertEquals(List.of(), row.contradictions());
            assertTrue(row.pfooLower() <= row.fooLower(), row::toString);
            assertTrue(row.fooLower() <= cheapest, row::toString);
            assertTrue(Math.min(row.fooUpper(), row.pfooUpper()) >= cheapest, row::toString);
            assertEquals(cheapest, row.ourLower(), row::toString);
            assertEquals(cheapest, row.ourUpper(), row::toString);
            looser += row.fooLower() < cheapest ? 1 : 0;
        }
        assertTrue(looser > 0, "relaxations below the optimum: " + looser);
    }

    /** The flow is the linear relaxation of the choice of intervals, which another solver gives as well. */
    @ParameterizedTest
    @EnumSource(Counted.class)
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void theFlowIsTheLinearRelaxation(Counted counted) {
        Loader.loadNativeLibraries();
        for (long seed = 2000; seed < 2060; seed++) {
            CacheCase one = random(seed, 8, 60, counted);
            MPSolver solver = MPSolver.createSolver("GLOP");
            MPConstraint[] rows = new MPConstraint[one.trace().length()];
            for (int step = 0; step < rows.length; step++) {
                rows[step] = solver.makeConstraint(0, (double) one.cacheBytes());
            }
            solver.objective().setMaximization();
            for (Interval interval : one.intervals()) {
                MPVariable kept = solver.makeNumVar(0, 1, "");
                solver.objective().setCoefficient(kept, (double) interval.missCost());
                for (int step = interval.begin(); step < interval.end(); step++) {
                    rows[step].setCoefficient(kept, (double) interval.sizeBytes());
                }
            }
            assertEquals(MPSolver.ResultStatus.OPTIMAL, solver.solve());
            double relaxed = (double) one.costOfMisses() - solver.objective().value();
            long bound = new OfflineBounds(one).flow().lower();
            assertTrue(bound >= relaxed - 1e-6 && bound < relaxed + 1 + 1e-6, seed + ": " + bound + " " + relaxed);
            solver.delete();
        }
    }

    /**
     * a b a b with sizes 2 and 3 and a cache of 4: one of both can be kept. The account has 4 bytes over 3 steps; a
     * takes 2 over 2 steps, which leaves 8 of 12, b 3 over 2, which leaves 2: both fit the account.
     */
    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void workedOutOnPaper() {
        CacheTrace trace = new CacheTrace("paper", new long[] {2, 3}, new int[] {0, 1, 0, 1});
        OfflineBounds bounds = new OfflineBounds(new CacheCase(trace, 4, Counted.MISSES));

        assertEquals(2, bounds.accountLower());
        // Both share a step with 4 of 5 bytes: 1/3 of b is missed, rounded up to one miss.
        OfflineBounds.Foo foo = bounds.flow();
        assertEquals(List.of(3L, 3L), List.of(foo.lower(), foo.upper()));
        // A byte between both requests saves a third of a miss of b; the other steps have room left.
        assertEquals(0, foo.flow().price(0));
        assertEquals(1.0 / 3, foo.flow().price(1), 1e-11);
        assertEquals(0, foo.flow().price(2));
        assertEquals(3, bounds.segmentsUpper(1));
        // In bytes: a and 2/3 of b, one byte missed beside the first requests' five.
        OfflineBounds inBytes = new OfflineBounds(new CacheCase(trace, 4, Counted.BYTES));
        assertEquals(6, inBytes.flow().lower());
        assertEquals(5, inBytes.accountLower());
    }

    /** At the relaxation's prices our bound is the relaxation's, and cuts only raise it. */
    @ParameterizedTest
    @EnumSource(Counted.class)
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void atTheFlowsPricesOurBoundIsNotLooser(Counted counted) {
        int tighter = 0;
        for (long seed = 3000; seed < 3025; seed++) {
            CacheCase one = random(seed, 20, 200, counted);
            Problem problem = one.problem();
            OfflineBounds.Foo foo = new OfflineBounds(one).flow();
            long cost = Solvers.named("lagrangian")
                    .solve(problem, SolveLimits.ofThisMachine())
                    .cost()
                    .total();
            long ours = PricedBound.of(one, problem, foo.flow(), cost, 1_000_000, 64 << 20);
            assertTrue(ours <= cost, "seed " + seed);
            // Rounded up to whole costs as theirs is; a unit a cell is rounded down on the way.
            long least = Math.floorDiv(ours + 20 * 200 + one.scale() - 1, one.scale());
            assertTrue(least >= foo.lower(), seed + ": " + least + " " + foo.lower());
            tighter += least > foo.lower() ? 1 : 0;
        }
        assertTrue(tighter > 10, "bounds above the relaxation: " + tighter);
    }

    @Test
    void tracesAreThoseOfTheirNames() {
        CacheTrace zipf = CacheTrace.named("zipf/20x500/3", HOME);
        CacheTrace azure = CacheTrace.named("azure/300/1", HOME);

        assertEquals(20, zipf.objects());
        assertEquals(500, zipf.length());
        assertEquals(10, azure.objects());
        assertEquals(300, azure.length());
        assertEquals(zipf.object(123), CacheTrace.named("zipf/20x500/3", HOME).object(123));
        for (String wrong : List.of("zipf/0x5/1", "zipf/5/1", "azure/0/1", "lru")) {
            assertTrue(
                    assertThrows(BadInputException.class, () -> CacheTrace.named(wrong, HOME))
                            .getMessage()
                            .startsWith("trace '" + wrong + "', expected zipf/OBJECTSxREQUESTS/SEED or azure/"),
                    wrong);
        }
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void everyCaseIsALine(@TempDir Path folder) throws IOException {
        StringWriter said = new StringWriter();
        Path out = folder.resolve("new");
        String[] words = {
            "caching", "--traces", "zipf/8x60/1", "--caches", "20%,50%", "--segment", "20", "--out", out.toString()
        };

        assertEquals(0, Commands.run(new PrintWriter(said), new PrintWriter(new StringWriter()), words));
        List<String> lines = Files.readAllLines(out.resolve("bounds.csv"));
        assertEquals(CacheRow.HEADER, lines.get(0));
        assertEquals(5, lines.size());
        assertTrue(said.toString().contains("zipf/8x60/1"), said::toString);
        assertEquals(3, Commands.run(new PrintWriter(said), new PrintWriter(new StringWriter()), words));
    }
}
