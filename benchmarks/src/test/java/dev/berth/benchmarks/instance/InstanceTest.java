package dev.berth.benchmarks.instance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.optimizer.problem.Charging;
import dev.berth.optimizer.problem.Problem;
import dev.berth.record.BadInputException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class InstanceTest {
    static Stream<Instance> all() {
        List<Instance> all = new ArrayList<>();
        for (Regime regime : Regime.values()) {
            for (DemandShape shape : DemandShape.values()) {
                for (int seed = 1; seed <= 3; seed++) {
                    all.add(new Instance(regime, shape, Charging.BOTH, 10, 96, seed));
                    all.add(new Instance(regime, shape, Charging.PER_SWITCH, 50, 50, seed));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void limitsBindWhereTheRegimeSaysSo(Instance instance) {
        double pressure = Pressure.of(instance.problem());

        if (instance.regime() == Regime.NOTHING_FITS) {
            assertTrue(pressure > 10, instance.name() + ": " + pressure);
        } else {
            assertEquals(instance.regime().binds(), pressure > 1, instance.name() + ": " + pressure);
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aNameNamesItsInstance(Instance instance) {
        assertEquals(instance, Instance.named(instance.name()));
    }

    @ParameterizedTest
    @EnumSource(DemandShape.class)
    void theSameNameIsTheSameDemandAndAnotherSeedIsNot(DemandShape shape) {
        double[][] demand = shape.expectedRequests(50, 20, 900, 1);

        assertTrue(Arrays.deepEquals(demand, shape.expectedRequests(50, 20, 900, 1)));
        assertTrue(!Arrays.deepEquals(demand, shape.expectedRequests(50, 20, 900, 2)));
    }

    @ParameterizedTest
    @EnumSource(DemandShape.class)
    void theMeanDemandIsAboutThatOfTheOthers(DemandShape shape) {
        double sum = 0;
        for (double[] slot : shape.expectedRequests(960, 100, 900, 7)) {
            for (double requests : slot) {
                sum += requests;
            }
        }

        // Bursts of the few models on top of the Zipf curve decide the sum: within a third.
        assertEquals(0.05 * 100 * 900 * 960, sum, 0.33 * 0.05 * 100 * 900 * 960);
    }

    @Test
    void hugeModelsTakeMostOfTheServer() {
        Problem one = Instance.named("huge-models/drift/both/20x4/1").problem();
        Problem two = Instance.named("huge-models/drift/both/20x4/2").problem();

        assertTrue(one.memoryBytes(0) > one.capacity().memoryBytes() / 2);
        assertTrue(one.memoryBytes(0) <= one.capacity().memoryBytes());
        assertTrue(one.storageBytes(1) <= 16L << 30);
        assertTrue(two.memoryBytes(1) > two.capacity().memoryBytes() / 2);
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        assertEquals(
                "instance 'tight', expected REGIME/SHAPE/CHARGING/MODELSxSLOTS/SEED, such as tight/drift/both/10x288/1,"
                        + " or MODELSxSLOTSxMODES in it",
                refused("tight"));
        assertEquals("shape 'round', expected one of drift, daily, bursts", refused("tight/round/both/10x288/1"));
        assertEquals(
                "instance 'tight/drift/both/10xmany/1': 'many', expected a whole number",
                refused("tight/drift/both/10xmany/1"));
        assertEquals("out of range: models=0, slots=5, expected at least 1 of each", refused("tight/drift/both/0x5/1"));
    }

    private static String refused(String name) {
        return assertThrows(BadInputException.class, () -> Instance.named(name)).getMessage();
    }
}
