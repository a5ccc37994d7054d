package dev.berth.optimizer.cli;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A file that holds what must be written again and again, byte by byte. All of them are written anew by {@code mvn -pl
 * optimizer -am test -Dtest=GoldenBytesTest -Dsurefire.failIfNoSpecifiedTests=false -Dberth.golden=write}; {@code git
 * diff} then shows what has changed.
 */
final class GoldenFile {
    private static final Path FOLDER = Path.of("src/test/resources/dev/berth/optimizer/golden");
    private static final boolean WRITES = "write".equals(System.getProperty("berth.golden"));

    private final Path file;

    GoldenFile(String name) {
        file = FOLDER.resolve(name);
    }

    /** Fails with the first line that differs. */
    void requireSame(String text) throws IOException {
        if (WRITES) {
            Files.createDirectories(FOLDER);
            Files.writeString(file, text);
            return;
        }
        String golden = Files.readString(file);
        if (!golden.equals(text)) {
            fail(firstDifference(golden.lines().toList(), text.lines().toList()));
        }
    }

    private String firstDifference(List<String> golden, List<String> found) {
        int line = 0;
        while (line < Math.max(golden.size(), found.size()) && Objects.equals(at(golden, line), at(found, line))) {
            line++;
        }
        return file + ":" + (line + 1) + ": expected\n" + at(golden, line) + "\nfound\n" + at(found, line)
                + "\nIf that is meant, write the files anew: -Dberth.golden=write";
    }

    private static String at(List<String> lines, int line) {
        return line < lines.size() ? lines.get(line) : "(the end)";
    }
}
