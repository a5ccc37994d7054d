package dev.berth.optimizer.example;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.policy.Berths;
import dev.berth.optimizer.policy.Policy;
import dev.berth.optimizer.policy.RandomServers;
import dev.berth.optimizer.policy.ServerTerms;
import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Problem;
import dev.berth.optimizer.problem.Residency;
import dev.berth.optimizer.problem.Resource;
import dev.berth.optimizer.solve.BruteForce;
import dev.berth.optimizer.solve.Solution;
import dev.berth.optimizer.solve.SolveLimits;
import dev.berth.record.ShownSource;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the page on extending shows compiles and keeps limits. Written anew by {@code -Dberth.golden=write}. */
class ExtendPageTest {
    private static final Path PAGE = Path.of("../optimizer/EXTEND.md");
    private static final int MODELS = 8;
    private static final int SLOTS = 5;

    @Test
    void theSolverIsTheSource() throws IOException {
        ShownSource.requireShown(PAGE, "solver", "dev/berth/optimizer/example/MostAskedFirst.java");
    }

    @Test
    void thePolicyIsTheSource() throws IOException {
        ShownSource.requireShown(PAGE, "policy", "dev/berth/optimizer/example/FirstCome.java");
    }

    @Test
    void theModesAreTheSource() throws IOException {
        ShownSource.requireShown(PAGE, "modes", "dev/berth/optimizer/example/OwnModes.java");
    }

    /** As all plans tried one by one say. */
    @Test
    void theModesOfOnesOwnArePlanned() {
        Solution solution = OwnModes.plan();

        assertTrue(solution.proven());
        assertEquals(BruteForce.cheapest(OwnModes.problem()), solution.cost().total());
    }

    @Test
    void theSolverKeepsEveryLimitAndPrefersWhatIsAskedFor() {
        for (int seed = 0; seed < 50; seed++) {
            Problem problem =
                    RandomServers.next(seed, SLOTS, MODELS, Charging.BOTH, true).problem();
            Solution solution = new MostAskedFirst().solve(problem, SolveLimits.ofThisMachine());
            for (int slot = 0; slot < SLOTS; slot++) {
                for (int row = 0; row < Resource.COUNT; row++) {
                    Resource resource = Resource.of(row);
                    long used = 0;
                    for (int model = 0; model < MODELS; model++) {
                        Residency residency = solution.plan().at(slot, model);
                        assertTrue(residency.index() >= problem.lowest(model));
                        assertTrue(residency.index() <= problem.highest(model));
                        used += problem.use(row, model, residency.index());
                    }
                    assertTrue(used <= resource.limit(problem.capacity()).orElse(Long.MAX_VALUE), resource::toString);
                }
            }
        }
    }

    @Test
    void thePolicyKeepsTheFirstAndNeverLetsGo() {
        ServerTerms terms =
                RandomServers.next(1, SLOTS, MODELS, Charging.BOTH, false).terms();
        int[] rises = new int[1];
        Berths berths = Berths.initial(terms, (model, from, to) -> {
            assertTrue(to > from);
            rises[0]++;
        });
        Policy.Run run = new FirstCome().start(terms, berths, 1);
        run.slotBegins(0);
        for (int request = 0; request < 10 * MODELS; request++) {
            run.requested(request % MODELS, request);
        }
        assertTrue(rises[0] > 0);
        int before = rises[0];
        for (int request = 0; request < MODELS; request++) {
            run.requested(request, 1000 + request);
        }
        assertEquals(before, rises[0]);
    }
}
