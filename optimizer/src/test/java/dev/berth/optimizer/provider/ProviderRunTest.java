package dev.berth.optimizer.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.provider.ProviderSetting.Draw;
import dev.berth.optimizer.route.RouteTerms;
import dev.berth.optimizer.route.Router;
import dev.berth.optimizer.route.Routers;
import dev.berth.record.BadInputException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ProviderRunTest {
    private static final Path PUBLISHED = Path.of("..", "results", "papers", "provider-selection", "providers.yaml");

    private static Draw always(double value) {
        return new Draw(value, value, 1);
    }

    /** Tasks of 100 steps that run 10 s; penalties 2 and 2. */
    private static ProviderSetting setting(int providers, double capacity) {
        return new ProviderSetting(
                1,
                providers,
                always(capacity),
                1,
                0.1,
                100,
                always(100),
                new ProviderSetting.RunningSeconds(0, 0, 10, 1),
                new ProviderSetting.Quality(always(0), always(0.2), always(200), always(1)),
                2,
                2);
    }

    private static Instance.Provider provider(double capacity, double rise) {
        return new Instance.Provider(capacity, 0, 200, rise);
    }

    private static Instance.Task task(double at, double steps, double seconds) {
        return new Instance.Task(at, steps, seconds);
    }

    private static List<String> names() {
        return Routers.names().stream()
                .filter(name -> !name.equals(Routers.HOME) && !name.equals(Routers.CLAIRVOYANT))
                .toList();
    }

    /** Two run, at 0 and 4; at 8 a third brings them down: of the first 2 s of 10 are left, of the second 6. */
    @Test
    void aTaskWithoutRoomLosesAllThatIsRunning() {
        Instance instance = new Instance(
                List.of(provider(200, 0.8)),
                List.of(task(0, 100, 10), task(4, 100, 10), task(8, 100, 10), task(9, 100, 10)));
        ProviderRun.Outcome outcome = ProviderRun.of(setting(1, 200), instance, Routers.named("round-robin"), 1);
        assertEquals(3, outcome.lost());
        assertEquals(1, outcome.crashes());
        assertEquals(2 + 2 * 0.2 + 2 * 0.6, outcome.penalty(), 1e-12);
        // The last one runs to its end, with half of the steps that quality rises over.
        assertEquals(1, outcome.finished());
        assertEquals(0.4, outcome.quality(), 1e-12);
        assertEquals(0.4 - 3.6, outcome.reward(), 1e-12);
    }

    @Test
    void whatEndsMakesRoomForWhatComesAtThatTime() {
        Instance instance = new Instance(
                List.of(provider(100, 0.8)), List.of(task(0, 100, 10), task(10, 100, 10), task(20, 100, 10)));
        ProviderRun.Outcome outcome = ProviderRun.of(setting(1, 100), instance, Routers.named("random"), 1);
        assertEquals(3, outcome.finished());
        assertEquals(0, outcome.crashes());
    }

    @Test
    void crashAvoidingCrashesOnlyWhereNoneHasRoom() {
        Instance instance = new Instance(
                List.of(provider(100, 0.8), provider(200, 0.2)),
                List.of(task(0, 100, 10), task(1, 100, 10), task(2, 100, 10)));
        assertEquals(
                0,
                ProviderRun.of(setting(2, 100), instance, Routers.named("crash-avoiding"), 1)
                        .crashes());
        Instance full = new Instance(
                List.of(provider(100, 0.8), provider(100, 0.2)),
                List.of(task(0, 100, 10), task(1, 100, 10), task(2, 100, 10)));
        assertEquals(
                1,
                ProviderRun.of(setting(2, 100), full, Routers.named("crash-avoiding"), 1)
                        .crashes());
    }

    /** The constants that were published: rate, steps, capacity, running time, and what a seed draws of them. */
    @Test
    void thePublishedSettingIsWhatTheIssueOfItSays() {
        ProviderSetting setting = ProviderSetting.read(PUBLISHED);
        assertEquals(
                (0.001 * 175 * 175 + 2.5 * 175 - 14) * 60,
                setting.runningSeconds().of(175),
                1e-9);
        Instance instance = Instance.of(setting, 7);
        assertEquals(20, instance.providers().size());
        for (Instance.Provider provider : instance.providers()) {
            assertTrue(provider.capacitySteps() >= 400 && provider.capacitySteps() <= 900);
            assertTrue(provider.quality(task(0, 250, 1)) <= 0.95 && provider.quality(task(0, 250, 1)) > 0);
            assertTrue(provider.quality(task(0, 100, 1)) <= provider.quality(task(0, 200, 1)));
        }
        // A Poisson number with mean 1,000.
        assertEquals(1000, instance.tasks().size(), 130);
        instance.tasks().forEach(task -> assertTrue(task.steps() >= 100 && task.steps() <= 250));
    }

    /** Every task ends once, for each router under the same seed; no reward is above the bound. */
    @Test
    void noRouterBeatsTheBound() {
        ProviderSetting published = ProviderSetting.read(PUBLISHED);
        List<String> routers = new ArrayList<>(names());
        routers.add(ProviderStudy.PROPHET);
        for (int seed = 1; seed <= 5; seed++) {
            Instance instance = Instance.of(published, seed);
            double bound = ProviderBound.of(instance, 0);
            for (String name : routers) {
                Router router = ProviderStudy.named(name);
                ProviderRun.Outcome outcome = ProviderRun.of(published, instance, router, seed);
                assertEquals(instance.tasks().size(), outcome.tasks(), name);
                assertTrue(outcome.reward() <= bound, name);
                assertEquals(outcome, ProviderRun.of(published, instance, router, seed), name);
            }
        }
    }

    /** On small instances: no choice of providers at all, tried one by one, is above the bound. */
    @Test
    void noChoiceBeatsTheBound() {
        SplittableRandom random = new SplittableRandom(2);
        for (int draw = 0; draw < 60; draw++) {
            List<Instance.Provider> providers = List.of(
                    provider(100 + random.nextInt(200), random.nextDouble()),
                    provider(100 + random.nextInt(200), random.nextDouble()));
            List<Instance.Task> tasks = new ArrayList<>();
            double at = 0;
            for (int task = 0; task < 8; task++) {
                at += 4 * random.nextDouble();
                tasks.add(task(at, 50 + random.nextInt(100), 5 + random.nextInt(10)));
            }
            Instance instance = new Instance(providers, tasks);
            double best = Double.NEGATIVE_INFINITY;
            for (int choice = 0; choice < 1 << tasks.size(); choice++) {
                best = Math.max(
                        best,
                        ProviderRun.of(setting(2, 100), instance, fixed(choice), 1)
                                .reward());
            }
            assertTrue(best <= ProviderBound.of(instance, best) + 1e-9, draw + "");
        }
    }

    private static Router fixed(int choice) {
        return new Router() {
            @Override
            public String name() {
                return "fixed";
            }

            @Override
            public String description() {
                return "bits of a number";
            }

            @Override
            public Run start(RouteTerms terms, long seed) {
                int[] asked = {0};
                return view -> (choice >> asked[0]++) & 1;
            }
        };
    }

    @Test
    void whatDoesNotChooseProvidersIsRefused() {
        assertTrue(assertThrows(BadInputException.class, () -> ProviderStudy.require(List.of("home")))
                .getMessage()
                .startsWith("no route 'home' among providers, expected one of prophet, random"));
        assertTrue(assertThrows(BadInputException.class, () -> ProviderStudy.require(List.of("prophett")))
                .getMessage()
                .endsWith("did you mean prophet?"));
    }
}
