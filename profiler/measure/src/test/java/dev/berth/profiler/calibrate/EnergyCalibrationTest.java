package dev.berth.profiler.calibrate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.berth.dataset.Energy;
import dev.berth.dataset.EngineProfile;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.EngineRow;
import dev.berth.record.Reading;
import dev.berth.record.Records;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnergyCalibrationTest {
    private static final Reading<Long> UNTOLD = Reading.notSupported("no counter");

    private static Energy.OfRuns of(Energy... runs) {
        EnergyCalibration calibration = new EnergyCalibration();
        for (Energy run : runs) {
            calibration.add(run);
        }
        return calibration.energy();
    }

    /** 1, 2 and 6 J: mean 3 J, variance (4 + 1 + 9) / 2 = 7. */
    @Test
    void theMeanAndItsSpread() {
        Energy.OfRuns energy = of(
                new Energy(Reading.measured(1_000_000L), UNTOLD),
                new Energy(Reading.measured(2_000_000L), UNTOLD),
                new Energy(Reading.measured(6_000_000L), UNTOLD));
        Energy.Spent spent = energy.processor().optional().orElseThrow();
        assertEquals(3, spent.meanJoules(), 1e-12);
        assertEquals(Math.sqrt(7), spent.standardDeviationJoules(), 1e-12);
        assertEquals(3, spent.n());
        assertEquals(Reading.notSupported("no counter"), energy.device());
    }

    /** The runs that the counter missed took less than those that it saw. */
    @Test
    void whereOneRunHasNoFigureThereIsNoMean() {
        assertEquals(
                Reading.notSupported("no figure of 1 of 2 runs: no counter"),
                of(new Energy(UNTOLD, Reading.measured(5L)), new Energy(Reading.measured(7L), UNTOLD))
                        .device());
    }

    /** The fixture's later requests took 0.6 J together; one is of 16 steps and one of 4. */
    @Test
    void ofAnEngineTheStartAndARequestAreToldApart() {
        EngineRow mixed = Samples.engineRow("m", 0, 1_000, 100);
        EngineRow alike = Records.with(
                mixed,
                "requests",
                List.of(
                        mixed.requests().get(0),
                        mixed.requests().get(1),
                        mixed.requests().get(1)));
        EngineProfile.EngineEnergy energy = ofEngine(alike, alike);
        assertEquals(2, energy.start().processor().optional().orElseThrow().meanJoules(), 1e-12);
        assertEquals(0.3, energy.request().processor().optional().orElseThrow().meanJoules(), 1e-12);
        assertEquals(Reading.notSupported("not a GPU"), energy.request().device());

        assertEquals(
                Reading.notSupported("requests asked for different numbers of steps"),
                ofEngine(mixed).request().processor());
        EngineRow single = Records.with(mixed, "requests", mixed.requests().subList(0, 1));
        assertEquals(
                Reading.notSupported("no later request was made"),
                ofEngine(single).request().processor());
    }

    private static EngineProfile.EngineEnergy ofEngine(EngineRow... rows) {
        EngineCalibration calibration = new EngineCalibration(rows[0].key().setting());
        for (EngineRow row : rows) {
            calibration.add(row);
        }
        return calibration.profile(10).energy();
    }

    @Test
    void whatFailedIsNotCalledUnsupported() {
        assertEquals(
                Reading.failed("cannot read"),
                of(new Energy(Reading.failed("cannot read"), UNTOLD)).processor());
    }
}
