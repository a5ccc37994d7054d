package dev.berth.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private final ByteArrayOutputStream stderr = new ByteArrayOutputStream();

    private int run(OutputStream stdout, String words) {
        return Main.run(stdout, new PrintStream(stderr, true, UTF_8), words.split(" "));
    }

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int single) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "help validate", "--version", "validate pom.xml --json"})
    void resultsThatAreLostAreTold(String words) {
        int status = run(failing("No space left on device"), words);

        assertTrue(status == 1 || status == 3, "status " + status);
        assertEquals(
                "berth: stdout: cannot be written: No space left on device; what was printed is not whole",
                stderr.toString(UTF_8).strip());
    }

    @Test
    void aReaderThatHasEnoughIsNoFault() {
        assertEquals(0, run(failing("Broken pipe"), "help validate"));
        assertEquals("", stderr.toString(UTF_8));
    }

    @Test
    void allThatIsPrintedArrives() {
        ByteArrayOutputStream stdout = new ByteArrayOutputStream();

        assertEquals(0, run(stdout, "--version"));
        assertEquals(Commands.TOOL, stdout.toString(UTF_8).strip());
    }
}
