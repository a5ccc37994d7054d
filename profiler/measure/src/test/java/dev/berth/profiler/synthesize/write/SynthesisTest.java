package dev.berth.profiler.synthesize.write;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.berth.dataset.WeightProvenance;
import dev.berth.profiler.model.Fixtures;
import dev.berth.profiler.model.count.SyntheticMark;
import dev.berth.profiler.model.folder.ModelCatalog;
import dev.berth.profiler.synthesize.layout.Checksum;
import dev.berth.profiler.synthesize.layout.LayoutDocument;
import dev.berth.profiler.synthesize.layout.LayoutExport;
import dev.berth.profiler.synthesize.layout.LayoutFile;
import dev.berth.profiler.synthesize.layout.Segment;
import dev.berth.profiler.synthesize.layout.Segment.TensorPart;
import dev.berth.profiler.synthesize.layout.Values;
import dev.berth.record.BadInputException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynthesisTest {
    /** Longer than what an unfinished file is trusted to lack, by some pieces and an odd rest. */
    private static final long LONG_BYTES = (64L << 20) + 3 * (8 << 20) + 12_345;

    @TempDir
    Path folder;

    private static Segment weights(long bytes) {
        return Segment.of(bytes, new TensorPart("w", "F32", List.of(bytes / 4), Values.WEIGHTS, 0));
    }

    private static LayoutDocument document(LayoutFile... files) {
        return new LayoutDocument(LayoutDocument.SCHEMA_VERSION, "test", List.of(), List.of(files));
    }

    /** A head of eleven bytes, weights, and a checksum of these behind them. */
    private static LayoutFile file(String path, long bytes) {
        List<Segment> segments = new ArrayList<>(Segment.literal("before them".getBytes(StandardCharsets.US_ASCII)));
        segments.add(weights(bytes));
        segments.addAll(Segment.literal(new byte[7]));
        return LayoutFile.of(path, segments, List.of(new Checksum(11, bytes, List.of(0L, 11 + bytes + 1))));
    }

    private Synthesis.Outcome write(LayoutDocument layout, long seed) throws Exception {
        return new Synthesis(layout, folder, seed).write(Silent.INSTANCE);
    }

    private static int crc(byte[] file, int from, int to) {
        CRC32 crc = new CRC32();
        crc.update(file, from, to - from);
        return (int) crc.getValue();
    }

    @Test
    void literalsMarkWeightsAndChecksumsLieWhereTheyShould() throws Exception {
        LayoutFile layout = file("a/b.bin", 1000);
        write(document(layout), 1);

        byte[] file = Files.readAllBytes(folder.resolve("a/b.bin"));
        assertEquals(1018, file.length);
        assertEquals("re them", new String(file, 4, 7, StandardCharsets.US_ASCII));
        assertEquals(11, layout.markOffset());
        assertArrayEquals(SyntheticMark.bytes(), Arrays.copyOfRange(file, 11, 43));
        int expected = crc(file, 11, 1011);
        ByteBuffer little = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(expected, little.getInt(0));
        assertEquals(expected, little.getInt(1012));
    }

    @Test
    void theSameSeedGivesTheSameBytes() throws Exception {
        LayoutDocument layout = document(file("x", 100_000));
        write(layout, 1);
        byte[] first = Files.readAllBytes(folder.resolve("x"));
        Files.delete(folder.resolve("x"));
        write(layout, 1);
        assertArrayEquals(first, Files.readAllBytes(folder.resolve("x")));
        Files.delete(folder.resolve("x"));
        write(layout, 2);
        assertFalse(Arrays.equals(first, Files.readAllBytes(folder.resolve("x"))));
    }

    @Test
    void whatIsThereStays() throws Exception {
        LayoutDocument layout =
                document(file("x", 1000), file("y", 2000), LayoutFile.of("empty", List.of(), List.of()));
        write(layout, 1);
        Files.delete(folder.resolve("y"));

        Synthesis.Outcome again = write(layout, 1);

        assertEquals(new Synthesis.Outcome(3, 2, 3036, 2018), again);
        assertEquals(new Synthesis.Outcome(3, 3, 3036, 0), write(layout, 1));
    }

    /** Of a file that a killed process left, what surely reached storage is not written again; checksums are. */
    @Test
    void goesOnWithAnUnfinishedFile() throws Exception {
        LayoutFile layout = file("x", LONG_BYTES);
        write(document(layout), 1);
        byte[] whole = Files.readAllBytes(folder.resolve("x"));
        Files.delete(folder.resolve("x"));
        Path part =
                folder.resolve(FileWriter.part(layout, folder.resolve("x"), 1).getFileName());
        // The beginning is another's: what is left alone is seen by that.
        byte[] left = Arrays.copyOf(whole, whole.length - 5000);
        Arrays.fill(left, 8 << 20, (8 << 20) + 100, (byte) 9);
        Files.write(part, left);

        Synthesis.Outcome outcome = write(document(layout), 1);

        byte[] found = Files.readAllBytes(folder.resolve("x"));
        assertEquals(whole.length - (24 << 20), outcome.writtenBytes());
        assertEquals(9, found[8 << 20]);
        Arrays.fill(found, 8 << 20, (8 << 20) + 100, (byte) 0);
        Arrays.fill(whole, 8 << 20, (8 << 20) + 100, (byte) 0);
        assertArrayEquals(whole, found);
        assertEquals(List.of("x"), names());
    }

    @Test
    void whatAKilledProcessLeftOfAnotherSeedIsRemoved() throws Exception {
        LayoutFile layout = file("x", 1000);
        Files.write(FileWriter.part(layout, folder.resolve("x"), 2), new byte[10]);

        write(document(layout), 1);

        assertEquals(List.of("x"), names());
    }

    @Test
    void aFileThatAnotherProcessWritesIsLeftToIt() throws Exception {
        LayoutFile layout = file("x", 1000);
        Path part = FileWriter.part(layout, folder.resolve("x"), 1);
        try (FileChannel other = FileChannel.open(part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            assertTrue(other.lock().isValid());
            BadInputException fault = assertThrows(BadInputException.class, () -> write(document(layout), 1));
            assertEquals(
                    folder.resolve("x")
                            + ": another process writes it; wait until that has ended, or name another --out",
                    fault.getMessage());
        }
        assertTrue(Files.exists(part));
    }

    private List<String> names() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void moreThanThereIsRoomForIsRefusedBeforeAnythingIsWritten() throws Exception {
        LayoutDocument layout = document(file("small", 1000), file("huge", 1L << 61));

        BadInputException fault = assertThrows(BadInputException.class, () -> write(layout, 1));

        assertTrue(
                fault.getMessage().startsWith(folder + ": " + layout.bytes() + " bytes are to be written, "),
                fault.getMessage());
        assertEquals(List.of(), names());
    }

    @Test
    void othersFilesAreNeverReplaced() throws Exception {
        Path real = folder.resolve("model.safetensors");
        byte[] content = Fixtures.safetensors(true, true);
        Files.write(real, content);

        BadInputException fault =
                assertThrows(BadInputException.class, () -> write(document(file("model.safetensors", 1000)), 1));

        assertEquals(
                real
                        + ": is there, and is not what berth synthesize would write; remove it, or name another folder with"
                        + " --out",
                fault.getMessage());
        assertArrayEquals(content, Files.readAllBytes(real));
    }

    @Test
    void madeUpFilesAreReplacedAndKnownUnderOtherNames() throws Exception {
        Files.write(folder.resolve("like.safetensors"), largeSafetensors());
        LayoutDocument layout = LayoutExport.of(
                folder.resolve("like.safetensors"),
                ModelCatalog.scan(List.of(folder.resolve("like.safetensors"))).models());
        Path out = folder.resolve("out");
        new Synthesis(layout, out, 1).write(Silent.INSTANCE);
        byte[] first = Files.readAllBytes(out.resolve("like.safetensors"));
        new Synthesis(layout, out, 2).write(Silent.INSTANCE);
        assertFalse(Arrays.equals(first, Files.readAllBytes(out.resolve("like.safetensors"))));

        Path moved = folder.resolve("innocent.safetensors");
        Files.move(out.resolve("like.safetensors"), moved);
        assertEquals(
                WeightProvenance.SYNTHETIC, ModelCatalog.open(moved).record().provenance());
        assertEquals(
                WeightProvenance.REAL,
                ModelCatalog.open(folder.resolve("like.safetensors")).record().provenance());
    }

    private static byte[] largeSafetensors() {
        byte[] header =
                "{\"w\":{\"dtype\":\"F16\",\"shape\":[64],\"data_offsets\":[0,128]}}".getBytes(StandardCharsets.UTF_8);
        return Fixtures.safetensors(header, new byte[128]);
    }

    @Test
    void secondNamesAreLinks() throws Exception {
        LayoutFile file = file("x", 1000);
        LayoutDocument layout = document(file, LayoutFile.link("sub/y", file));

        write(layout, 1);

        assertTrue(Files.isSameFile(folder.resolve("x"), folder.resolve("sub/y")));
        assertEquals(0, write(layout, 1).writtenBytes());
    }
}
