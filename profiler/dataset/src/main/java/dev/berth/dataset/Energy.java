package dev.berth.dataset;

import dev.berth.record.Reading;
import dev.berth.record.Require;
import dev.berth.schema.Description;
import dev.berth.schema.Range;

@Description("Energy that counters rose by during one run: whatever ran there meanwhile, the idle draw included.")
public record Energy(
        @Description("microjoules of all processor packages (RAPL); memory, disks and the rest of the machine are not "
                + "in it; not supported where the machine does not tell, or the counter did not step")
        @Range(least = 1)
        Reading<Long> processorMicrojoules,

        @Description("microjoules of the whole device, its memory included, as its driver counts them; not supported "
                + "where that does not tell, or the counter did not step")
        @Range(least = 1)
        Reading<Long> deviceMicrojoules) {
    public Energy {
        Require.atLeast("processorMicrojoules", processorMicrojoules, 1);
        Require.atLeast("deviceMicrojoules", deviceMicrojoules, 1);
    }

    /** An even share, of one of so many; what is less than a microjoule is not told. */
    public Energy over(int count) {
        return new Energy(share(processorMicrojoules, count), share(deviceMicrojoules, count));
    }

    private static Reading<Long> share(Reading<Long> microjoules, int count) {
        if (microjoules instanceof Reading.Value<Long> all) {
            return all.value() < count
                    ? Reading.notSupported("less than a microjoule each")
                    : Reading.derived(all.value() / count);
        }
        return microjoules;
    }

    /** Nothing is known, for one reason. */
    public static Energy unknown(String why) {
        return new Energy(Reading.notSupported(why), Reading.notSupported(why));
    }

    @Description("Power drawn before the session, nothing being measured: times a preload's duration it is the part of "
            + "its energy that would have been drawn anyway.")
    public record Idle(
            @Description("watts of all processor packages (RAPL)") @Range(least = 0)
            Reading<Double> processorWatts,

            @Description("watts of the whole device, its memory included") @Range(least = 0)
            Reading<Double> deviceWatts) {
        public Idle {
            Require.atLeast("processorWatts", processorWatts, 0);
            Require.atLeast("deviceWatts", deviceWatts, 0);
        }

        /** Nothing is known, for one reason. */
        public static Idle unknown(String why) {
            return new Idle(Reading.notSupported(why), Reading.notSupported(why));
        }
    }

    @Description("Energy of one preload, over the runs that its delay is of.")
    public record OfRuns(
            @Description("of all processor packages; not supported where one of the runs has no figure")
            Reading<Spent> processor,

            @Description("of the whole device; not supported where one of the runs has no figure")
            Reading<Spent> device) {
        public OfRuns {
            Require.present("processor", processor);
            Require.present("device", device);
        }

        /** Nothing is known, for one reason. */
        public static OfRuns unknown(String why) {
            return new OfRuns(Reading.notSupported(why), Reading.notSupported(why));
        }
    }

    @Description("Energy of one run, in joules, the idle draw included.")
    public record Spent(
            @Description("mean over the runs") @Range(above = 0)
            double meanJoules,

            @Description("standard deviation over the runs; 0 for a single one") @Range(least = 0)
            double standardDeviationJoules,

            @Description("runs") @Range(least = 1) int n) {
        public Spent {
            Require.positive("meanJoules", meanJoules);
            Require.notNegative("standardDeviationJoules", standardDeviationJoules);
            Require.atLeast("n", n, 1);
        }
    }

    @Description("Which energy counters the machine has.")
    public record Counters(
            @Description("names of the processor packages that are counted")
            Reading<String> processor,

            @Description("bus addresses of the GPUs whose driver counts")
            Reading<String> gpus) {
        public Counters {
            Require.present("processor", processor);
            Require.present("gpus", gpus);
        }
    }
}
