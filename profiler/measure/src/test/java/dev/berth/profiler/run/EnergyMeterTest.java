package dev.berth.profiler.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.Energy;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.device.cuda.StandInDriver;
import dev.berth.record.Reading;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Energy of a GPU, whose stand-in counts a quarter of a joule more at each question. */
class EnergyMeterTest {
    @BeforeEach
    void standIn() {
        StandInDriver.require();
    }

    @Test
    void whatTheDeviceTookIsCounted() {
        try (Device device = Devices.open("cuda:0")) {
            EnergyMeter meter = EnergyMeter.of(device);
            Energy energy = meter.between(meter.mark(), meter.mark());
            assertEquals(Reading.measured(250_000L), energy.deviceMicrojoules());
        }
    }

    @Test
    void aCounterThatDidNotStepIsNoZero() {
        StandInDriver.set("energy_step_millijoules", 0);
        try (Device device = Devices.open("cuda:0")) {
            EnergyMeter meter = EnergyMeter.of(device);
            assertEquals(
                    Reading.notSupported("the device's energy counter did not step: too short for it"),
                    meter.between(meter.mark(), meter.mark()).deviceMicrojoules());
        }
    }

    @Test
    void aDeviceThatDoesNotCountSaysWhy() {
        try (Device device = Devices.open("cuda:1")) {
            EnergyMeter meter = EnergyMeter.of(device);
            assertEquals(
                    Reading.notSupported("the GPU's driver does not tell (nvmlDeviceGetTotalEnergyConsumption)"),
                    meter.between(meter.mark(), meter.mark()).deviceMicrojoules());
            assertTrue(meter.idle().deviceWatts().optional().isEmpty());
        }
    }

    /** A quarter of a joule in a second or a little more. */
    @Test
    void idleDrawIsPower() {
        try (Device device = Devices.open("cuda:0")) {
            double watts =
                    EnergyMeter.of(device).idle().deviceWatts().optional().orElseThrow();
            assertTrue(watts > 0 && watts <= 0.25, watts + " W");
        }
    }
}
