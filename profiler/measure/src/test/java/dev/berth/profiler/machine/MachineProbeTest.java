package dev.berth.profiler.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.dataset.MachineRecord;
import dev.berth.record.Reading;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The machine at hand, on what holds of every machine. */
class MachineProbeTest {
    @TempDir
    private Path folder;

    @Test
    void everyReadingIsThereAndNoneIsASentinel() throws Exception {
        MachineRecord machine = MachineProbe.probe(folder);
        List<Reading<?>> readings = new ArrayList<>();
        collect(machine, readings);
        assertTrue(readings.size() >= 37, "found " + readings.size());
        for (Reading<?> reading : readings) {
            reading.optional().ifPresent(value -> {
                assertFalse(value instanceof String text && (text.isBlank() || text.equalsIgnoreCase("unknown")));
                assertFalse(value instanceof Number number && number.doubleValue() < 0);
            });
            reading.whyAbsent().ifPresent(why -> {
                assertFalse(why.isBlank());
                assertEquals(1, why.lines().count(), why);
            });
        }
    }

    @Test
    void quantitiesFitTogether() {
        MachineRecord machine = MachineProbe.probe(folder);
        int logical = machine.cpu().logicalCores().optional().orElseThrow();
        assertEquals(Runtime.getRuntime().availableProcessors() <= logical, true);
        assertTrue(machine.cpu().physicalCores().optional().orElse(1) <= logical);
        long total = machine.memory().totalBytes().optional().orElseThrow();
        assertTrue(machine.memory().availableBytes().optional().orElse(0L) <= total);
        long page = machine.memory().pageBytes().optional().orElseThrow();
        assertEquals(1, Long.bitCount(page));
        assertTrue(folder.toAbsolutePath()
                .startsWith(machine.storage().mountPoint().optional().orElseThrow()));
        assertEquals(
                Reading.measured(Runtime.getRuntime().maxMemory()),
                machine.jvm().maxHeapBytes());
    }

    @Test
    void fingerprintIsStable() {
        String fingerprint = MachineProbe.probe(folder).fingerprint();
        assertTrue(fingerprint.matches("sha256:[0-9a-f]{64}"), fingerprint);
        assertEquals(fingerprint, MachineProbe.probe(folder).fingerprint());
    }

    @Test
    void folderThatIsNotThereYet() {
        MachineRecord machine = MachineProbe.probe(folder.resolve("not/yet/there"));
        assertEquals(folder.toAbsolutePath().toString(), machine.storage().path());
        assertTrue(machine.storage().freeBytes().optional().orElseThrow() >= 0);
    }

    @Test
    void readsAsJson() throws Exception {
        String json = new ObjectMapper().writeValueAsString(MachineProbe.probe(folder));
        assertNotNull(
                new ObjectMapper().readTree(json).get("cpu").get("logicalCores").get("value"));
    }

    @ParameterizedTest
    @CsvSource({
        "-Xmx2g, -Xmx2g",
        "-Dfile.encoding=UTF-8, -Dfile.encoding=UTF-8",
        "-Dhttp.proxyPassword=abc=d, -Dhttp.proxyPassword=(left out)",
        "-Dmy.API_TOKEN=x, -Dmy.API_TOKEN=(left out)"
    })
    void secretsAreLeftOutOfArguments(String argument, String expected) {
        assertEquals(expected, MachineProbe.withoutSecret(argument));
    }

    private static void collect(Object thing, List<Reading<?>> into) throws ReflectiveOperationException {
        assertNotNull(thing);
        if (thing instanceof Reading<?> reading) {
            into.add(reading);
        } else if (thing instanceof List<?> list) {
            for (Object element : list) {
                collect(element, into);
            }
        } else if (thing instanceof Record) {
            for (RecordComponent component : thing.getClass().getRecordComponents()) {
                collect(component.getAccessor().invoke(thing), into);
            }
        }
    }
}
