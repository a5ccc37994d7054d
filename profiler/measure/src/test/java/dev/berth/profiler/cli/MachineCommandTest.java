package dev.berth.profiler.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.command.Commands;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int berth(String... words) {
        return Commands.run(new PrintWriter(out), new PrintWriter(err), words);
    }

    @Test
    void ceilingsAsATableAndAsADocument() throws IOException {
        Path file = Files.write(folder.resolve("file"), new byte[2_000_000]);
        assertEquals(0, berth("machine", "--ceilings", file.toString(), "--repeats", "2", "--json"), err.toString());
        assertTrue(err.toString().contains("buffered warm read"), err.toString());
        JsonNode ceilings = new ObjectMapper().readTree(out.toString()).get("ceilings");
        assertEquals("directRead", ceilings.get(0).get("kind").asText());
        assertEquals(2_000_000, ceilings.get(0).get("bytes").asLong());
        assertTrue(ceilings.get(0).get("bytesPerSecond").asDouble() > 0);
    }

    @Test
    void fileThatIsNotThereIsBadInput() {
        assertEquals(3, berth("machine", "--ceilings", folder.resolve("none").toString()));
        assertTrue(err.toString().startsWith("berth: --ceilings " + folder.resolve("none")), err.toString());
        assertEquals(1, err.toString().lines().count());
    }

    @Test
    void repeatsOutOfRangeIsUsage() {
        assertEquals(2, berth("machine", "--ceilings", "any", "--repeats", "0"));
        assertTrue(err.toString().contains("--repeats 0 is out of range"), err.toString());
    }
}
