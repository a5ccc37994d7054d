package dev.berth.profiler.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.CacheTier;
import dev.berth.dataset.Samples;
import dev.berth.dataset.raw.RawFolder;
import dev.berth.dataset.raw.RunRow;
import dev.berth.profiler.device.Device;
import dev.berth.profiler.device.Devices;
import dev.berth.profiler.run.plan.RunListener;
import dev.berth.record.BadInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplingTest {
    @Test
    void otherWordsAreRefused() {
        assertEquals(Sampling.ALTERNATE, Sampling.of("alternate"));
        String message = assertThrows(BadInputException.class, () -> Sampling.of("sometimes"))
                .getMessage();
        assertEquals("berth.sampling=sometimes: expected on, off or alternate", message);
    }

    @Test
    void runsWithoutSamplesProveNothing(@TempDir Path folder) throws IOException {
        System.setProperty("berth.sampling", "alternate");
        try (Device device = Devices.open("host")) {
            SessionFixture.session()
                    .run(
                            SessionFixture.settings(4),
                            List.of(SessionFixture.model(folder, "a", 100_000)),
                            device,
                            SessionFixture.machine(),
                            folder.resolve("out"),
                            RunListener.SILENT);
        } finally {
            System.clearProperty("berth.sampling");
        }
        List<RunRow> rows = Samples.list(RawFolder.read(folder.resolve("out")).rows());
        assertTrue(rows.size() >= 10, () -> "rows=" + rows.size());
        for (RunRow row : rows) {
            boolean sampled = row.key().repetition() % 2 == 0;
            assertEquals(sampled, row.environment().load1().optional().isPresent());
            assertEquals(
                    sampled, row.tier() != CacheTier.UNPROVEN, () -> row.cache().reason());
        }
    }
}
