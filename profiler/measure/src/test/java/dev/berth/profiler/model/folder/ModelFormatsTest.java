package dev.berth.profiler.model.folder;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.profiler.model.Extent;
import dev.berth.profiler.model.Fixtures;
import dev.berth.profiler.model.HeaderSource;
import dev.berth.profiler.model.Model;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every format. */
class ModelFormatsTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Fixtures.Kind.class)
    void describesTheTensors(Fixtures.Kind kind) throws Exception {
        Model model = ModelCatalog.open(kind.write(folder));

        assertEquals(kind.format(), model.record().format());
        assertEquals(2, model.record().tensors());
        assertEquals(10, model.record().parameters());
        assertEquals(40, model.record().weightBytes());
        assertEquals(1, model.record().weightBytesByType().size());
        assertEquals(List.of(), model.record().storage().unknownFiles());
    }

    @ParameterizedTest
    @EnumSource(Fixtures.Kind.class)
    void extentsHoldExactlyTheWeights(Fixtures.Kind kind) throws Exception {
        Model model = ModelCatalog.open(kind.write(folder));

        assertArrayEquals(Fixtures.concat(Fixtures.A, Fixtures.B), read(model.weightExtents()));
        assertEquals(model.weightExtents(), model.headers().read(HeaderSource.FILES));
    }

    @ParameterizedTest
    @EnumSource(Fixtures.Kind.class)
    void headersComeFromTheirSourceAlone(Fixtures.Kind kind) throws Exception {
        Model model = ModelCatalog.open(kind.write(folder));
        Map<Path, byte[]> memory = new HashMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                memory.put(file.toRealPath(), Files.readAllBytes(file));
                Files.write(file, new byte[(int) Files.size(file)]);
            }
        }

        assertEquals(
                model.weightExtents(), model.headers().read(path -> new MemoryBytes(memory.get(path.toRealPath()))));
    }

    @ParameterizedTest
    @EnumSource(Fixtures.Kind.class)
    void countsWhatTheFilesTake(Fixtures.Kind kind) throws Exception {
        Path path = kind.write(folder);
        long onDisk;
        try (Stream<Path> files = Files.walk(folder)) {
            onDisk = files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }

        assertEquals(onDisk, ModelCatalog.open(path).record().storage().apparentBytes());
    }

    @ParameterizedTest
    @EnumSource(Fixtures.Kind.class)
    void aCutFileIsAFaultOfOneLine(Fixtures.Kind kind) throws Exception {
        Path path = kind.write(folder);
        Path largest = largestFile();
        for (long length = Files.size(largest) - 1; length > 0; length -= 11) {
            try (RandomAccessFile file = new RandomAccessFile(largest.toFile(), "rw")) {
                file.setLength(length);
            }
            ModelCatalog.Scan scan = ModelCatalog.scan(List.of(path));

            assertEquals(0, scan.models().size(), "cut to " + length);
            assertEquals(1, scan.faults().size(), "cut to " + length);
            assertTrue(scan.faults().get(0).message().lines().count() == 1);
        }
    }

    /**
     * Whatever the bytes, a scan ends with models or faults, never with an exception, and its extents lie inside their
     * files.
     */
    @ParameterizedTest
    @EnumSource(Fixtures.Kind.class)
    void survivesMutation(Fixtures.Kind kind) throws Exception {
        Path path = kind.write(folder);
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        List<byte[]> originals = files.stream().map(ModelFormatsTest::content).toList();
        SplittableRandom random = new SplittableRandom(kind.name().hashCode());
        for (int round = 0; round < 300; round++) {
            int which = random.nextInt(files.size());
            Files.write(files.get(which), mutated(originals.get(which), random));
            for (Model model : ModelCatalog.scan(List.of(path)).models()) {
                for (Extent extent : model.weightExtents()) {
                    assertTrue(extent.offset() + extent.length() <= Files.size(extent.file()), "round " + round);
                }
            }
            Files.write(files.get(which), originals.get(which));
        }
    }

    private static byte[] mutated(byte[] original, SplittableRandom random) {
        byte[] bytes = original.clone();
        byte[] interesting = {0, 1, 0x7f, (byte) 0x80, (byte) 0xff, '{', '(', '.', 'R', 'Q'};
        for (int i = random.nextInt(1, 6); i > 0; i--) {
            int at = random.nextInt(bytes.length);
            bytes[at] =
                    random.nextBoolean() ? interesting[random.nextInt(interesting.length)] : (byte) random.nextInt(256);
        }
        if (random.nextInt(8) == 0) {
            return java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length * 2));
        }
        return bytes;
    }

    private Path largestFile() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .max((x, y) -> Long.compare(x.toFile().length(), y.toFile().length()))
                    .orElseThrow();
        }
    }

    private static byte[] content(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException fault) {
            throw new java.io.UncheckedIOException(fault);
        }
    }

    private static byte[] read(List<Extent> extents) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Extent extent : extents) {
            bytes.write(content(extent.file()), (int) extent.offset(), (int) extent.length());
        }
        return bytes.toByteArray();
    }
}
