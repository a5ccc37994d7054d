package dev.berth.profiler.model.folder;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells scripts that carry a model, or data that may be one, as text from all others. */
final class ScriptWeights {
    private static final int LOOKED_AT_BYTES = 1 << 18;

    /** Below this a script is code. */
    private static final int LEAST_BYTES = 16 << 10;

    private static final Pattern MARKS =
            Pattern.compile("weightsManifest|modelTopology|weightData|weightSpecs|application/octet-stream;base64");

    /** Base64 without the name of a picture, font or program before it, or an array of numbers. */
    private static final Pattern DATA =
            Pattern.compile("(?<![A-Za-z0-9+/=,])[A-Za-z0-9+/]{4096}|\\[\\s*+(?:[-+.\\deE]++\\s*+,\\s*+){500}");

    private ScriptWeights() {}

    /** What the beginning of a script tells of a model in it; empty where it is code. */
    static Optional<String> in(Path script) throws IOException {
        if (Files.size(script) < LEAST_BYTES) {
            return Optional.empty();
        }
        String text;
        try (InputStream in = Files.newInputStream(script)) {
            text = new String(in.readNBytes(LOOKED_AT_BYTES), StandardCharsets.ISO_8859_1);
        }
        if (MARKS.matcher(text).find()) {
            return Optional.of("weights in JavaScript");
        }
        return DATA.matcher(text).find() ? Optional.of("data in JavaScript, such as weights") : Optional.empty();
    }
}
