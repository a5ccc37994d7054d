package dev.berth.benchmarks.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.ortools.Loader;
import com.google.ortools.linearsolver.MPConstraint;
import com.google.ortools.linearsolver.MPSolver;
import com.google.ortools.linearsolver.MPVariable;
import dev.berth.optimizer.network.Link;
import dev.berth.optimizer.network.Links;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The closed form of downloads in parts against a linear programme. */
class LinksProgrammeTest {
    private static final int CASES = 3000;
    private static final double NANO = 1e9;

    /** GLOP's own tolerances are of that size. */
    private static final double TOLERANCE = 1e-6;

    @BeforeAll
    static void load() {
        Loader.loadNativeLibraries();
    }

    @Test
    void theClosedFormIsTheOptimumOfTheProgramme() {
        SplittableRandom random = new SplittableRandom(11);
        for (int round = 0; round < CASES; round++) {
            Links links = links(random);
            long bytes = 1 + random.nextLong(100_000);
            double least = Double.POSITIVE_INFINITY;
            // A link that is not used does not make anybody wait for its delay.
            for (int used = 1; used < 1 << links.links().size(); used++) {
                least = Math.min(least, seconds(links.links(), used, bytes));
            }
            assertEquals(
                    least,
                    (double) links.downloadNanos(bytes) / NANO,
                    TOLERANCE * Math.max(1, least),
                    links + ", " + bytes + " bytes");
        }
    }

    private static Links links(SplittableRandom random) {
        List<Link> links = new ArrayList<>();
        int count = 1 + random.nextInt(4);
        for (int link = 0; link < count; link++) {
            long delayNanos = random.nextInt(3) == 0 ? 0 : random.nextLong(20_000_000_000L);
            links.add(new Link("link-" + link, 100 + random.nextDouble() * 10_000, delayNanos));
        }
        return new Links(links, OptionalLong.empty());
    }

    /** Least T with x_i >= 0, Σ x_i = bytes and d_i + x_i / r_i <= T over the links that are used. */
    private static double seconds(List<Link> links, int used, long bytes) {
        MPSolver solver = MPSolver.createSolver("GLOP");
        try {
            double infinity = MPSolver.infinity();
            MPVariable time = solver.makeNumVar(0, infinity, "T");
            MPConstraint all = solver.makeConstraint((double) bytes, (double) bytes);
            for (int link = 0; link < links.size(); link++) {
                if ((used >> link & 1) == 1) {
                    MPVariable part = solver.makeNumVar(0, infinity, "x" + link);
                    all.setCoefficient(part, 1);
                    MPConstraint end =
                            solver.makeConstraint((double) links.get(link).delayNanos() / NANO, infinity);
                    end.setCoefficient(time, 1);
                    end.setCoefficient(part, -1 / links.get(link).bytesPerSecond());
                }
            }
            solver.objective().setCoefficient(time, 1);
            solver.objective().setMinimization();
            assertEquals(MPSolver.ResultStatus.OPTIMAL, solver.solve());
            return solver.objective().value();
        } finally {
            solver.delete();
        }
    }
}
