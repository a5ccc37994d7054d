package dev.berth.profiler.model.folder;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.profiler.model.Model;
import dev.berth.profiler.model.ModelFault;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Small folders laid out as people's real ones are, and what is right of each: {@code right.json} has of every model
 * tensors, parameters and weight bytes, null where any figure may stand, and whether a fault is told.
 */
class FolderCasesTest {
    private static final String PLACE = "cases/";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void unpack() throws IOException {
        try (InputStream file = FolderCasesTest.class.getResourceAsStream(PLACE + "folders.tar.gz");
                TarArchiveInputStream tar = new TarArchiveInputStream(
                        new GZIPInputStream(new BufferedInputStream(file)), StandardCharsets.UTF_8.name())) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                if (canName(entry.getName())) {
                    write(folder.resolve(entry.getName()), entry, tar);
                }
            }
        }
    }

    private static void write(Path path, TarArchiveEntry entry, InputStream bytes) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
        } else if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            Files.createLink(path, folder.resolve(entry.getLinkName()));
        } else {
            Files.createDirectories(path.getParent());
            Files.copy(bytes, path);
        }
    }

    /** In the C locale Java cannot name files outside of ASCII. */
    private static boolean canName(String name) {
        return System.getProperty("sun.jnu.encoding").equalsIgnoreCase("UTF-8")
                || StandardCharsets.US_ASCII.newEncoder().canEncode(name);
    }

    static Stream<String> cases() throws IOException {
        return right().propertyStream().map(Map.Entry::getKey);
    }

    private static JsonNode right() throws IOException {
        try (InputStream file = FolderCasesTest.class.getResourceAsStream(PLACE + "right.json")) {
            return JsonMapper.builder().build().readTree(file);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isWhatItsLoaderLoads(String name) throws IOException {
        assumeTrue(canName(name) && (canName("\u202e") || !name.endsWith("newline")), "the locale names ASCII alone");
        JsonNode right = right().path(name);

        ModelCatalog.Scan scan = ModelCatalog.scan(List.of(folder.resolve(name)));

        List<String> found = new ArrayList<>();
        scan.models().stream()
                .map(Model::record)
                .map(it ->
                        it.tensors() + " tensors, " + it.parameters() + " parameters, " + it.weightBytes() + " bytes")
                .sorted()
                .forEach(found::add);
        List<String> faults = scan.faults().stream().map(ModelFault::message).toList();
        assertEquals(right.path("models").size(), found.size(), () -> found + " " + faults);
        assertEquals(right.path("fault").asBoolean(), !faults.isEmpty(), () -> found + " " + faults);
        for (JsonNode model : right.path("models")) {
            String pattern =
                    figure(model, 0) + " tensors, " + figure(model, 1) + " parameters, " + figure(model, 2) + " bytes";
            String hit =
                    found.stream().filter(it -> it.matches(pattern)).findFirst().orElse(null);
            assertTrue(found.remove(hit), () -> pattern + " not among " + found);
        }
    }

    private static String figure(JsonNode model, int index) {
        return model.get(index).isNull() ? "\\d+" : model.get(index).asText();
    }
}
