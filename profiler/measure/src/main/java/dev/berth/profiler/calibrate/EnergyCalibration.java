package dev.berth.profiler.calibrate;

import dev.berth.dataset.Energy;
import dev.berth.record.Reading;
import java.util.function.Function;

/** Energy of one preload, over the runs of a setting that count. */
final class EnergyCalibration {
    private final Counter processor = new Counter();
    private final Counter device = new Counter();

    /** Takes the energy of the run made next. */
    void add(Energy energy) {
        processor.add(energy.processorMicrojoules());
        device.add(energy.deviceMicrojoules());
    }

    /** Over all runs taken; at least one. */
    Energy.OfRuns energy() {
        return new Energy.OfRuns(processor.spent(), device.spent());
    }

    /**
     * One counter. A mean is given only where every run has a figure: those in which the counter did not step would be
     * missing from the low end, and the mean of the others be too high.
     */
    private static final class Counter {
        private int runs;
        private int told;
        private double meanJoules;
        private double squares;
        private String lastAbsent = "no run";
        private boolean failed;

        void add(Reading<Long> microjoules) {
            runs++;
            if (microjoules instanceof Reading.Value<Long> value) {
                told++;
                // Welford's running mean and sum of squares.
                double joules = value.value() / 1e6;
                double off = joules - meanJoules;
                meanJoules += off / told;
                squares += off * (joules - meanJoules);
            } else {
                lastAbsent = microjoules.whyAbsent().orElseThrow();
                failed |= microjoules instanceof Reading.Failed<Long>;
            }
        }

        Reading<Energy.Spent> spent() {
            if (told == runs && told > 0) {
                double deviation = told > 1 ? Math.sqrt(squares / (told - 1)) : 0;
                return Reading.measured(new Energy.Spent(meanJoules, deviation, told));
            }
            Function<String, Reading<Energy.Spent>> absent = failed ? Reading::failed : Reading::notSupported;
            return absent.apply(
                    told == 0 ? lastAbsent : "no figure of " + (runs - told) + " of " + runs + " runs: " + lastAbsent);
        }
    }
}
