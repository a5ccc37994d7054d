package dev.berth.optimizer.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.record.BadInputException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProblemBuilderTest {
    private static final long GIBIBYTE = 1L << 30;
    private static final long SECOND = 1_000_000_000;

    /** 2 GiB stored, 3 GiB loaded, 4 kJ; transfer 10 s, preload 5 s, inference 1 s, cloud 12 s. */
    private static final Service SERVICE =
            new Service("a", 2 * GIBIBYTE, 3 * GIBIBYTE, 4_000_000, 10 * SECOND, 5 * SECOND, SECOND, 12 * SECOND);

    private static final Prices PRICES = new Prices(1, 10, 1000, 0.5, 0.25);

    private static ProblemBuilder builder(Charging charging) {
        return new ProblemBuilder(new Capacity(GIBIBYTE, GIBIBYTE, OptionalLong.of(7)), PRICES, charging, 1800)
                .add(SERVICE)
                .demand(new double[][] {{3}});
    }

    // With 3 requests at 0.5 a second, each second of delay costs 1.5 units.
    @ParameterizedTest
    @CsvSource({
        "PER_REQUEST, 18.0, 9.0, 1.5, 0, 0",
        "PER_SWITCH, 18.0, 18.0, 1.5, 2.5, 1.25",
        "BOTH, 18.0, 9.0, 1.5, 2.5, 1.25"
    })
    void delayAndSwitchingFollowTheTable(
            Charging charging, double absent, double stored, double loaded, double transfer, double preload) {
        Problem problem = builder(charging).build();

        assertEquals(nano(absent), problem.delayCost(0, 0, 0));
        assertEquals(nano(stored), problem.delayCost(0, 0, 1));
        assertEquals(nano(loaded), problem.delayCost(0, 0, 2));
        assertEquals(nano(transfer), problem.switchingCost(0, 0, 1));
        assertEquals(nano(preload), problem.switchingCost(0, 1, 2));
        assertEquals(nano(transfer + preload), problem.switchingCost(0, 0, 2));
        assertEquals(
                0, problem.switchingCost(0, 2, 0) + problem.switchingCost(0, 2, 1) + problem.switchingCost(0, 1, 0));
    }

    @Test
    void resourcesArePricedForTheLengthOfASlot() {
        Problem problem = builder(Charging.BOTH).build();

        assertEquals(0, problem.resourceCost(0, 0));
        assertEquals(nano(2 * 0.5), problem.resourceCost(0, 1));
        assertEquals(nano(2 * 0.5 + 30 * 0.5 + 4), problem.resourceCost(0, 2));
        assertEquals(nano(1 + 9), problem.slotCost(0, 0, 1));
    }

    @Test
    void aRequestOfAnAbsentModelTakesTheFasterWay() {
        Service slowCloud = new Service("a", 0, 0, 0, 10 * SECOND, 5 * SECOND, SECOND, 99 * SECOND);
        Problem problem = new ProblemBuilder(new Capacity(0, 0, OptionalLong.empty()), PRICES, Charging.BOTH, 1)
                .add(slowCloud)
                .demand(new double[][] {{1}})
                .build();

        assertEquals(nano(0.5 * 16), problem.delayCost(0, 0, 0));
    }

    @Test
    void allFaultsAreToldAtOnce() {
        ProblemBuilder builder = new ProblemBuilder(
                        new Capacity(-1, 0, OptionalLong.of(-2)),
                        new Prices(0, Double.NaN, 0, 0, Double.POSITIVE_INFINITY),
                        Charging.BOTH,
                        0)
                .add(new Service("a", 0, -3, 0, 0, 0, 0, 0))
                .add(new Service("a", 0, 0, 0, 0, 0, 0, -4))
                .initial("b", Residency.LOADED)
                .demand(new double[][] {{0, -5}, {0}});

        String message = assertThrows(BadInputException.class, builder::build).getMessage();

        assertEquals(
                "out of range: capacity storageBytes=-1, expected >= 0; "
                        + "out of range: capacity energyMillijoules=-2, expected >= 0; "
                        + "out of range: prices memoryPerGibibyteHour=NaN, expected a finite number >= 0; "
                        + "out of range: prices switchingPerSecond=Infinity, expected a finite number >= 0; "
                        + "out of range: slotSeconds=0.0, expected a finite number > 0; "
                        + "out of range: model a memoryBytes=-3, expected >= 0; "
                        + "model name 'a', expected a name that is not blank and not used twice; "
                        + "out of range: model a cloudNanos=-4, expected >= 0; "
                        + "initial residency of unknown model b, expected one of [a]; "
                        + "out of range: demand of slot 0 model a=-5.0, expected a finite number >= 0; "
                        + "demand of slot 1 has 1 values, expected 2, one a model",
                message);
    }

    @Test
    void boundsAreAbsentToLoadedUnlessSet() {
        Problem problem = builder(Charging.BOTH)
                .add(new Service("b", 1, 1, 7, 0, 0, 0, 0))
                .bounds("b", Residency.STORED, Residency.LOADED)
                .demand(new double[][] {{3, 0}})
                .build();

        assertEquals(0, problem.lowest(0));
        assertEquals(2, problem.highest(0));
        assertEquals(1, problem.lowest(1));
        assertEquals(2, problem.highest(1));
    }

    @Test
    void boundsThatCrossAndUnknownModelsAreRefused() {
        ProblemBuilder builder = builder(Charging.BOTH)
                .bounds("a", Residency.LOADED, Residency.STORED)
                .bounds("z", Residency.ABSENT, Residency.ABSENT);

        assertEquals(
                "out of range: model a lowest residency=loaded, expected at most its highest, stored; "
                        + "bounds of unknown model z, expected one of [a]",
                assertThrows(BadInputException.class, builder::build).getMessage());
    }

    @Test
    void pinnedModelsThatDoNotFitTogetherLeaveNoPlan() {
        ProblemBuilder builder = new ProblemBuilder(
                        new Capacity(Long.MAX_VALUE, 5, OptionalLong.of(4)),
                        new Prices(0, 0, 0, 0, 0),
                        Charging.BOTH,
                        1)
                .add(new Service("a", Long.MAX_VALUE, 3, 2, 0, 0, 0, 0))
                .add(new Service("b", 1, 3, 2, 0, 0, 0, 0))
                .bounds("a", Residency.LOADED, Residency.LOADED)
                .bounds("b", Residency.LOADED, Residency.LOADED)
                .demand(new double[][] {{0, 0}});

        assertEquals(
                "no plan exists: models that must stay stored take 9223372036854775808 bytes of storage, the server"
                        + " has 9223372036854775807; models that must stay loaded take 6 bytes of memory, the server"
                        + " has 5; lower minResidency of some models or give the server more",
                assertThrows(InfeasibleException.class, builder::build).getMessage());
    }

    /** Modes absent, stored, hosted, loaded: what each costs, and each move. */
    @Test
    void aModelIsKeptInHostMemoryAtItsOwnPrices() {
        Service.Hosting hosting = new Service.Hosting(1L << 30, 500_000_000, 200_000_000, 300_000_000);
        Service service = new Service(
                "a",
                1L << 30,
                2L << 30,
                0,
                4_000_000_000L,
                1_000_000_000,
                100_000_000,
                9_000_000_000L,
                Optional.of(hosting));
        Capacity capacity =
                new Capacity(1L << 40, 1L << 40, OptionalLong.empty(), OptionalLong.of(1L << 30), OptionalLong.empty());
        ProblemBuilder builder = new ProblemBuilder(capacity, new Prices(1, 10, 0, 2, 3, 5, 0), Charging.BOTH, 3600)
                .add(service)
                .demand(new double[][] {{7}});

        Problem problem = builder.build();

        assertEquals(4, problem.modes(0));
        assertFalse(problem.isChain());
        assertEquals(nano(1), problem.resourceCost(0, 1));
        assertEquals(nano(1 + 5), problem.resourceCost(0, 2));
        assertEquals(nano(1 + 20), problem.resourceCost(0, 3));
        assertEquals(nano(7 * 2 * (0.2 + 0.1)), problem.delayCost(0, 0, 2));
        long[][] moves = {
            {0, nano(12), nano(12 + 1.5), nano(12 + 3)},
            {0, 0, nano(1.5), nano(3)},
            {0, 0, 0, nano(0.6)},
            {0, 0, nano(0.9), 0}
        };
        for (int from = 0; from < 4; from++) {
            for (int to = 0; to < 4; to++) {
                assertEquals(moves[from][to], problem.switchingCost(0, from, to), from + " to " + to);
                assertEquals(from == 0 && to > 0 ? 1L << 30 : 0, problem.transferBytes(0, from, to));
            }
        }
        assertEquals(1L << 30, problem.use(Resource.HOST_MEMORY.index(), 0, 2));
        assertEquals(0, problem.use(Resource.HOST_MEMORY.index(), 0, 3));
        assertEquals(
                Residency.HOSTED, builder.initial("a", Residency.HOSTED).build().initial(0));
        assertEquals(
                2,
                builder.bounds("a", Residency.ABSENT, Residency.HOSTED).build().highest(0));
        assertThrows(
                BadInputException.class,
                () -> builder.bounds("a", Residency.HOSTED, Residency.LOADED).build());
    }

    @Test
    void costsThatCouldOverflowAreRefused() {
        ProblemBuilder builder = builder(Charging.BOTH).demand(new double[][] {{1e9}, {1e9}});

        String message = assertThrows(BadInputException.class, builder::build).getMessage();

        assertTrue(message.startsWith("costs overflow: the dearest plan could cost 1.2000000047500002E10"), message);
    }

    @Test
    void aProblemWithoutModelsOrSlotsIsRefused() {
        ProblemBuilder builder = new ProblemBuilder(new Capacity(0, 0, OptionalLong.empty()), PRICES, Charging.BOTH, 1);

        String message = assertThrows(BadInputException.class, builder::build).getMessage();

        assertEquals("no models, expected at least one; no demand, expected at least one slot", message);
    }

    /** c and d must stay: c begins absent but has its room, so that nothing is left for e; a may not be loaded. */
    @Test
    void beforeSlotZeroIsKeptWhatFitsBesideWhatMustStay() {
        ProblemBuilder builder =
                new ProblemBuilder(new Capacity(10, 10, OptionalLong.of(10)), PRICES, Charging.BOTH, 1);
        for (String name : List.of("a", "b", "c", "d", "e")) {
            long size = name.equals("b") ? 4 : 2;
            builder.add(new Service(name, size, 4, 1, 0, 0, 0, 0)).initial(name, Residency.LOADED);
        }
        Problem problem = builder.initial("c", Residency.ABSENT)
                .initial("d", Residency.STORED)
                .bounds("a", Residency.ABSENT, Residency.STORED)
                .bounds("c", Residency.LOADED, Residency.LOADED)
                .bounds("d", Residency.STORED, Residency.LOADED)
                .demand(new double[1][5])
                .build();

        assertEquals(
                List.of(Residency.STORED, Residency.LOADED, Residency.ABSENT, Residency.STORED, Residency.ABSENT),
                IntStream.range(0, 5).mapToObj(problem::initial).toList());
    }

    private static long nano(double units) {
        return Math.round(units * 1e9);
    }
}
