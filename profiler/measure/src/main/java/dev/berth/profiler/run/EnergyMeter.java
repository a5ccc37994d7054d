package dev.berth.profiler.run;

import dev.berth.dataset.Energy;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.machine.ProcessorEnergy;
import dev.berth.record.Reading;
import java.util.concurrent.locks.LockSupport;

/** Reads the energy counters of the processor and of a device around runs; outside of what is timed. */
final class EnergyMeter {
    /** Several hundred steps of the processor's counter, ten or more of a GPU's. */
    private static final long IDLE_NANOS = 1_000_000_000;

    private final Device device;
    private final ProcessorEnergy processor;

    EnergyMeter(Device device, ProcessorEnergy processor) {
        this.device = device;
        this.processor = processor;
    }

    /** The counters of this machine and of a device. */
    static EnergyMeter of(Device device) {
        return new EnergyMeter(device, ProcessorEnergy.ofThisMachine());
    }

    /** What the counters show at one moment. */
    record Mark(ProcessorEnergy.Mark processor, Reading<Long> deviceMicrojoules) {}

    Mark mark() {
        return new Mark(processor.mark(), device.energyMicrojoules());
    }

    /** What they rose by. */
    Energy between(Mark before, Mark after) {
        return new Energy(
                processor.between(before.processor, after.processor),
                risen(before.deviceMicrojoules, after.deviceMicrojoules));
    }

    private static Reading<Long> risen(Reading<Long> before, Reading<Long> after) {
        if (before instanceof Reading.Value<Long> first && after instanceof Reading.Value<Long> second) {
            return second.value() > first.value()
                    ? Reading.measured(second.value() - first.value())
                    : Reading.notSupported("the device's energy counter did not step: too short for it");
        }
        return before.optional().isPresent() ? after : before;
    }

    /** Waits for a second and says what was drawn meanwhile; does not wait where nothing counts. */
    Energy.Idle idle() {
        Mark before = mark();
        long begin = System.nanoTime();
        if (before.processor.microjoules().optional().isPresent()
                || before.deviceMicrojoules.optional().isPresent()) {
            LockSupport.parkNanos(IDLE_NANOS);
        }
        Energy drawn = between(before, mark());
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new Energy.Idle(watts(drawn.processorMicrojoules(), seconds), watts(drawn.deviceMicrojoules(), seconds));
    }

    private static Reading<Double> watts(Reading<Long> microjoules, double seconds) {
        return microjoules instanceof Reading.Value<Long> drawn
                ? Reading.derived(drawn.value() / 1e6 / seconds)
                : Reading.notSupported(microjoules.whyAbsent().orElseThrow());
    }
}
