package dev.berth.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Two programs that check files of one command line write one document. */
class ValidationTest {
    @TempDir
    private Path folder;

    @Command(name = "both")
    private static final class Both implements Callable<Integer> {
        @Mixin
        private Console console;

        private final Path document;

        Both(Path document) {
            this.document = document;
        }

        @Override
        public Integer call() throws IOException {
            Validation first = new Validation(console);
            first.addInfeasible(Path.of("b.yaml"), "b.yaml:2: no plan exists");
            assertEquals(ExitCode.INFEASIBLE, first.handOver(document));
            first.add(Path.of("a.yaml"), List.of("a.yaml:1: a fault"));
            assertEquals(ExitCode.BAD_INPUT, first.handOver(document));
            Validation second = new Validation(console);
            second.takeUp(document);
            second.add(Path.of("c.json"), List.of());
            return second.end().status();
        }
    }

    @Test
    void oneDocumentHoldsWhatBothFound() throws IOException {
        StringWriter output = new StringWriter();
        CommandLine line = new CommandLine(new Both(folder.resolve("handover")));
        line.setOut(new PrintWriter(output, true));

        assertEquals(0, line.execute("--json"));

        JsonNode document = new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(output.toString());
        assertEquals(
                List.of("b.yaml", "a.yaml", "c.json"), document.get("files").findValuesAsText("file"));
        assertFalse(document.get("faultless").booleanValue());
    }
}
