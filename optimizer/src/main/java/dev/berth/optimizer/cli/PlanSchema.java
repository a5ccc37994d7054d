package dev.berth.optimizer.cli;

import dev.berth.profile.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** The JSON Schema of plan files, which lies beside them. */
final class PlanSchema {
    static final String FILE_NAME = "plan.schema.json";
    static final String FLEET_FILE_NAME = "fleet-plan.schema.json";

    private PlanSchema() {}

    static byte[] content() throws IOException {
        return content(FILE_NAME);
    }

    static byte[] content(String name) throws IOException {
        try (InputStream in = PlanSchema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + name);
            }
            return in.readAllBytes();
        }
    }

    static void writeBeside(Path plan, String name) throws IOException {
        AtomicFile.write(plan.toAbsolutePath().resolveSibling(name), content(name));
    }
}
