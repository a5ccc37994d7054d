package dev.berth.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.raw.ConcurrentRow;
import dev.berth.dataset.raw.RunRow;
import dev.berth.dataset.raw.SessionRecord;
import dev.berth.record.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each kind of document has a version of its own. */
class SchemaVersionTest {
    @TempDir
    private Path folder;

    private Map<Class<? extends Record>, Path> documents() throws IOException {
        Map<Class<? extends Record>, Record> documents = new LinkedHashMap<>();
        documents.put(ProfileDataset.class, Datasets.dataset());
        documents.put(
                SessionRecord.class,
                Samples.session(
                        Samples.STARTED, List.of(Samples.host()), List.of(Samples.model("a", 4096)), List.of()));
        documents.put(RunRow.class, Samples.row(Samples.key("a", "host", CacheTier.STORAGE_COLD, 0), 4096, 1_000_000));
        documents.put(ConcurrentRow.class, Samples.loads("a", LoadKind.CONCURRENT, 2, 0, 1_000_000, 1_100_000));
        Map<Class<? extends Record>, Path> files = new LinkedHashMap<>();
        for (Map.Entry<Class<? extends Record>, Record> document : documents.entrySet()) {
            Path file = folder.resolve(document.getKey().getSimpleName() + ".json");
            Json.write(file, document.getValue());
            files.put(document.getKey(), file);
        }
        return files;
    }

    /** This program, but for one class that is compiled anew with its version raised by one. */
    private static final class Raised extends ClassLoader {
        private final Path classes;

        Raised(Path classes) {
            super(SchemaVersionTest.class.getClassLoader());
            this.classes = classes;
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith("dev.berth.")) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? define(name) : loaded;
            }
        }

        private Class<?> define(String name) {
            String file = name.replace('.', '/') + ".class";
            Path anew = classes.resolve(file);
            try (InputStream in = Files.exists(anew)
                    ? Files.newInputStream(anew)
                    : getParent().getResourceAsStream(file)) {
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Raised raised(Class<?> kind) throws IOException {
        Path source = Path.of("src", "main", "java", kind.getName().replace('.', '/') + ".java");
        String now = "SCHEMA_VERSION = 1;";
        String text = Files.readString(source);
        assertNotEquals(text, text.replace(now, ""));
        Path anew = Files.createDirectories(folder.resolve("anew"));
        Path changed = anew.resolve(kind.getSimpleName() + ".java");
        Files.writeString(changed, text.replace(now, "SCHEMA_VERSION = 2;"));
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        assertEquals(
                0,
                ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-proc:none", "-cp", classPath, "-d", anew + "", changed + ""));
        return new Raised(anew);
    }

    @ParameterizedTest
    @ValueSource(classes = {ProfileDataset.class, SessionRecord.class, RunRow.class, ConcurrentRow.class})
    void raisingOneLeavesTheOthersReadable(Class<? extends Record> kind) throws Exception {
        Raised program = raised(kind);
        for (Map.Entry<Class<? extends Record>, Path> document : documents().entrySet()) {
            Class<?> type = program.loadClass(document.getKey().getName());
            List<?> faults = (List<?>) program.loadClass(Json.class.getName())
                    .getMethod("faults", Path.class, Class.class)
                    .invoke(null, document.getValue(), type);
            if (document.getKey().equals(kind)) {
                assertEquals(1, faults.size(), faults::toString);
                assertTrue((faults.get(0) + "").contains("this one reads version 2"), faults::toString);
            } else {
                assertEquals(List.of(), faults);
            }
        }
    }
}
