package dev.berth.optimizer.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.berth.record.Schema;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import picocli.CommandLine;

/** Runs the command line and keeps what it prints. */
final class CommandRun {
    final StringWriter output = new StringWriter();
    final StringWriter errors = new StringWriter();

    /** Exit status of a command given as words. */
    int run(Object... words) {
        CommandLine commandLine = Main.commandLine();
        commandLine.setOut(new PrintWriter(output, true));
        commandLine.setErr(new PrintWriter(errors, true));
        return commandLine.execute(Arrays.stream(words).map(Object::toString).toArray(String[]::new));
    }

    /** The same with datasets and scenario named before the other words. */
    int onScenario(String command, Object profiles, Object scenario, Object... words) {
        Object[] all = new Object[words.length + 5];
        all[0] = command;
        all[1] = "--profiles";
        all[2] = profiles;
        all[3] = "--scenario";
        all[4] = scenario;
        System.arraycopy(words, 0, all, 5, words.length);
        return run(all);
    }

    /** What a JSON or YAML document has that its schema does not allow. */
    static Set<?> schemaFaults(Schema schema, Path document) throws IOException {
        return schemaFaults(schema.content(), new ObjectMapper().readTree(document.toFile()));
    }

    /** The same of a schema that is no {@link Schema}. */
    static Set<?> schemaFaults(byte[] schema, JsonNode document) throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(new ObjectMapper().readTree(schema))
                .validate(document);
    }
}
