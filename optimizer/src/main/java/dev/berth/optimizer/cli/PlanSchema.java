package dev.berth.optimizer.cli;

import dev.berth.profile.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** The JSON Schema of plan files, which lies beside them. */
final class PlanSchema {
    static final String FILE_NAME = "plan.schema.json";

    private PlanSchema() {}

    static byte[] content() throws IOException {
        try (InputStream in = PlanSchema.class.getResourceAsStream(FILE_NAME)) {
            if (in == null) {
                throw new IllegalStateException("not in the jar: " + FILE_NAME);
            }
            return in.readAllBytes();
        }
    }

    static void writeBeside(Path plan) throws IOException {
        AtomicFile.write(plan.toAbsolutePath().resolveSibling(FILE_NAME), content());
    }
}
