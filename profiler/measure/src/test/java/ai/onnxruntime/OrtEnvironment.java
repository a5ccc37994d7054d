package ai.onnxruntime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Stands in for the library. */
public final class OrtEnvironment {
    private static final OrtEnvironment ONLY = new OrtEnvironment();

    private OrtEnvironment() {}

    public static OrtEnvironment getEnvironment() {
        return ONLY;
    }

    public String getVersion() {
        return "stand-in";
    }

    /** A model of the stand-in is a text: what is wrong with it, or else "runs" and the number of threads it wants. */
    public OrtSession createSession(String model, OrtSession.SessionOptions options) throws IOException {
        String text = Files.readString(Path.of(model)).strip();
        if (text.startsWith("broken")) {
            throw new IllegalStateException("the graph is\n" + text);
        }
        if (text.startsWith("runs ") && !text.equals("runs " + options.threads())) {
            throw new IllegalStateException("asked for " + options.threads() + " threads");
        }
        return new OrtSession(text.startsWith("runs"));
    }
}
