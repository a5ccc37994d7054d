package dev.berth.profiler.device.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.MachineRecord.Gpu;
import dev.berth.record.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

class GpusTest {
    @Test
    void listsWhatTheManagementLibraryTells() {
        StandInDriver.require();
        List<Gpu> gpus = Gpus.list().optional().orElseThrow();
        assertEquals(2, gpus.size());
        Gpu first = gpus.get(0);
        assertEquals(Reading.measured("Berth stand-in driver 0"), first.name());
        assertEquals(Reading.measured("GPU-00000000-0000-0000-0000-000000000000"), first.uuid());
        assertEquals(Reading.measured(1L << 30), first.memoryBytes());
        assertEquals(Reading.measured(4), first.pcieGeneration());
        assertEquals(Reading.measured(16), first.pcieWidth());
        assertEquals(Reading.measured("00000000:01:00.0"), first.pciBusId());
        assertEquals(Reading.measured(1), gpus.get(1).index());
        assertEquals(
                Reading.notSupported("the GPU's driver does not tell (nvmlDeviceGetCurrPcieLinkWidth)"),
                gpus.get(1).pcieWidth());
        assertEquals(Reading.measured("560.00 stand-in"), Gpus.driverVersion());
    }

    @Test
    void deviceThatIsNotThereFails() {
        StandInDriver.require();
        assertTrue(Nvml.freeBytes("00000000:77:00.0") instanceof Reading.Failed<Long>);
    }
}
