package dev.berth.profiler.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Tells scripts that carry a TF.js or ONNX model as text from all others. */
final class ScriptWeights {
    private static final int LOOKED_AT_BYTES = 1 << 18;

    /** Below this a script is code. */
    private static final int LEAST_BYTES = 16 << 10;

    private static final Pattern MARKS =
            Pattern.compile("weightsManifest|modelTopology|weightData|weightSpecs|application/octet-stream;base64");

    private ScriptWeights() {}

    /** Whether the beginning of a script names what such models hold. */
    static boolean in(Path script) throws IOException {
        if (Files.size(script) < LEAST_BYTES) {
            return false;
        }
        try (InputStream text = Files.newInputStream(script)) {
            return MARKS.matcher(new String(text.readNBytes(LOOKED_AT_BYTES), StandardCharsets.ISO_8859_1))
                    .find();
        }
    }
}
