package dev.berth.profiler.model.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScriptWeightsTest {
    @TempDir
    private Path folder;

    @Test
    void dataIsToldFromCode() throws IOException {
        String base64 = "AAECAwQF+/".repeat(2_000);
        Optional<String> data = Optional.of("data in JavaScript, such as weights");
        assertEquals(Optional.of("weights in JavaScript"), said("export const weightsManifest = '" + base64 + "'"));
        assertEquals(data, said("export default \"" + base64 + "\";"));
        assertEquals(data, said("var w = [" + "0.25, -1e-3,".repeat(3_000) + "0];"));
        assertEquals(Optional.empty(), said("a{src:url('data:font/woff2;base64," + base64 + "')}"));
        assertEquals(Optional.empty(), said("function f(a,b){return a+b}".repeat(2_000)));
        assertEquals(Optional.empty(), said("export default \"" + base64.substring(0, 4_000) + "\";"));
    }

    private Optional<String> said(String script) throws IOException {
        return ScriptWeights.in(Files.writeString(folder.resolve("script.js"), script));
    }
}
